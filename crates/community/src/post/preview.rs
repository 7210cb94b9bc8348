//! Previews, by the very renderer that publishes.

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::Outcome;
use serde::Deserialize;
use web::{App, Form, Query, Reply, Viewer};

use super::body::Known;
use crate::hand::Hand;
use crate::texts::Texts;

/// What the editor's button sends as `act` with the whole form, where no script has asked for the
/// text alone.
pub(crate) const PREVIEW: &str = "preview";

/// What a preview is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct PreviewQuery {
    #[serde(default)]
    kind: String,
}

/// The text of a preview.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct PreviewFields {
    #[serde(default)]
    body: String,
}

#[derive(Template)]
#[template(path = "community/post/preview.html")]
struct Preview {
    t: Texts,
    free: Option<(String, String)>,
    html: String,
}

/// Draws a text as it would be published, by the very same renderer.
pub(crate) async fn draw(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<PreviewQuery>,
    Form(fields): Form<PreviewFields>,
) -> Reply {
    let drawn = match query.kind.as_str() {
        "comment" => of_comment(&app, &viewer, &fields.body).await?,
        _ => of_post(&app, &viewer, &fields.body).await?,
    };
    Ok(web::html_text(StatusCode::OK, drawn))
}

/// How the text of a comment will look, as HTML.
pub(crate) async fn of_comment(app: &App, viewer: &Viewer, body: &str) -> Outcome<String> {
    let (body, known) = read(app, viewer, body).await?;
    let html = super::body::draw_comment(&body, &known, "preview").html;
    web::draw(&Preview { t: Texts::new(viewer.locale), free: None, html })
}

/// How the text of a post will look, as HTML, and how much of it is free.
pub(crate) async fn of_post(app: &App, viewer: &Viewer, body: &str) -> Outcome<String> {
    let (body, known) = read(app, viewer, body).await?;
    let t = Texts::new(viewer.locale);
    let drawn = super::body::draw(&body, &known);
    let percent = drawn.size.free_characters * 100 / drawn.size.characters.max(1);
    let note = t.preview_free(drawn.size.free_characters, percent);
    let Some(split) = text::split(&body) else {
        return web::draw(&Preview { t, free: None, html: drawn.whole_html });
    };
    let html = super::body::draw(split.locked, &known).whole_html;
    web::draw(&Preview { t, free: Some((drawn.free_html, note)), html })
}

/// The text, and what it names.
async fn read(app: &App, viewer: &Viewer, body: &str) -> Outcome<(String, Known)> {
    let body = super::clean_body(body);
    text::markdown::check_size(&body, "post.too_large")?;
    let (hand, source) = (Hand::here(app, viewer), body.clone());
    let known = app.db().read(async move |tx| hand.clone().known(tx, &source).await).await?;
    Ok((body, known))
}
