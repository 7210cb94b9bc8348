//! The buttons that follow members, spaces and tags.

use axum::extract::State;
use http::HeaderMap;
use web::{App, Form, Path, Reply, Viewer};

use super::Target;
use crate::reaction::page::OnField;
use crate::texts::Texts;

/// Follows something, or does not any more, and goes back to where the button stood.
pub(crate) async fn post(
    State(app): State<App>,
    viewer: Viewer,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
    Form(field): Form<OnField>,
) -> Reply {
    let on = field.is_on();
    super::act(&app, &viewer, Target::named(&kind, &id)?, on).await?;
    let t = Texts::new(viewer.locale);
    let said = if on { t.space_followed() } else { t.space_unfollowed() };
    web::see_other_with(&app, &viewer, &web::came_from(&headers, &viewer), said)
}
