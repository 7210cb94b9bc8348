//! All SQL about reminders.

use db::{Tx, args, row, sql};
use kernel::{Outcome, Ts};

use crate::order::OrderId;

row! {
    /// A bought membership that ends soon, with the order that it ends with.
    pub(crate) struct EndingRow {
        pub(crate) entitlement_id: access::EntitlementId,
        pub(crate) order_id: OrderId,
        pub(crate) until_at: Ts,
    }
}

/// Memberships that end between now and `before`, that nothing follows and that were not reminded
/// of.
pub(crate) async fn list_ending(tx: &Tx, before: Ts, limit: i64) -> Outcome<Vec<EndingRow>> {
    tx.list(
        sql!(EndingRow:
            "SELECT e.id AS entitlement_id, e.source_id AS order_id, e.until_at
             FROM entitlements e
             WHERE e.ended_at IS NULL AND e.until_at > $1 AND e.until_at <= $2
                 AND e.source = 'order' AND e.from_at < e.until_at
                 AND NOT EXISTS (SELECT 1 FROM entitlements l
                     WHERE l.member_id = e.member_id AND l.thing_kind = e.thing_kind
                         AND l.thing_id = e.thing_id
                         AND (l.until_at IS NULL OR l.until_at > e.until_at))
                 AND NOT EXISTS (SELECT 1 FROM renewal_reminders r
                     WHERE r.entitlement_id = e.id AND r.until_at = e.until_at)
             ORDER BY e.until_at, e.id LIMIT $3"),
        args![tx.now(), before, limit],
    )
    .await
}

/// Writes down that a reminder was sent; 0 when it was before.
pub(crate) async fn insert_reminder(tx: &mut Tx, row: &EndingRow) -> Outcome<u64> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO renewal_reminders (entitlement_id, until_at, sent_at) VALUES ($1, $2, $3)
             ON CONFLICT (entitlement_id, until_at) DO NOTHING"
        ),
        args![row.entitlement_id, row.until_at, now],
    )
    .await
}
