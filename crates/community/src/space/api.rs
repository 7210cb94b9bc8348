//! Spaces in JSON.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, Reply, Viewer};

use super::{Space, SpaceDraft, SpaceId, create};
use crate::Community;
use crate::reach::Entry;
use crate::reader::Reader;

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
    let plans: Result<Vec<i64>, _> = new.plans.iter().map(|id| kernel::decode_id(id)).collect();
    let plans = plans.map_err(|_bad| kernel::Fault::invalid("plans", "space.plan_unknown"))?;
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
            let ground = crate::ground::store::load(tx, 0).await?;
            let space = ground.space(id).ok_or(kernel::Fault::Missing("space.missing"))?;
            Ok(SpaceJson::of(&reader, space))
        })
        .await?;
    web::created(&SpaceJson { inside: true, ..json })
}
