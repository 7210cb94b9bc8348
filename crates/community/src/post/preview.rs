//! Previews, by the very renderer that publishes.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use web::{App, Form, Query, Reply, Viewer};

use crate::hand::Hand;
use crate::texts::Texts;

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
    let body = super::clean_body(&fields.body);
    text::markdown::check_size(&body, "post.too_large")?;
    let hand = Hand::here(&app, &viewer);
    let source = body.clone();
    let known = app.db().read(async move |tx| hand.clone().known(tx, &source).await).await?;
    let t = Texts::new(viewer.locale);
    if query.kind == "comment" {
        let html = super::body::draw_comment(&body, &known, "preview").html;
        return web::html(&Preview { t, free: None, html });
    }
    let drawn = super::body::draw(&body, &known);
    let percent = drawn.size.free_characters * 100 / drawn.size.characters.max(1);
    let note = t.preview_free(drawn.size.free_characters, percent);
    let Some(split) = text::split(&body) else {
        return web::html(&Preview { t, free: None, html: drawn.whole_html });
    };
    let html = super::body::draw(split.locked, &known).whole_html;
    web::html(&Preview { t, free: Some((drawn.free_html, note)), html })
}
