//! All SQL about gates.

use access::Thing;
use db::{Tx, args, row, sql};
use kernel::Outcome;

use super::{Gate, GateId, read, written};
use crate::space::SpaceId;

row! {
    /// A gate as its row holds it.
    struct GateRow {
        id: GateId,
        space_id: SpaceId,
        things: String,
    }
}

/// All gates: as many as there are different lists in different spaces.
pub(crate) async fn all(tx: &Tx) -> Outcome<Vec<Gate>> {
    let rows: Vec<GateRow> = tx
        .list(sql!(GateRow: "SELECT id, space_id, things FROM gates ORDER BY id"), args![])
        .await?;
    let gate = |row: GateRow| Gate { id: row.id, space: row.space_id, any_of: read(&row.things) };
    Ok(rows.into_iter().map(gate).collect())
}

/// Makes the gate that stands for what a space itself asks for.
pub(crate) async fn insert_of_space(tx: &mut Tx, space: SpaceId) -> Outcome<()> {
    let id = GateId::of_space(space);
    tx.exec(sql!("INSERT INTO gates (id, space_id, things) VALUES ($1, $2, '')"), args![id, space])
        .await?;
    Ok(())
}

/// The gate for a list of things in a space, made when it is new; `true` when it was.
pub(crate) async fn intern(
    tx: &mut Tx,
    space: SpaceId,
    things: &[Thing],
) -> Outcome<(GateId, bool)> {
    let text = written(things);
    if let Some(id) = find(tx, space, &text).await? {
        return Ok((id, false));
    }
    let id: GateId = tx.new_id();
    tx.exec(
        sql!(
            "INSERT INTO gates (id, space_id, things) VALUES ($1, $2, $3)
             ON CONFLICT (space_id, things) DO NOTHING"
        ),
        args![id, space, text],
    )
    .await?;
    Ok((find(tx, space, &text).await?.unwrap_or(id), true))
}

async fn find(tx: &Tx, space: SpaceId, things: &str) -> Outcome<Option<GateId>> {
    tx.one(sql!("SELECT id FROM gates WHERE space_id = $1 AND things = $2"), args![space, things])
        .await
}
