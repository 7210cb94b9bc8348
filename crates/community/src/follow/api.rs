//! Following in JSON.

use axum::extract::State;
use kernel::Ts;
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::list::{self, Followed};
use super::{Target, act};
use crate::Community;
use crate::reader::Reader;

/// Something that is followed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FollowJson {
    kind: &'static str,
    /// The id of the member, space or tag.
    id: String,
    name: String,
    /// A member's or a space's handle; of a tag, what stands in its address.
    handle: String,
    url: String,
    /// Since when.
    #[schema(value_type = String)]
    created_at: Ts,
}

impl From<Followed> for FollowJson {
    fn from(followed: Followed) -> Self {
        Self {
            kind: followed.target.kind(),
            id: kernel::encode_id(followed.target.id()),
            name: followed.name,
            handle: followed.handle,
            url: followed.path,
            created_at: followed.since,
        }
    }
}

/// What its cursors name the list.
const LIST: &str = "follows";

/// Lists whom and what the caller follows, the last followed first.
#[utoipa::path(get, path = "/api/v1/me/follows", tag = "me",
    params(
        ("cursor" = Option<String>, Query, description = "`next` of the page before; a page may \
            hold fewer than asked and still have one"),
        ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<FollowJson>)))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let (place, size) = (query.place(&app, LIST)?, query.size()?);
    let community = app.part::<Community>();
    let list = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            list::list(tx, &reader, place, size).await
        })
        .await?;
    web::json(&JsonList::of(&app, LIST, list.map(FollowJson::from)))
}

/// Follows a member, a space or a tag.
#[utoipa::path(put, path = "/api/v1/me/follows/{kind}/{id}", tag = "me",
    params(("kind" = String, Path), ("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn put(
    State(app): State<App>,
    viewer: Viewer,
    Path((kind, id)): Path<(String, String)>,
) -> Reply {
    act(&app, &viewer, Target::named(&kind, &id)?, true).await?;
    web::no_content()
}

/// Does not follow a member, a space or a tag any more.
#[utoipa::path(delete, path = "/api/v1/me/follows/{kind}/{id}", tag = "me",
    params(("kind" = String, Path), ("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path((kind, id)): Path<(String, String)>,
) -> Reply {
    act(&app, &viewer, Target::named(&kind, &id)?, false).await?;
    web::no_content()
}
