//! A small table for the tests: the foundation's own `leases`, which nobody else uses here.

use db::{Db, OnUnique, Tx, args, sql};
use kernel::Outcome;

/// Writes a note under a name that must be new.
pub(crate) async fn write(tx: &mut Tx, name: &str, number: i64) -> Outcome<()> {
    tx.exec(
        sql!("INSERT INTO leases (name, holder, leased_until) VALUES ($1, 'note', $2)"),
        args![name, number],
    )
    .await
    .on_unique("leases.name", "note.taken")
    .map(drop)
}

/// Raises a note's number by one.
pub(crate) async fn raise(tx: &mut Tx, name: &str) -> Outcome<u64> {
    tx.exec(sql!("UPDATE leases SET leased_until = leased_until + 1 WHERE name = $1"), args![name])
        .await
}

/// A note's number.
pub(crate) async fn read(tx: &Tx, name: &str) -> Outcome<Option<i64>> {
    tx.one(sql!("SELECT leased_until FROM leases WHERE name = $1"), args![name]).await
}

/// All notes by name.
pub(crate) async fn names(db: &Db) -> Vec<String> {
    let all = sql!("SELECT name FROM leases WHERE holder = 'note' ORDER BY name");
    db.read(async move |tx| tx.list(all, args![]).await).await.unwrap()
}

/// A note's number, read in a transaction of its own.
pub(crate) async fn number(db: &Db, name: &'static str) -> Option<i64> {
    db.read(async move |tx| read(tx, name).await).await.unwrap()
}
