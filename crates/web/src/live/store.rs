//! All SQL about the log as live pages read it.

use db::{Tx, args, row, sql};
use kernel::{Outcome, Ts};

row! {
    /// An event of the log.
    pub struct EventRow {
        /// Its place in the log.
        pub position: i64,
        /// Its wire name.
        pub name: String,
        /// Where it came from.
        pub origin: String,
        /// Who acted.
        pub actor: Option<i64>,
        /// What it is about.
        pub subject: Option<i64>,
        /// Where it happened.
        pub space: Option<i64>,
        /// When it happened.
        pub occurred_at: Ts,
        /// Its payload as JSON.
        pub payload: String,
    }
}

/// The events after a place, in order.
pub(super) async fn list_after(tx: &Tx, position: i64, most: i64) -> Outcome<Vec<EventRow>> {
    tx.list(
        sql!(
            "SELECT position, name, origin, actor, subject, space, occurred_at, payload
             FROM events WHERE position > $1 ORDER BY position LIMIT $2"
        ),
        args![position, most],
    )
    .await
}

/// The place of the newest event, 0 while there is none.
pub(super) async fn newest(tx: &Tx) -> Outcome<i64> {
    let found: Option<Option<i64>> =
        tx.one(sql!("SELECT MAX(position) AS position FROM events"), args![]).await?;
    Ok(found.flatten().unwrap_or(0))
}
