//! What whoever has left the site held: nobody, from now on.

use db::Tx;
use kernel::{MemberId, Outcome};

use super::{End, store};
use crate::events::EntitlementEnded;

/// Ends everything that a member holds or would hold; what is over already stays as it is.
///
/// # Errors
/// When the database fails.
pub(crate) async fn leave(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    let now = tx.now();
    for row in store::list_all(tx, member).await? {
        if !row.is_ahead(now) {
            continue;
        }
        store::update_times(tx, row.id, row.from_at, Some(now.max(row.from_at))).await?;
        store::update_ended(tx, row.id, now).await?;
        let (entitlement, thing) = (row.id, row.thing());
        let ended = EntitlementEnded {
            entitlement,
            member,
            thing,
            by: End::Erased,
            at: now,
            still_held: false,
        };
        tx.announce(ended).await?;
    }
    Ok(())
}
