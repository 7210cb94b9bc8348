//! What a member said, for programs.

use axum::extract::State;
use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::page::said;
use super::store::OfAuthor;
use crate::Community;
use crate::comment::{self, CommentId};
use crate::post::PostId;
use crate::reader::Reader;
use crate::space::people;
use crate::space::store::member_of;

/// A comment or answer in the list of its author's.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SaidJson {
    #[schema(value_type = String)]
    id: CommentId,
    #[schema(value_type = String)]
    post: PostId,
    /// The post's title.
    title: String,
    /// `comment` or `answer`.
    kind: &'static str,
    html: String,
    lang: String,
    accepted: bool,
    likes: i64,
    url: String,
    #[schema(value_type = String)]
    created_at: Ts,
}

impl From<OfAuthor> for SaidJson {
    fn from(row: OfAuthor) -> Self {
        Self {
            id: row.id,
            post: row.post_id,
            title: row.title,
            kind: row.kind.key(),
            html: row.html,
            lang: row.lang,
            accepted: row.accepted,
            likes: row.likes,
            url: comment::path(row.post_id, row.id),
            created_at: row.created_at,
        }
    }
}

/// Lists what a member said below posts that the caller may read, the newest first.
#[utoipa::path(get, path = "/api/v1/members/{id}/comments", tag = "comments",
    params(("id" = String, Path, description = "The member's id, or `@` and their handle"),
        ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<SaidJson>)))]
pub(crate) async fn comments(
    State(app): State<App>,
    viewer: Viewer,
    Path(who): Path<String>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let name = format!("comments by {who}");
    let page = (query.place(&app, &name)?, query.size()?);
    let community = app.part::<Community>();
    let list = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            let author = member(tx, &who).await?;
            said(tx, &reader, author, page).await
        })
        .await?;
    web::json(&JsonList::of(&app, &name, list.map(SaidJson::from)))
}

/// A member by id, or by handle behind `@`.
async fn member(tx: &Tx, name: &str) -> Outcome<MemberId> {
    let missing = || Fault::Missing("member.missing");
    match name.strip_prefix('@') {
        Some(handle) => member_of(tx, &handle.to_ascii_lowercase()).await?.ok_or_else(missing),
        None => people::by_id(tx, name.parse().map_err(|_no_id| missing())?).await,
    }
}
