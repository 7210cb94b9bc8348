//! The buttons that follow members, spaces and tags.

use axum::extract::State;
use http::HeaderMap;
use kernel::{Fault, Outcome};
use web::{App, Form, Path, Reply, Viewer};

use super::Target;
use crate::Community;
use crate::reaction::page::OnField;
use crate::reader::Reader;
use crate::texts::Texts;

fn target(kind: &str, id: &str) -> Outcome<Target> {
    let missing = || Fault::Missing("page.missing");
    Ok(match kind {
        "member" => Target::Member(id.parse().map_err(|_bad| missing())?),
        "space" => Target::Space(id.parse().map_err(|_bad| missing())?),
        "tag" => Target::Tag(id.parse().map_err(|_bad| missing())?),
        _ => return Err(missing()),
    })
}

/// Follows something, or does not any more, and goes back to where the button stood.
pub(crate) async fn post(
    State(app): State<App>,
    viewer: Viewer,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(field): Form<OnField>,
) -> Reply {
    let (target, on) = (target(&kind, &id)?, field.is_on());
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            super::set(tx, &reader, target, on).await
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let said = if on { t.space_followed() } else { t.space_unfollowed() };
    web::see_other_with(&app, &viewer, &web::came_from(&headers, &viewer), said)
}
