//! Comments in JSON.

use axum::extract::State;
use db::Tx;
use kernel::{Cursor, Id, List, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::{Comment, CommentDraft, CommentId, CommentState, delete, edit, feature, store, write};
use crate::Community;
use crate::hand::Hand;
use crate::inspection::{self, Inspection};
use crate::policy::{self, Reading};
use crate::post::api::OLDEST;
use crate::post::wire::{AuthorJson, ReactionsJson};
use crate::post::{PostId, store as posts};
use crate::reader::Reader;
use crate::version;

/// A comment or answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CommentJson {
    #[schema(value_type = String)]
    id: CommentId,
    #[schema(value_type = String)]
    post: PostId,
    #[schema(value_type = Option<String>)]
    parent: Option<CommentId>,
    kind: &'static str,
    /// `published`, `hidden` or `deleted`.
    state: &'static str,
    /// None for what was deleted or hidden.
    author: Option<AuthorJson>,
    /// Empty for what was deleted or hidden.
    html: String,
    /// Markdown, for who may change it.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// Which version of it this is, for who may change it: to be sent back with a new text.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    lang: String,
    accepted: bool,
    featured: bool,
    replies: i64,
    reactions: ReactionsJson,
    url: String,
    #[schema(value_type = String)]
    created_at: Ts,
    #[schema(value_type = Option<String>)]
    edited_at: Option<Ts>,
}

impl CommentJson {
    pub(crate) fn of(comment: Comment, accepted: Option<i64>) -> Self {
        let shown = comment.state == CommentState::Published;
        Self {
            id: comment.id,
            post: comment.post,
            parent: comment.parent,
            kind: comment.kind.key(),
            state: comment.state.key(),
            author: shown.then(|| AuthorJson::of(&comment.author)),
            html: if shown { comment.html } else { String::new() },
            body: None,
            version: None,
            lang: comment.lang,
            accepted: accepted == Some(comment.id.get()),
            featured: comment.featured_at.is_some(),
            replies: comment.replies,
            reactions: ReactionsJson::of(comment.reactions, comment.imported_up),
            url: super::path(comment.post, comment.id),
            created_at: comment.created_at,
            edited_at: comment.edited_at,
        }
    }
}

/// Lists the comments of a post from old to new; of a gated post, those that are featured.
#[utoipa::path(get, path = "/api/v1/posts/{id}/comments", tag = "comments",
    params(("id" = String, Path), ("cursor" = Option<String>, Query),
        ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<CommentJson>), (status = 404)))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let name = format!("comments {id} oldest");
    let after = if query.cursor.is_some() { query.place(&app, &name)? } else { OLDEST };
    let size = query.size()?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (list, inspection) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let post = posts::get(tx, id).await?;
            let inspection = Inspection::of_post(&reader, &post);
            let rows = match policy::read_post(&reader, &post)? {
                Reading::Whole(permit) => {
                    store::in_order(tx, &permit, (after, size.probe())).await?
                }
                Reading::Free => store::featured(tx, id).await?,
            };
            let place = |c: &Comment| Cursor { at: c.created_at, id: c.id.get() };
            let list = List::cut(rows, size, place);
            Ok((list.map(|comment| CommentJson::of(comment, post.accepted)), inspection))
        })
        .await?;
    inspection::note(&app, inspection).await?;
    web::json(&JsonList::of(&app, &name, list))
}

/// A new comment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewComment {
    /// Markdown.
    body: String,
    /// The comment it replies to.
    #[schema(value_type = Option<String>)]
    parent: Option<CommentId>,
    /// `comment` or `answer`; a comment when left out.
    #[serde(default)]
    kind: String,
}

/// Publishes a comment or answer.
#[utoipa::path(post, path = "/api/v1/posts/{id}/comments", tag = "comments",
    params(("id" = String, Path)), request_body = NewComment,
    responses((status = 201, body = CommentJson), (status = 403), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(post): Path<PostId>,
    Json(new): Json<NewComment>,
) -> Reply {
    let draft = CommentDraft { body: new.body, parent: new.parent, kind: new.kind };
    let ready = write::prepare(app.db(), draft, Hand::here(&app, &viewer)).await?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let json = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let (post, comment) = write::write(tx, &reader, post, ready.clone()).await?;
            let may_edit = policy::edit_comment(&reader, &post, &comment, tx.now()).is_ok();
            let body = may_edit.then(|| ready.text.body.clone());
            let version = body.as_ref().map(|body| version::name_of(&[body]));
            Ok(CommentJson { body, version, ..CommentJson::of(comment, post.accepted) })
        })
        .await?;
    web::created(&json)
}

/// One comment, with its source for who may change it; below a post that is not read whole, one that
/// is featured.
async fn one(
    tx: &Tx,
    reader: &Reader,
    id: CommentId,
) -> Outcome<(CommentJson, Option<Inspection>)> {
    let comment = store::get(tx, id).await?;
    let post = posts::get(tx, comment.post).await?;
    let reading = policy::read_post(reader, &post)?;
    if matches!(reading, Reading::Free) && comment.featured_at.is_none() {
        policy::read_whole(reader, &post)?;
    }
    let body = match policy::edit_comment(reader, &post, &comment, tx.now()) {
        Ok(permit) => Some(store::source(tx, &permit).await?),
        Err(_) => None,
    };
    let version = body.as_ref().map(|body| version::name_of(&[body]));
    let inspection = Inspection::of_post(reader, &post);
    let json = CommentJson { body, version, ..CommentJson::of(comment, post.accepted) };
    Ok((json, inspection))
}

/// One comment.
#[utoipa::path(get, path = "/api/v1/comments/{id}", tag = "comments",
    params(("id" = String, Path)), responses((status = 200, body = CommentJson)))]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
) -> Reply {
    let (json, inspection) = read(&app, &viewer, id).await?;
    inspection::note(&app, inspection).await?;
    web::json(&json)
}

async fn read(
    app: &App,
    viewer: &Viewer,
    id: CommentId,
) -> Outcome<(CommentJson, Option<Inspection>)> {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            one(tx, &reader, id).await
        })
        .await
}

/// A comment's new text.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentPatch {
    /// Markdown.
    body: String,
    /// The version that it was made from; where it is named and another stands there by now,
    /// nothing is changed (409).
    version: Option<String>,
}

/// Changes a comment.
#[utoipa::path(patch, path = "/api/v1/comments/{id}", tag = "comments",
    params(("id" = String, Path)), request_body = CommentPatch,
    responses((status = 200, body = CommentJson), (status = 403), (status = 409)))]
pub(crate) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
    Json(patch): Json<CommentPatch>,
) -> Reply {
    edit::page::change(&app, &viewer, id, (&patch.body, patch.version)).await?;
    let (json, _) = read(&app, &viewer, id).await?;
    web::json(&json)
}

/// Deletes a comment; a tombstone holds its replies.
#[utoipa::path(delete, path = "/api/v1/comments/{id}", tag = "comments",
    params(("id" = String, Path)), responses((status = 204), (status = 403)))]
pub(crate) async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            delete::delete(tx, &reader, id).await
        })
        .await?;
    web::no_content()
}

/// Shows a comment to everybody.
#[utoipa::path(put, path = "/api/v1/comments/{id}/featured", tag = "comments",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_featured(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
) -> Reply {
    set_featured(&app, &viewer, id, true).await
}

/// Ends showing a comment to everybody.
#[utoipa::path(delete, path = "/api/v1/comments/{id}/featured", tag = "comments",
    params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_featured(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
) -> Reply {
    set_featured(&app, &viewer, id, false).await
}

async fn set_featured(app: &App, viewer: &Viewer, id: CommentId, on: bool) -> Reply {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            feature::feature(tx, &reader, id, on).await
        })
        .await?;
    web::no_content()
}
