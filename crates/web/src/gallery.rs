//! `/_gallery`: every component in its states, and pages made of them, in development builds.
//!
//! `?lang=zh-CN|en`, `?theme=light|dark|auto`, `?component=27` (a number of the handbook),
//! `?scene=home|post|checkout|landing|studio|sign-in`.

mod pages;
mod parts;
mod sample;
mod states;

use axum::extract::State;
use kernel::{Locale, Outcome};
use serde::Deserialize;

use crate::{App, Query, Reply, Routes, Shell, Texts, Theme, Viewer, Who, html_text};
use sample::Sample;

/// The components that are built, by their numbers in the design handbook.
pub(crate) const NUMBERS: [u8; 30] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 26, 27, 28, 30, 31,
    32, 33, 34, 36,
];

/// What of the gallery is shown, and how.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct GalleryQuery {
    lang: Option<String>,
    theme: Option<String>,
    component: Option<u8>,
    scene: Option<String>,
}

/// The gallery's one address.
#[must_use]
pub fn routes() -> Routes {
    Routes::of("gallery").get("/_gallery", show, Who::Anyone)
}

async fn show(State(app): State<App>, viewer: Viewer, Query(query): Query<GalleryQuery>) -> Reply {
    let page = draw(app.shell(&viewer).title("Gallery").build(), viewer.locale, &query)?;
    Ok(html_text(http::StatusCode::OK, page))
}

/// Draws a page of the gallery inside `shell`.
fn draw(mut shell: Shell, asked: Locale, query: &GalleryQuery) -> Outcome<String> {
    let locale = query.lang.as_deref().and_then(Locale::from_tag).unwrap_or(asked);
    shell.lang = locale.tag();
    shell.t = Texts::new(locale);
    if let Some(theme) = &query.theme {
        shell.theme = Theme::from_key(theme).key();
    }
    let sample = Sample { t: shell.t, locale };
    sample.furnish(&mut shell, query.scene.as_deref());
    pages::draw(shell, sample, query.scene.as_deref(), query.component)
}
