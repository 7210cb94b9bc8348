//! What opens what: entitlements, the plans that bundle them, and the one decision.
//!
//! `Holdings::of(tx, member, now)` says what somebody holds; `holdings.opens(&gate)` decides.
#![deny(missing_docs)]

pub mod entitlement;
pub mod events;
pub mod export;
mod gate;
mod holdings;
mod jobs;
mod members;
pub mod plan;
pub mod policy;
mod routes;
mod texts;
pub mod thing;

pub use entitlement::{
    Anchor, Chain, End, EntitlementId, EntitlementRow, Grant, Preview, SourceKind, TakenBack, Term,
    end, end_of_source, grant, last_day, next_term, preview_end, preview_new_end, set_end,
};
pub use gate::Gate;
pub use holdings::{Held, Holdings, HoldingsCache};
pub use jobs::{ExpireEntitlements, workers};
pub use members::subscribers;
pub use plan::PlanId;
pub use routes::routes;
pub use texts::Texts;
pub use thing::{Thing, ThingKind, ThingName};

use db::Tx;
use kernel::{MemberId, Outcome, Ts};

/// How many members hold a thing at an instant, each by an entitlement to the thing itself.
///
/// # Errors
/// When the database fails.
pub async fn count_holders(tx: &Tx, thing: Thing, now: Ts) -> Outcome<i64> {
    entitlement::store::count_holders(tx, thing, now).await
}

/// Whether a member ever held one of these things, now or until some day.
///
/// # Errors
/// When the database fails.
pub async fn ever_held(tx: &Tx, member: MemberId, kind: ThingKind, ids: &[i64]) -> Outcome<bool> {
    entitlement::store::ever_held(tx, member, kind, ids).await
}

/// Whether a member holds or will hold anything.
///
/// # Errors
/// When the database fails.
pub async fn holds_any(tx: &Tx, member: MemberId) -> Outcome<bool> {
    let (rows, now) = (entitlement::store::list_all(tx, member).await?, tx.now());
    Ok(rows.iter().any(|row| row.is_ahead(now)))
}

/// What a source has given, ended or not.
///
/// # Errors
/// When the database fails.
pub async fn of_source(
    tx: &Tx,
    source: SourceKind,
    source_id: i64,
) -> Outcome<Vec<EntitlementRow>> {
    entitlement::store::list_of_source(tx, source, source_id).await
}

/// A member's entitlements, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list_of_member(
    tx: &Tx,
    member: MemberId,
    place: kernel::Cursor,
    size: kernel::ListSize,
) -> Outcome<kernel::List<EntitlementRow>> {
    let rows = entitlement::store::list_of_member(tx, member, place, size.probe()).await?;
    let place =
        |row: &EntitlementRow| kernel::Cursor { at: row.created_at, id: kernel::Id::get(row.id) };
    Ok(kernel::List::cut(rows, size, place))
}
