//! Personal tokens for programs.

use askama::Template;
use axum::extract::State;
use kernel::{FieldErrors, Outcome};
use serde::Deserialize;
use web::sessions::OpenedSession;
use web::{App, Form, Reply, Shell, Viewer};

use super::{me, sessions};
use crate::form::Refused;
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
#[serde(default)]
pub struct TokenForm {
    pub(super) label: String,
    pub(super) days: String,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self { label: String::new(), days: web::sessions::TOKEN_DAYS.to_string() }
    }
}

/// Makes a token and shows it once; where it cannot be made, the section again with what was typed.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<TokenForm>) -> Reply {
    viewer.fresh(app.now())?;
    let label = form.label.trim().to_owned();
    let opened = match open(&app, &viewer, &label, &form.days).await {
        Ok(opened) => opened,
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "label")?;
            return sessions::page(&app, &viewer, (&form, refused)).await;
        }
    };
    let t = Texts::new(viewer.locale);
    web::html(&TokenPage {
        shell: app.shell(&viewer).title(t.token_title()).plain().build(),
        label,
        ends: browser::when(&app, opened.expires_at),
        token: opened.token,
        t,
    })
}

async fn open(app: &App, viewer: &Viewer, label: &str, days: &str) -> Outcome<OpenedSession> {
    let (id, passed) = (me(viewer)?.0, viewer.me()?.second_factor);
    let mut errors = FieldErrors::none();
    if !(1..=40).contains(&label.chars().count()) || label.chars().any(char::is_control) {
        errors.add("label", "token.label");
    }
    let days = days.trim().parse::<i64>().unwrap_or_default();
    if !(1..=365).contains(&days) {
        errors.add("days", "token.days");
    }
    errors.or(())?;
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
