//! Entitlements as JSON.

use axum::extract::State;
use db::Tx;
use kernel::{Fault, List, MemberId, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, ListQuery, Path, Query, Reply, Viewer};

use super::{EntitlementRow, Grant, grant, store};
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
