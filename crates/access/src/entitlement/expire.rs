//! Announcing the end of entitlements whose time is over. Doors have shut by themselves long
//! before: this is for notifications, statistics and live pages.

use db::Tx;
use kernel::Outcome;

use super::{End, store};
use crate::Holdings;
use crate::events::EntitlementEnded;

/// How many ends one transaction announces.
pub const EXPIRE_BATCH: i64 = 200;

/// Announces the ends that are due, at most [`EXPIRE_BATCH`]; says how many.
///
/// # Errors
/// When the database fails.
pub async fn expire(tx: &mut Tx) -> Outcome<usize> {
    let due = store::list_due(tx, tx.now(), EXPIRE_BATCH).await?;
    for row in &due {
        let at = row.until_at.unwrap_or(row.from_at);
        if store::update_ended(tx, row.id, at).await? > 0 {
            let still_held = Holdings::of(tx, row.member_id, at).await?.holds(row.thing());
            tx.announce(EntitlementEnded {
                entitlement: row.id,
                member: row.member_id,
                thing: row.thing(),
                by: End::Time,
                at,
                still_held,
            })
            .await?;
        }
    }
    Ok(due.len())
}
