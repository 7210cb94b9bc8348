//! The page of the second factor.

use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use kernel::Fault;
use serde::Deserialize;
use web::{App, FieldView, Form, Reply, Shell, Viewer, see_other};

use super::second::{self, Second};
use super::{Step, page::answer, store};
use crate::browser::{self, Browser};
use crate::form::Refused;
use crate::secret;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/sign_in/second.html")]
struct SecondPage {
    shell: Shell,
    t: Texts,
    by_mail: bool,
    refused: Refused,
    code: FieldView,
}

/// Shows what is still asked for.
pub async fn show(State(app): State<App>, viewer: Viewer, headers: HeaderMap) -> Reply {
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, &headers, refused).await
}

async fn page(app: &App, viewer: &Viewer, headers: &HeaderMap, refused: Refused) -> Reply {
    let half = browser::half(headers, viewer).ok_or(Fault::SignIn("session.half_over"))?;
    let hash = secret::hash(&half);
    let row = app.db().read(async move |tx| store::find_half(tx, &hash).await).await?;
    let Some(row) = row else { return see_other("/login") };
    let t = Texts::new(viewer.locale);
    let label = if row.needs_code { t.code_field() } else { t.second_field() };
    // The two kinds have one field: what is typed decides.
    let name = if row.needs_code { "code" } else { "totp" };
    let field = FieldView { name: "code".into(), ..FieldView::new("text", name, label) };
    let error = refused.of(name);
    let page = SecondPage {
        shell: app.shell(viewer).title(t.second_title()).plain().build(),
        by_mail: row.needs_code,
        code: FieldView { focus: true, ..field }.autocomplete("one-time-code").error(error),
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// What was typed.
#[derive(Debug, Deserialize)]
pub struct SecondForm {
    code: String,
}

/// Takes the second factor.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<SecondForm>,
) -> Reply {
    let half = browser::half(&headers, &viewer).ok_or(Fault::SignIn("session.half_over"))?;
    let (browser, asker) = (Browser::of(&headers, &viewer), browser::asker(&viewer));
    let (keys, key) = (app.keys().clone(), browser.key());
    let tested = app
        .db()
        .tx(async move |tx| second::test(tx, &keys, (&half, &form.code), &asker, &key).await)
        .await;
    let fault = match tested {
        Ok(Second::Done(done)) => return answer(&app, &viewer, &browser, Step::Done(done)),
        Ok(Second::More) => return see_other("/login/second"),
        Ok(Second::Wrong(fault)) | Err(fault @ (Fault::Invalid(_) | Fault::TooFast { .. })) => {
            fault
        }
        Err(fault) => return Err(fault.into()),
    };
    let refused = Refused::by(viewer.locale, fault, "totp")?;
    page(&app, &viewer, &headers, refused).await
}
