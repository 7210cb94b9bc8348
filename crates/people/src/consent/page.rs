//! The page that asks again when a text has changed.

use askama::Template;
use axum::extract::State;
use kernel::{Fault, Locale};
use serde::Deserialize;
use site::LegalKind;
use web::{App, Form, Query, Reply, Shell, Viewer, back_to, see_other};

use super::{agree, outdated};
use crate::sign_in::page::Place;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/consent.html")]
struct ConsentPage {
    shell: Shell,
    t: Texts,
    back: String,
    texts: Vec<(&'static str, &'static str)>,
}

/// Shows which texts have changed.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(place): Query<Place>) -> Reply {
    let id = viewer.me()?.id;
    let kinds = app.db().read(async move |tx| outdated(tx, id).await).await?;
    let t = Texts::new(viewer.locale);
    let entry = |kind: &LegalKind| match kind {
        LegalKind::Rules => ("/rules", t.legal_rules()),
        _ => ("/privacy", t.legal_privacy()),
    };
    web::html(&ConsentPage {
        shell: app.shell(&viewer).title(t.consent_title()).plain().build(),
        back: back_to(place.back.as_deref()).to_owned(),
        texts: kinds.iter().map(entry).collect(),
        t,
    })
}

/// The agreement.
#[derive(Debug, Deserialize)]
pub struct ConsentForm {
    agree: Option<String>,
    back: Option<String>,
}

/// Records the agreement.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<ConsentForm>) -> Reply {
    if form.agree.is_none() {
        return Err(Fault::invalid("agree", "consent.missing").into());
    }
    let (id, locale): (_, Locale) = (viewer.me()?.id, viewer.locale);
    app.db()
        .tx(async move |tx| {
            for kind in outdated(tx, id).await? {
                agree(tx, id, kind, locale, "again").await?;
            }
            Ok(())
        })
        .await?;
    see_other(back_to(form.back.as_deref()))
}
