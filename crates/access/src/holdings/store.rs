//! The one query that says what a member holds.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

use super::Held;
use crate::{Thing, ThingKind};

row! {
    /// A thing for a time, as the query answers it.
    struct HeldRow {
        thing_kind: ThingKind,
        thing_id: i64,
        from_at: Ts,
        until_at: Option<Ts>,
    }
}

/// Everything that a member holds or will hold, plans followed to what they open.
pub(crate) async fn list(tx: &Tx, member: MemberId, now: Ts) -> Outcome<Vec<Held>> {
    let rows: Vec<HeldRow> = tx
        .list(
            sql!(HeldRow:
                "WITH RECURSIVE held (thing_kind, thing_id, from_at, until_at) AS (
                     SELECT thing_kind, thing_id, from_at, until_at FROM entitlements
                     WHERE member_id = $1 AND (until_at IS NULL OR until_at > $2)
                     UNION
                     SELECT o.thing_kind, o.thing_id, h.from_at, h.until_at
                     FROM held h JOIN plan_opens o ON o.plan_id = h.thing_id
                     WHERE h.thing_kind = 'plan'
                 )
                 SELECT thing_kind, thing_id, from_at, until_at FROM held"),
            args![member, now],
        )
        .await?;
    let held = |row: HeldRow| Held {
        thing: Thing { kind: row.thing_kind, id: row.thing_id },
        from: row.from_at,
        until: row.until_at,
    };
    Ok(rows.into_iter().map(held).collect())
}
