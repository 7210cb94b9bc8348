//! Entitlements as JSON.

use axum::extract::State;
use db::Tx;
use kernel::{Fault, List, MemberId, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::{End, EntitlementId, EntitlementRow, Grant, SourceKind, end, grant, store};
use crate::policy::{self, GiveGrants, Permit};
use crate::{ThingName, thing};

/// An entitlement.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntitlementJson {
    id: String,
    thing: ThingName,
    /// `order`, `grant`, `gift` or `import`.
    source: &'static str,
    #[schema(value_type = String, format = DateTime)]
    from: Ts,
    /// The first instant after it; null for ever.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Ts>,
    /// Whether it holds now.
    active: bool,
}

/// A page of entitlements.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntitlementList {
    items: Vec<EntitlementJson>,
    next: Option<String>,
}

/// An entitlement to be given by the team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantWish {
    thing: ThingName,
    /// The first instant after it; null for ever.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Ts>,
    reason: String,
}

impl EntitlementJson {
    fn of(row: &EntitlementRow, now: Ts) -> Self {
        Self {
            id: row.id.to_string(),
            thing: row.thing().into(),
            source: row.source.key(),
            from: row.from_at,
            until: row.until_at,
            active: row.holds(now),
        }
    }
}

/// What its cursors name the list.
const LIST: &str = "entitlements";

/// What the member behind the token holds, held and will hold, newest first.
///
/// # Errors
/// `Invalid` for a bad cursor or limit.
#[utoipa::path(get, path = "/api/v1/me/entitlements", tag = "access",
    params(("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = EntitlementList)))]
pub async fn list_mine(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let (member, place, size) = (viewer.me()?.id, query.place(&app, LIST)?, query.size()?);
    let page: List<EntitlementRow> =
        app.db().read(async move |tx| crate::list_of_member(tx, member, place, size).await).await?;
    let (now, next) = (app.now(), page.next.map(|place| web::seal_cursor(&app, LIST, place)));
    let items = page.items.iter().map(|row| EntitlementJson::of(row, now)).collect();
    web::json(&EntitlementList { items, next })
}

/// Gives a member an entitlement, with a reason.
///
/// # Errors
/// `Missing` for an unknown member, `Invalid` for a bad thing, time or reason.
#[utoipa::path(post, path = "/api/v1/members/{id}/grants", tag = "access",
    params(("id" = String, Path)), request_body = GrantWish,
    responses((status = 201, body = EntitlementJson)))]
pub async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(member): Path<MemberId>,
    Json(wish): Json<GrantWish>,
) -> Reply {
    let thing = wish.thing.thing("thing")?;
    let permit = policy::give(&viewer, app.now())?;
    let draft =
        Grant::by_team((member, thing), (app.now(), wish.until), &wish.reason, permit.by())?;
    let permit = std::sync::Arc::new(permit);
    let row = app.db().tx(async move |tx| give(tx, &permit, draft.clone()).await).await?;
    web::created(&EntitlementJson::of(&row, app.now()))
}

/// An entitlement as the team sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldJson {
    #[serde(flatten)]
    entitlement: EntitlementJson,
    /// Why the team gave it.
    reason: Option<String>,
    /// Who of the team gave it.
    #[schema(value_type = Option<String>)]
    given_by: Option<MemberId>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
}

impl HeldJson {
    fn of(row: EntitlementRow, now: Ts) -> Self {
        Self {
            entitlement: EntitlementJson::of(&row, now),
            given_by: row.given_by,
            created_at: row.created_at,
            reason: row.reason,
        }
    }
}

/// What a member holds, held and will hold, newest first, and why.
///
/// # Errors
/// `Missing` for an unknown member, `Invalid` for a bad cursor or limit.
#[utoipa::path(get, path = "/api/v1/members/{id}/entitlements", tag = "access",
    params(("id" = String, Path), ("cursor" = Option<String>, Query),
        ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<HeldJson>)))]
pub async fn list_of_member(
    State(app): State<App>,
    Path(member): Path<MemberId>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let name = format!("{LIST} of {member}");
    let (place, size) = (query.place(&app, &name)?, query.size()?);
    let page = app
        .db()
        .read(async move |tx| {
            if store::find_member(tx, member).await?.is_none() {
                return Err(Fault::Missing("member.missing"));
            }
            crate::list_of_member(tx, member, place, size).await
        })
        .await?;
    let now = app.now();
    web::json(&JsonList::of(&app, &name, page.map(|row| HeldJson::of(row, now))))
}

/// Takes back what a member was given; what they bought ends with a refund.
///
/// # Errors
/// `Missing` when it is not this member's, `Conflict` for what they bought.
#[utoipa::path(delete, path = "/api/v1/members/{id}/grants/{entitlement}", tag = "access",
    params(("id" = String, Path), ("entitlement" = String, Path)), responses((status = 204)))]
pub async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path((member, id)): Path<(MemberId, EntitlementId)>,
) -> Reply {
    let permit = std::sync::Arc::new(policy::give(&viewer, app.now())?);
    app.db().tx(async move |tx| take_back(tx, &permit, member, id).await).await?;
    web::no_content()
}

/// Gives what the team has decided to give: the page's and the API's one verb.
///
/// # Errors
/// `Missing` with `member.missing`, `Invalid` with `thing.unknown` for what does not exist.
pub(super) async fn give(
    tx: &mut Tx,
    permit: &Permit<GiveGrants>,
    draft: Grant,
) -> Outcome<EntitlementRow> {
    if store::find_member(tx, draft.member).await?.is_none() {
        return Err(Fault::Missing("member.missing"));
    }
    thing::check(tx, &[draft.thing], ("thing", "thing.unknown")).await?;
    tx.acting(permit.by());
    let id = grant(tx, draft).await?;
    store::find(tx, id).await?.ok_or(Fault::Missing("entitlement.missing"))
}

/// Takes back what a member was given: the page's and the API's one verb.
///
/// # Errors
/// `Missing` with `entitlement.missing` when it is not this member's, `Conflict` with
/// `entitlement.paid` for what they bought.
pub(super) async fn take_back(
    tx: &mut Tx,
    permit: &Permit<GiveGrants>,
    member: MemberId,
    id: EntitlementId,
) -> Outcome<()> {
    let row = store::find(tx, id).await?.filter(|row| row.member_id == member);
    let row = row.ok_or(Fault::Missing("entitlement.missing"))?;
    if row.source == SourceKind::Order {
        return Err(Fault::Conflict("entitlement.paid"));
    }
    tx.acting(permit.by());
    end(tx, id, End::Team).await?;
    Ok(())
}
