//! Spaces in JSON.

use std::num::NonZeroU16;
use std::sync::Arc;

use axum::extract::State;
use db::Tx;
use kernel::{Fault, Outcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, Path, Reply, Viewer};

use super::change::{self, Move};
use super::{Space, SpaceDraft, SpaceId, create};
use crate::reach::Entry;
use crate::reader::Reader;
use crate::{Community, ground, policy};

/// A space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SpaceJson {
    #[schema(value_type = String)]
    id: SpaceId,
    handle: String,
    name: String,
    description: String,
    /// `open`, `members`, `plan` or `secret`.
    visibility: &'static str,
    /// `everyone` or `team`.
    posting: &'static str,
    /// Whether those outside a space for plans see titles and free parts.
    shown: bool,
    /// The name of its icon.
    icon: String,
    /// Whether the caller is inside.
    inside: bool,
    /// The plans that open it.
    plans: Vec<String>,
    url: String,
}

impl SpaceJson {
    fn of(reader: &Reader, space: &Space) -> Self {
        Self {
            id: space.id,
            handle: space.handle.clone(),
            name: space.name.clone(),
            description: space.description.clone(),
            visibility: space.visibility.key(),
            posting: space.posting.key(),
            shown: space.shown,
            icon: space.icon.clone(),
            inside: reader.reach.entry(space.id) == Entry::Inside,
            plans: space.plans.iter().map(|plan| kernel::encode_id(*plan)).collect(),
            url: space.path(),
        }
    }
}

/// All spaces.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SpacesJson {
    items: Vec<SpaceJson>,
    /// Always none: there are few.
    next: Option<String>,
}

/// Lists the spaces that the caller may know of, in their order.
#[utoipa::path(get, path = "/api/v1/spaces", tag = "spaces",
    responses((status = 200, body = SpacesJson)))]
pub(crate) async fn list(State(app): State<App>, viewer: Viewer) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let reader = app.db().read(async move |tx| Reader::of(tx, &community, &asking).await).await?;
    let known =
        reader.ground.spaces.iter().filter(|space| reader.reach.entry(space.id) != Entry::Hidden);
    let items = known.map(|space| SpaceJson::of(&reader, space)).collect();
    web::json(&SpacesJson { items, next: None })
}

/// One space that the caller may know of.
#[utoipa::path(get, path = "/api/v1/spaces/{id}", tag = "spaces", params(("id" = String, Path)),
    responses((status = 200, body = SpaceJson)))]
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<SpaceId>) -> Reply {
    let community = app.part::<Community>();
    let json = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            let space = reader.ground.space(id);
            policy::see_space(&reader, space)?;
            let space = space.ok_or(Fault::Missing("space.missing"))?;
            Ok(SpaceJson::of(&reader, space))
        })
        .await?;
    web::json(&json)
}

/// A new space.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSpace {
    handle: String,
    name: String,
    #[serde(default)]
    description: String,
    visibility: String,
    /// Ids of the plans that open it.
    #[serde(default)]
    plans: Vec<String>,
    /// `everyone` (left out: the same) or `team`.
    posting: Option<String>,
    /// Whether those outside see titles and free parts; yes when left out.
    shown: Option<bool>,
}

/// Opens a space.
#[utoipa::path(post, path = "/api/v1/spaces", tag = "spaces", request_body = NewSpace,
    responses((status = 201, body = SpaceJson), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn open(
    State(app): State<App>,
    viewer: Viewer,
    Json(new): Json<NewSpace>,
) -> Reply {
    let plans = plans_of(&new.plans)?;
    let draft = SpaceDraft {
        handle: new.handle,
        name: new.name,
        description: new.description,
        prompt: String::new(),
        icon: String::new(),
        visibility: new.visibility,
        posting: new.posting.unwrap_or_else(|| "everyone".to_owned()),
        shown: new.shown.unwrap_or(true),
        plans,
    };
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let json = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let id = create::create(tx, &reader, draft.clone()).await?;
            // Read anew: the space was not there when the reader was made.
            let ground = ground::store::load(tx, 0).await?;
            let space = ground.space(id).ok_or(Fault::Missing("space.missing"))?;
            Ok(SpaceJson::of(&reader, space))
        })
        .await?;
    web::created(&SpaceJson { inside: true, ..json })
}

fn plans_of(ids: &[String]) -> Outcome<Vec<i64>> {
    let plans: Result<Vec<i64>, _> = ids.iter().map(|id| kernel::decode_id(id)).collect();
    plans.map_err(|_bad| Fault::invalid("plans", "space.plan_unknown"))
}

/// Changes of a space; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpacePatch {
    handle: Option<String>,
    name: Option<String>,
    description: Option<String>,
    /// What invites to write where the space is empty.
    prompt: Option<String>,
    /// The name of its icon.
    icon: Option<String>,
    visibility: Option<String>,
    /// `everyone` or `team`.
    posting: Option<String>,
    /// Whether those outside see titles and free parts.
    shown: Option<bool>,
    /// Ids of the plans that open it.
    plans: Option<Vec<String>>,
}

impl SpacePatch {
    /// A space with these changes.
    fn over(&self, space: &Space) -> Outcome<SpaceDraft> {
        let text = |wish: &Option<String>, now: &str| wish.as_deref().unwrap_or(now).to_owned();
        Ok(SpaceDraft {
            handle: text(&self.handle, &space.handle),
            name: text(&self.name, &space.name),
            description: text(&self.description, &space.description),
            prompt: text(&self.prompt, &space.prompt),
            icon: text(&self.icon, &space.icon),
            visibility: text(&self.visibility, space.visibility.key()),
            posting: text(&self.posting, space.posting.key()),
            shown: self.shown.unwrap_or(space.shown),
            plans: match &self.plans {
                Some(ids) => plans_of(ids)?,
                None => space.plans.clone(),
            },
        })
    }
}

/// Changes a space.
#[utoipa::path(patch, path = "/api/v1/spaces/{id}", tag = "spaces", params(("id" = String, Path)),
    request_body = SpacePatch, responses((status = 200, body = SpaceJson)))]
pub(crate) async fn update(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<SpaceId>,
    Json(patch): Json<SpacePatch>,
) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = alone(tx, Reader::of(tx, &community, &asking).await?).await?;
            let space = reader.ground.space(id).ok_or(Fault::Missing("space.missing"))?;
            change::change(tx, &reader, id, patch.over(space)?).await
        })
        .await?;
    show(State(app), viewer, Path(id)).await
}

/// Who changes spaces, with the spaces as they stay until then: whoever else does so waits here, so
/// that what is left out stays.
async fn alone(tx: &mut Tx, reader: Reader) -> Outcome<Reader> {
    policy::manage_spaces(&reader)?;
    ground::store::raise_version(tx).await?;
    let ground = Arc::new(ground::store::load(tx, 0).await?);
    Ok(Reader { ground, ..reader })
}

/// Where a space shall stand.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceWish {
    /// Counted from 1; what is beyond the last place is the last.
    #[schema(value_type = u16, minimum = 1)]
    place: NonZeroU16,
}

/// Moves a space to a place among all the others.
#[utoipa::path(put, path = "/api/v1/spaces/{id}/place", tag = "spaces",
    params(("id" = String, Path)), request_body = PlaceWish, responses((status = 204)))]
pub(crate) async fn put_place(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<SpaceId>,
    Json(wish): Json<PlaceWish>,
) -> Reply {
    let (community, to) = (app.part::<Community>(), Move::To(wish.place.get().into()));
    app.db()
        .tx(async move |tx| {
            let reader = alone(tx, Reader::of(tx, &community, &viewer).await?).await?;
            change::shift(tx, &reader, id, to).await
        })
        .await?;
    web::no_content()
}
