//! The one row that keeps how the last check ended.

use db::{Args, Tx, args, sql};
use kernel::Outcome;

use super::Last;

/// How the last check ended; none before the first.
pub(crate) async fn find(tx: &Tx) -> Outcome<Option<Last>> {
    let last = sql!(Last:
        "SELECT position, hash, began_at, checked_at, broken_at FROM log_checks WHERE id = 1");
    tx.one(last, Args::default()).await
}

/// Keeps how a check ended.
pub(crate) async fn keep(tx: &mut Tx, last: &Last) -> Outcome<()> {
    let keep = sql!(
        "INSERT INTO log_checks (id, position, hash, began_at, checked_at, broken_at)
         VALUES (1, $1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE
         SET position = excluded.position, hash = excluded.hash, began_at = excluded.began_at,
           checked_at = excluded.checked_at, broken_at = excluded.broken_at"
    );
    let values = args![last.position, &last.hash, last.began_at, last.checked_at, last.broken_at];
    tx.exec(keep, values).await.map(drop)
}
