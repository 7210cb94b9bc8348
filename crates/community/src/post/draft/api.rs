//! Drafts in JSON.

use axum::extract::State;
use http::StatusCode;
use kernel::{Fault, Ts};
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, Path, Reply, Viewer};

use super::{Draft, DraftId, publish, store};
use crate::gate::GateWish;
use crate::post::form::Fields;
use crate::post::wire::PostJson;
use crate::post::{PostId, PostKind, api};
use crate::space::SpaceId;

/// The most characters of a draft's first words.
const EXCERPT: usize = 140;

/// What somebody has not published yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DraftJson {
    #[schema(value_type = String)]
    id: DraftId,
    /// The post that is being edited, where it is one.
    #[schema(value_type = Option<String>)]
    post: Option<PostId>,
    kind: &'static str,
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
    title: String,
    summary: String,
    /// First words.
    excerpt: String,
    /// Markdown; in single drafts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// As they were typed, parted by commas.
    tags: String,
    /// The things of which one is to open it; none where the space decides or nothing changes.
    gate: Option<GateWish>,
    #[schema(value_type = String)]
    updated_at: Ts,
}

impl DraftJson {
    fn of(draft: Draft) -> Self {
        let gate = Fields::of_draft(&draft).post().gate;
        let text = draft.text;
        Self {
            id: draft.id,
            post: text.post,
            kind: text.kind.unwrap_or(PostKind::Article).key(),
            space: text.space,
            title: text.title,
            summary: text.summary,
            excerpt: text.body.chars().take(EXCERPT).collect(),
            body: None,
            tags: text.tags,
            gate,
            updated_at: draft.updated_at,
        }
    }
}

/// All drafts of a member.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DraftsJson {
    items: Vec<DraftJson>,
    /// Always none: there are at most a hundred.
    next: Option<String>,
}

/// Lists what the caller has not published, the last touched first.
#[utoipa::path(get, path = "/api/v1/me/drafts", tag = "me",
    responses((status = 200, body = DraftsJson)))]
pub(crate) async fn list(State(app): State<App>, viewer: Viewer) -> Reply {
    let me = viewer.me()?.id;
    let drafts = app.db().read(async move |tx| store::list(tx, me).await).await?;
    let items = drafts.into_iter().map(DraftJson::of).collect();
    web::json(&DraftsJson { items, next: None })
}

/// One of the caller's drafts.
#[utoipa::path(get, path = "/api/v1/me/drafts/{id}", tag = "me", params(("id" = String, Path)),
    responses((status = 200, body = DraftJson)))]
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<DraftId>) -> Reply {
    let me = viewer.me()?.id;
    let draft = app.db().read(async move |tx| super::get(tx, me, id).await).await?;
    let body = Some(draft.text.body.clone());
    web::json(&DraftJson { body, ..DraftJson::of(draft) })
}

/// Throws one of the caller's drafts away.
#[utoipa::path(delete, path = "/api/v1/me/drafts/{id}", tag = "me", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<DraftId>,
) -> Reply {
    let me = viewer.me()?.id;
    if !app.db().tx(async move |tx| super::discard(tx, me, id).await).await? {
        return Err(Fault::Missing("draft.missing").into());
    }
    web::no_content()
}

/// Publishes one of the caller's drafts as it stands: as a new post, or as what becomes of the post
/// that it edits.
#[utoipa::path(post, path = "/api/v1/me/drafts/{id}/post", tag = "me", params(("id" = String, Path)),
    responses((status = 201, body = PostJson),
        (status = 200, body = PostJson, description = "The post that the draft edits")))]
pub(crate) async fn publish_one(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<DraftId>,
) -> Reply {
    let (post, is_new) = publish::publish(&app, &viewer, id).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    web::json_status(status, &api::single(&app, &viewer, post).await?)
}
