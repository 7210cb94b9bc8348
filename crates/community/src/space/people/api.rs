//! A space's people in JSON.

use axum::extract::State;
use kernel::{Cursor, Fault, Id as _, List, MemberId, Outcome, Ts};
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, JsonList, ListQuery, Path, Query, Reply, Viewer};

use crate::reader::Reader;
use crate::space::{SpaceId, store};
use crate::{Community, policy};

/// Somebody who was added to a space or moderates it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SpacePersonJson {
    #[schema(value_type = String)]
    id: MemberId,
    name: String,
    handle: String,
    /// Since when.
    #[schema(value_type = String)]
    added_at: Ts,
}

/// As what somebody belongs to a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Member,
    Moderator,
}

impl Part {
    const fn key(self) -> &'static str {
        match self {
            Self::Member => "members",
            Self::Moderator => "moderators",
        }
    }
}

async fn people(
    app: &App,
    viewer: &Viewer,
    (space, part): (SpaceId, Part),
    query: &ListQuery,
) -> Outcome<JsonList<SpacePersonJson>> {
    let name = format!("{} of space {space}", part.key());
    let (place, size) = (query.place(app, &name)?, query.size()?);
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    let rows = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            policy::manage_spaces(&reader)?;
            reader.ground.space(space).ok_or(Fault::Missing("space.missing"))?;
            match part {
                Part::Member => store::members(tx, space, place, size.probe()).await,
                Part::Moderator => store::moderators(tx, space, place, size.probe()).await,
            }
        })
        .await?;
    let list = List::cut(rows, size, |(id, .., at)| Cursor { at: *at, id: id.get() });
    let person = |(id, name, handle, added_at)| SpacePersonJson { id, name, handle, added_at };
    Ok(JsonList::of(app, &name, list.map(person)))
}

async fn set(
    app: &App,
    viewer: &Viewer,
    (space, part): (SpaceId, Part),
    (member, on): (MemberId, bool),
) -> Reply {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            policy::manage_spaces(&reader)?;
            // Whoever was locked or has left can still be taken out.
            let member = if on { super::by_id(tx, member).await? } else { member };
            match part {
                Part::Member => super::set_member(tx, &reader, space, member, on).await,
                Part::Moderator => super::set_moderator(tx, &reader, space, member, on).await,
            }
        })
        .await?;
    web::no_content()
}

/// Lists who was added to a secret space; the newest account first.
#[utoipa::path(get, path = "/api/v1/spaces/{id}/members", tag = "spaces",
    params(("id" = String, Path), ("cursor" = Option<String>, Query),
        ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<SpacePersonJson>)))]
pub(crate) async fn list_members(
    State(app): State<App>,
    viewer: Viewer,
    Path(space): Path<SpaceId>,
    Query(query): Query<ListQuery>,
) -> Reply {
    web::json(&people(&app, &viewer, (space, Part::Member), &query).await?)
}

/// Adds somebody to a secret space.
#[utoipa::path(put, path = "/api/v1/spaces/{id}/members/{member}", tag = "spaces",
    params(("id" = String, Path), ("member" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_member(
    State(app): State<App>,
    viewer: Viewer,
    Path((space, member)): Path<(SpaceId, MemberId)>,
) -> Reply {
    set(&app, &viewer, (space, Part::Member), (member, true)).await
}

/// Takes somebody out of a space: they stay out at once.
#[utoipa::path(delete, path = "/api/v1/spaces/{id}/members/{member}", tag = "spaces",
    params(("id" = String, Path), ("member" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_member(
    State(app): State<App>,
    viewer: Viewer,
    Path((space, member)): Path<(SpaceId, MemberId)>,
) -> Reply {
    set(&app, &viewer, (space, Part::Member), (member, false)).await
}

/// Lists who moderates one space and nothing else; the newest account first.
#[utoipa::path(get, path = "/api/v1/spaces/{id}/moderators", tag = "spaces",
    params(("id" = String, Path), ("cursor" = Option<String>, Query),
        ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<SpacePersonJson>)))]
pub(crate) async fn list_moderators(
    State(app): State<App>,
    viewer: Viewer,
    Path(space): Path<SpaceId>,
    Query(query): Query<ListQuery>,
) -> Reply {
    web::json(&people(&app, &viewer, (space, Part::Moderator), &query).await?)
}

/// Makes somebody a moderator of one space.
#[utoipa::path(put, path = "/api/v1/spaces/{id}/moderators/{member}", tag = "spaces",
    params(("id" = String, Path), ("member" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_moderator(
    State(app): State<App>,
    viewer: Viewer,
    Path((space, member)): Path<(SpaceId, MemberId)>,
) -> Reply {
    set(&app, &viewer, (space, Part::Moderator), (member, true)).await
}

/// Ends somebody's part as moderator of one space.
#[utoipa::path(delete, path = "/api/v1/spaces/{id}/moderators/{member}", tag = "spaces",
    params(("id" = String, Path), ("member" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_moderator(
    State(app): State<App>,
    viewer: Viewer,
    Path((space, member)): Path<(SpaceId, MemberId)>,
) -> Reply {
    set(&app, &viewer, (space, Part::Moderator), (member, false)).await
}
