//! Drafts in JSON.

use access::{Thing, ThingKind};
use axum::extract::State;
use db::Tx;
use http::StatusCode;
use kernel::{Fault, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, Path, Reply, Viewer};

use super::{Draft, DraftId, DraftText, publish, store};
use crate::Community;
use crate::gate::GateWish;
use crate::post::form::{Fields, unasked_gate};
use crate::post::wire::PostJson;
use crate::post::{PostId, PostKind, api};
use crate::reader::Reader;
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
    /// The version of the post that the text was made from, where one is edited.
    made_from: Option<String>,
    /// Which version of the draft this is, to be sent back with a change; in single drafts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
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
            made_from: Some(text.made_from).filter(|from| !from.is_empty()),
            version: None,
            updated_at: draft.updated_at,
        }
    }

    fn whole(draft: Draft) -> Self {
        let (body, version) = (draft.text.body.clone(), draft.text.version());
        Self { body: Some(body), version: Some(version), ..Self::of(draft) }
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
    web::json(&DraftJson::whole(draft))
}

/// A new draft: of a new post, or of what becomes of one. It may lack anything but words.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDraft {
    /// The post that it is to change, for who may change it.
    #[schema(value_type = Option<String>)]
    post: Option<PostId>,
    kind: Option<String>,
    /// The space's id or handle.
    space: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    /// Markdown.
    body: Option<String>,
    /// Parted by commas.
    tags: Option<String>,
    /// The plan that is to open it, as a list of one; an empty list leaves it to the space. Left out:
    /// what a post has already stays.
    gate: Option<GateWish>,
    /// The version of the post that the text was made from: where another stands there by the time of
    /// publishing, nothing is changed (409).
    made_from: Option<String>,
}

/// Changes of a draft; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftPatch {
    kind: Option<String>,
    /// The space's id or handle.
    space: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    /// Markdown.
    body: Option<String>,
    /// Parted by commas.
    tags: Option<String>,
    /// The plan that is to open it, as a list of one; an empty list leaves it to the space.
    gate: Option<GateWish>,
    /// The version of the post that the text was made from.
    made_from: Option<String>,
    /// The version of the draft that the changes were made from; where it is named and another stands
    /// there by now, nothing is changed (409).
    version: Option<String>,
}

impl NewDraft {
    /// The draft that it begins as, and what is written into it.
    fn parts(self) -> (DraftText, DraftPatch) {
        let Self { post, kind, space, title, summary, body, tags, gate, made_from } = self;
        let begun = DraftText { post, gate: unasked_gate(post).to_owned(), ..DraftText::default() };
        let version = None;
        let patch =
            DraftPatch { kind, space, title, summary, body, tags, gate, made_from, version };
        (begun, patch)
    }
}

impl DraftPatch {
    /// What stands in a draft with these changes.
    fn over(&self, reader: &Reader, text: DraftText) -> Outcome<DraftText> {
        let kind = match self.kind.as_deref() {
            None => text.kind,
            Some(key) => {
                let kind = PostKind::from_key(key);
                Some(kind.ok_or_else(|| Fault::invalid("kind", "post.kind_invalid"))?)
            }
        };
        let space = match self.space.as_deref() {
            None => text.space,
            Some(name) => Some(api::space_named(reader, name)?),
        };
        Ok(DraftText {
            post: text.post,
            kind,
            space,
            title: self.title.clone().unwrap_or(text.title),
            summary: self.summary.clone().unwrap_or(text.summary),
            body: self.body.clone().unwrap_or(text.body),
            tags: self.tags.clone().unwrap_or(text.tags),
            gate: self.gate.as_ref().map_or(Ok(text.gate), gate_field)?,
            made_from: self.made_from.clone().unwrap_or(text.made_from),
        })
    }
}

/// A gate as a draft keeps it, which is as the composer names it: one plan, or none for the space's
/// own.
fn gate_field(wish: &GateWish) -> Outcome<String> {
    match wish.things().as_deref() {
        Some([]) => Ok(String::new()),
        Some([Thing { kind: ThingKind::Plan, id }]) => Ok(kernel::encode_id(*id)),
        _ => Err(Fault::invalid("gate", "post.gate_invalid")),
    }
}

/// Keeps a text and reads it again as it is kept.
async fn put(
    tx: &mut Tx,
    reader: &Reader,
    id: Option<DraftId>,
    text: &DraftText,
) -> Outcome<Draft> {
    let kept = super::put(tx, reader, id, text).await?;
    let id = kept.ok_or_else(|| Fault::invalid("body", "post.body_missing"))?;
    super::get(tx, reader.me()?, id).await
}

/// Makes a draft.
#[utoipa::path(post, path = "/api/v1/me/drafts", tag = "me", request_body = NewDraft,
    responses((status = 201, body = DraftJson)))]
pub(crate) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Json(new): Json<NewDraft>,
) -> Reply {
    let community = app.part::<Community>();
    let draft = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            let (begun, patch) = new.clone().parts();
            put(tx, &reader, None, &patch.over(&reader, begun)?).await
        })
        .await?;
    web::created(&DraftJson::whole(draft))
}

/// Changes one of the caller's drafts.
#[utoipa::path(patch, path = "/api/v1/me/drafts/{id}", tag = "me", params(("id" = String, Path)),
    request_body = DraftPatch, responses((status = 200, body = DraftJson)))]
pub(crate) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<DraftId>,
    Json(patch): Json<DraftPatch>,
) -> Reply {
    let community = app.part::<Community>();
    let draft = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            let there = store::find_for_update(tx, reader.me()?, id).await?;
            let text = there.ok_or(Fault::Missing("draft.missing"))?.text;
            if patch.version.as_ref().is_some_and(|from| *from != text.version()) {
                return Err(Fault::Conflict("draft.changed"));
            }
            put(tx, &reader, Some(id), &patch.over(&reader, text)?).await
        })
        .await?;
    web::json(&DraftJson::whole(draft))
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
