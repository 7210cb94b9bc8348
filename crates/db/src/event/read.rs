//! Reading the log by position.

use kernel::{Id, Outcome};
use tokio::sync::watch;

use super::Recorded;
use crate::{Args, Db, Tx, args, sql};

macro_rules! recorded {
    ($which:literal) => {
        sql!(Recorded: concat!(
            "SELECT id, position, name, version, actor, subject, space, origin, occurred_at,
               recorded_at, payload
             FROM events WHERE ", $which))
    };
}

/// The events after a position, in order, at most `limit`.
pub(crate) async fn after(tx: &Tx, position: i64, limit: i64) -> Outcome<Vec<Recorded>> {
    tx.list(recorded!("position > $1 ORDER BY position LIMIT $2"), args![position, limit]).await
}

/// Events that are committed and have no position yet, in the order in which they were drawn.
pub(crate) async fn unnumbered(tx: &Tx, floor: i64, limit: i64) -> Outcome<Vec<Recorded>> {
    let unnumbered = recorded!("position IS NULL AND seq > $1 ORDER BY seq LIMIT $2");
    tx.list(unnumbered, args![floor, limit]).await
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

    /// The newest events before a position, newest first, at most `limit`: all, or those of a name,
    /// of an actor, or of both.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn events_before(
        &self,
        (position, limit): (i64, i64),
        name: Option<&str>,
        actor: Option<impl Id>,
    ) -> Outcome<Vec<Recorded>> {
        let actor = actor.map(Id::get);
        match (name, actor) {
            (None, None) => {
                let all = recorded!("position < $1 ORDER BY position DESC LIMIT $2");
                self.list(all, args![position, limit]).await
            }
            (None, Some(actor)) => {
                let theirs =
                    recorded!("position < $1 AND actor = $3 ORDER BY position DESC LIMIT $2");
                self.list(theirs, args![position, limit, actor]).await
            }
            (Some(name), None) => {
                let named =
                    recorded!("position < $1 AND name = $3 ORDER BY position DESC LIMIT $2");
                self.list(named, args![position, limit, name]).await
            }
            (Some(name), Some(actor)) => {
                let both = recorded!(
                    "position < $1 AND actor = $3 AND name = $4 ORDER BY position DESC LIMIT $2"
                );
                self.list(both, args![position, limit, actor, name]).await
            }
        }
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
