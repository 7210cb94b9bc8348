//! The page that asks again when a text has changed.

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Fault, Locale};
use serde::Deserialize;
use site::legal;
use site::{LegalKind, Versions};
use web::{App, Form, Query, Reply, Shell, Viewer, back_to, see_other};

use super::{agree_to, outdated};
use crate::form::Refused;
use crate::sign_in::page::Place;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/consent.html")]
struct ConsentPage {
    shell: Shell,
    title: &'static str,
    t: Texts,
    back: String,
    texts: Vec<(&'static str, &'static str)>,
    shown: String,
    /// Whether a text has changed once more while this page was open.
    again: bool,
    refused: Refused,
}

/// Shows which texts have changed.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(place): Query<Place>) -> Reply {
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, place.back.as_deref(), (refused, false)).await
}

async fn page(
    app: &App,
    viewer: &Viewer,
    back: Option<&str>,
    (refused, again): (Refused, bool),
) -> Reply {
    let id = viewer.me()?.id;
    let (kinds, newest) = app
        .db()
        .read(async move |tx| Ok((outdated(tx, id).await?, legal::asked(tx).await?)))
        .await?;
    let t = Texts::new(viewer.locale);
    let entry = |kind: &LegalKind| match kind {
        LegalKind::Rules => ("/rules", t.legal_rules()),
        _ => ("/privacy", t.legal_privacy()),
    };
    let title = if kinds.is_empty() { t.consent_none() } else { t.consent_title() };
    let mut shell = app.shell(viewer).title(title).plain().build();
    // The bar leads here.
    shell.concern = None;
    let page = ConsentPage {
        shell,
        title,
        back: back_to(back).to_owned(),
        texts: kinds.iter().map(entry).collect(),
        shown: named(newest),
        again,
        refused,
        t,
    };
    if again {
        return web::html_status(StatusCode::CONFLICT, &page);
    }
    page.refused.answer(&page)
}

/// Which versions a page has shown, as its form says it.
fn named(versions: Versions) -> String {
    format!("{}.{}", versions.rules, versions.privacy)
}

/// The agreement.
#[derive(Debug, Deserialize)]
pub struct ConsentForm {
    agree: Option<String>,
    back: Option<String>,
    #[serde(default)]
    shown: String,
}

/// Records the agreement to what the page has shown; where that is not the newest any more, it is
/// asked once more.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<ConsentForm>) -> Reply {
    if form.agree.is_none() {
        let fault = Fault::invalid("agree", "consent.missing");
        let refused = Refused::by(viewer.locale, fault, "agree")?;
        return page(&app, &viewer, form.back.as_deref(), (refused, false)).await;
    }
    let (id, locale): (_, Locale) = (viewer.me()?.id, viewer.locale);
    let shown = form.shown;
    let is_newest = app
        .db()
        .tx(async move |tx| {
            if named(legal::asked(tx).await?) != shown {
                return Ok(false);
            }
            let kinds = outdated(tx, id).await?;
            agree_to(tx, id, &kinds, locale, "again").await?;
            Ok(true)
        })
        .await?;
    if !is_newest {
        return page(&app, &viewer, form.back.as_deref(), (Refused::nothing(locale), true)).await;
    }
    app.sessions().forget(id);
    see_other(back_to(form.back.as_deref()))
}
