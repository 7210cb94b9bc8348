//! Keeping posts for later, in JSON.

use axum::extract::State;
use web::{App, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::LIST;
use crate::Community;
use crate::feed::{self, Order};
use crate::post::PostId;
use crate::post::wire::PostJson;
use crate::reader::Reader;

/// Lists what the caller keeps for later and may still see, the last kept first.
#[utoipa::path(get, path = "/api/v1/me/bookmarks", tag = "me",
    params(
        ("cursor" = Option<String>, Query, description = "`next` of the page before; a page may \
            hold fewer than asked and still have one"),
        ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<PostJson>)))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let page =
        feed::Page { order: Order::Latest, after: query.place(&app, LIST)?, size: query.size()? };
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, list) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let list = super::list(tx, &reader, page).await?;
            Ok((reader, list))
        })
        .await?;
    web::json(&JsonList::of(&app, LIST, list.map(|post| PostJson::of(&reader, post))))
}

/// Keeps a post for later.
#[utoipa::path(put, path = "/api/v1/posts/{id}/bookmark", tag = "posts",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_bookmark(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    set_bookmark(&app, &viewer, id, true).await
}

/// Does not keep a post any more.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/bookmark", tag = "posts",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_bookmark(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
) -> Reply {
    set_bookmark(&app, &viewer, id, false).await
}

async fn set_bookmark(app: &App, viewer: &Viewer, id: PostId, on: bool) -> Reply {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            super::set(tx, &reader, id, on).await
        })
        .await?;
    web::no_content()
}
