//! All SQL about personas.

use db::{Tx, args, sql};
use kernel::{MemberId, Outcome};

use super::Persona;

/// The personas in their order.
pub(super) async fn list(tx: &Tx) -> Outcome<Vec<Persona>> {
    let rows: Vec<(String, String)> = tx
        .list(
            sql!(
                "SELECT m.handle, p.part FROM personas p JOIN members m ON m.id = p.member_id
                  WHERE m.state = 'active' ORDER BY p.place"
            ),
            args![],
        )
        .await?;
    Ok(rows.into_iter().map(|(handle, part)| Persona { handle, part }).collect())
}

/// The persona of a handle.
pub(super) async fn find(tx: &Tx, handle: &str) -> Outcome<Option<MemberId>> {
    tx.one(
        sql!(
            "SELECT m.id FROM members m JOIN personas p ON p.member_id = m.id
              WHERE m.handle = $1 AND m.state = 'active'"
        ),
        args![handle],
    )
    .await
}

pub(super) async fn insert(tx: &mut Tx, member: MemberId, part: &str, place: i64) -> Outcome<()> {
    tx.exec(
        sql!("INSERT INTO personas (member_id, part, place) VALUES ($1, $2, $3)"),
        args![member, part, place],
    )
    .await?;
    Ok(())
}
