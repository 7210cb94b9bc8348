//! The sandbox's page: a plain form that says what shall happen.

use askama::Template;
use axum::extract::State;
use kernel::Fault;
use serde::Deserialize;
use web::{App, Form, Path, Reply, Viewer};

use super::{Outcomes, Sandbox, is_open, notify, store};
use crate::Texts;
use crate::provider::Providers;

/// What the form sends.
#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    outcome: String,
}

struct OutcomeView {
    key: &'static str,
    label: &'static str,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "commerce/sandbox.html")]
struct SandboxPage {
    shell: web::Shell,
    t: Texts,
    title: String,
    amount: String,
    action: String,
    decided: bool,
    return_path: String,
    outcomes: Vec<OutcomeView>,
}

/// The charge and what may become of it.
///
/// # Errors
/// `Missing` for an unknown charge and where the sandbox is switched off.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(reference): Path<String>) -> Reply {
    let missing = || Fault::Missing("payment.missing");
    if !is_open(&app.settings(), &viewer.origin) {
        return Err(missing().into());
    }
    let action = format!("/pay/sandbox/{reference}");
    let charge = app.db().read(async move |tx| store::find_charge(tx, &reference).await).await?;
    let charge = charge.ok_or_else(missing)?;
    let t = Texts::new(viewer.locale);
    let outcomes = [
        (Outcomes::Success, t.sandbox_success(), "pay"),
        (Outcomes::Failure, t.sandbox_failure(), "quiet"),
        (Outcomes::Delay, t.sandbox_delay(), "quiet"),
        (Outcomes::Duplicate, t.sandbox_duplicate(), "quiet"),
        (Outcomes::WrongAmount, t.sandbox_wrong_amount(), "quiet"),
    ];
    let view =
        |(outcome, label, kind): (Outcomes, _, _)| OutcomeView { key: outcome.key(), label, kind };
    web::html(&SandboxPage {
        shell: app.shell(&viewer).title(t.sandbox_title()).plain().build(),
        amount: charge.amount().exact(),
        title: charge.title,
        action,
        decided: charge.state != "open",
        return_path: charge.return_path,
        outcomes: outcomes.into_iter().map(view).collect(),
        t,
    })
}

/// Does what was chosen, notifies like any provider and sends the browser back.
///
/// # Errors
/// `Missing` for an unknown charge, `Invalid` for an unknown outcome.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    Path(reference): Path<String>,
    Form(choice): Form<Choice>,
) -> Reply {
    if !is_open(&app.settings(), &viewer.origin) {
        return Err(Fault::Missing("payment.missing").into());
    }
    let outcome =
        Outcomes::from_key(&choice.outcome).ok_or(Fault::invalid("outcome", "sandbox.outcome"))?;
    let sandbox = Sandbox::new(app.db().clone(), app.keys().clone());
    let providers = app.part::<Providers>();
    let return_path = notify(app.db(), &providers, &sandbox, &reference, outcome).await?;
    web::see_other(&return_path)
}
