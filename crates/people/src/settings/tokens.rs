//! Personal tokens for programs.

use askama::Template;
use axum::extract::State;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::sessions::OpenedSession;
use web::{App, Form, Reply, Shell, Viewer};

use super::me;
use crate::member::session::{Asker, By};
use crate::sign_in::finish;
use crate::texts::Texts;
use crate::{browser, factor, member};

#[derive(Template)]
#[template(path = "people/settings/token.html")]
struct TokenPage {
    shell: Shell,
    t: Texts,
    label: String,
    token: String,
    ends: String,
}

/// A token to be made.
#[derive(Debug, Deserialize)]
pub struct TokenForm {
    pub(super) label: String,
    pub(super) days: i64,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self { label: String::new(), days: web::sessions::TOKEN_DAYS }
    }
}

/// Makes a token and shows it once.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<TokenForm>) -> Reply {
    viewer.fresh(app.now())?;
    let label = form.label.trim().to_owned();
    let opened = open(&app, &viewer, &label, form.days).await?;
    let t = Texts::new(viewer.locale);
    web::html(&TokenPage {
        shell: app.shell(&viewer).title(t.token_title()).plain().build(),
        label,
        ends: browser::when(&app, opened.expires_at),
        token: opened.token,
        t,
    })
}

async fn open(app: &App, viewer: &Viewer, label: &str, days: i64) -> Outcome<OpenedSession> {
    let (id, passed) = (me(viewer)?.0, viewer.me()?.second_factor);
    if !(1..=40).contains(&label.chars().count()) || label.chars().any(char::is_control) {
        return Err(Fault::invalid("label", "token.label"));
    }
    if !(1..=365).contains(&days) {
        return Err(Fault::invalid("days", "token.days"));
    }
    let asker = Asker { label: label.to_owned(), ..browser::asker(viewer) };
    app.db()
        .tx(async move |tx| {
            let row = member::get(tx, id).await?;
            // A token is worth what the session is that makes it.
            let by_passkey = passed && !factor::has_totp(tx, id).await?;
            let by = if by_passkey { By::Passkey } else { By::Password };
            finish::open_token(tx, &row, by, &asker, days).await
        })
        .await
}
