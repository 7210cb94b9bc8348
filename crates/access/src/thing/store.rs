//! All SQL about whether things exist; their tables belong to others.

use db::{Sql, Tx, args, sql};
use kernel::Outcome;

use super::{PostKey, Thing, ThingKind};

pub(super) async fn exists(tx: &Tx, thing: Thing) -> Outcome<bool> {
    let statement: Sql = match thing.kind {
        ThingKind::Plan => sql!("SELECT id FROM plans WHERE id = $1"),
        ThingKind::Space => sql!("SELECT id FROM spaces WHERE id = $1"),
        ThingKind::Post => sql!("SELECT id FROM posts WHERE id = $1 AND state <> 'deleted'"),
        // Nobody makes any yet.
        ThingKind::Course | ThingKind::Gathering => return Ok(false),
    };
    let found: Option<i64> = tx.one(statement, args![thing.id]).await?;
    Ok(found.is_some())
}

/// The spaces that a right opens, in their order.
pub(super) async fn list_spaces(tx: &Tx) -> Outcome<Vec<(i64, String)>> {
    tx.list(
        sql!(
            "SELECT id, name FROM spaces WHERE visibility <> 'secret'
             ORDER BY place, id LIMIT 200"
        ),
        args![],
    )
    .await
}

/// Some posts with their titles.
pub(super) async fn list_posts(tx: &Tx, ids: &[i64]) -> Outcome<Vec<(PostKey, String)>> {
    tx.list(sql!("SELECT id, title FROM posts WHERE id IN ({list}) ORDER BY id"), args![].list(ids))
        .await
}
