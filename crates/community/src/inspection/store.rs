//! All SQL about inspections.

use access::Thing;
use db::{Tx, args, sql};
use kernel::{Day, MemberId, Outcome};

/// Writes an inspection down; whether it is the first of that member, thing and day.
pub(super) async fn insert(tx: &mut Tx, member: MemberId, thing: Thing, day: Day) -> Outcome<bool> {
    let written = tx
        .exec(
            sql!(
                "INSERT INTO inspections (member_id, thing_kind, thing_id, day)
                 VALUES ($1, $2, $3, $4)
                 ON CONFLICT (member_id, thing_kind, thing_id, day) DO NOTHING"
            ),
            args![member, thing.kind, thing.id, day],
        )
        .await?;
    Ok(written == 1)
}
