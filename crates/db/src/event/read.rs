//! Reading the log by position.

use kernel::Outcome;
use tokio::sync::watch;

use super::Recorded;
use crate::{Args, Db, Tx, args, sql};

/// The events after a position, in order, at most `limit`.
pub(crate) async fn after(tx: &Tx, position: i64, limit: i64) -> Outcome<Vec<Recorded>> {
    tx.list(
        sql!(Recorded:
            "SELECT id, position, name, version, actor, subject, space, origin, occurred_at,
               recorded_at, payload
             FROM events WHERE position > $1 ORDER BY position LIMIT $2"),
        args![position, limit],
    )
    .await
}

/// Events that are committed and have no position yet, in the order in which they were drawn.
pub(crate) async fn unnumbered(tx: &Tx, floor: i64, limit: i64) -> Outcome<Vec<Recorded>> {
    tx.list(
        sql!(Recorded:
            "SELECT id, position, name, version, actor, subject, space, origin, occurred_at,
               recorded_at, payload
             FROM events WHERE position IS NULL AND seq > $1 ORDER BY seq LIMIT $2"),
        args![floor, limit],
    )
    .await
}

/// The newest position; 0 before the first event.
pub(crate) async fn newest(tx: &Tx) -> Outcome<i64> {
    let newest = sql!("SELECT coalesce(max(position), 0) FROM events");
    Ok(tx.one(newest, Args::default()).await?.unwrap_or(0))
}

impl Tx {
    /// The events after a position, in order, at most `limit`: position is the only cursor.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn events_after(&self, position: i64, limit: i64) -> Outcome<Vec<Recorded>> {
        after(self, position, limit).await
    }

    /// The newest position of the log that this transaction sees; 0 before the first event.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_position(&self) -> Outcome<i64> {
        newest(self).await
    }
}

impl Db {
    /// The events after a position, in order, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn events_after(&self, position: i64, limit: i64) -> Outcome<Vec<Recorded>> {
        self.read(async move |tx| after(tx, position, limit).await).await
    }

    /// The newest position of the log, moving as transactions commit here or elsewhere.
    #[must_use]
    pub fn newest_position(&self) -> watch::Receiver<i64> {
        self.shared().newest.subscribe()
    }
}
