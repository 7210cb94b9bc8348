//! Writing many events of the past at once, for imports and seeds.

use std::sync::Arc;

use kernel::{Outcome, Ts};

use super::append::{end_of_log, values};
use super::chain::link;
use super::{Event, Recorded};
use crate::failure::misuse;
use crate::subscriber::When;
use crate::{Engine, Subscriber, Tx, args, sql};

/// An event that happened before it was written down.
#[derive(Debug, Clone)]
pub struct Past<E> {
    /// What happened.
    pub event: E,
    /// Who did it.
    pub actor: Option<i64>,
    /// When it happened.
    pub occurred_at: Ts,
}

const COLUMNS: &[&str] = &[
    "id",
    "position",
    "name",
    "version",
    "actor",
    "subject",
    "space",
    "origin",
    "occurred_at",
    "recorded_at",
    "payload",
    "hash",
];

impl Tx {
    /// Writes many events of the past, in their order.
    ///
    /// Inline subscribers are not run: who loads in bulk writes their effects in bulk too, or
    /// rebuilds them afterwards.
    ///
    /// # Errors
    /// When the transaction's origin is `Live`, or when the database refuses.
    pub async fn announce_past<E: Event>(&mut self, past: Vec<Past<E>>) -> Outcome<()> {
        self.write_past(past).await.map(drop)
    }

    /// Writes many events of the past, in their order, and runs what subscribes to them in this
    /// transaction.
    ///
    /// # Errors
    /// When the transaction's origin is `Live`, or when the database or an inline subscriber
    /// refuses.
    pub async fn announce_all<E: Event>(&mut self, past: Vec<Past<E>>) -> Outcome<()> {
        let recorded = self.write_past(past).await?;
        let subscribers = self.shared().subscribers.clone();
        let hears = |one: &&Arc<Subscriber>| one.when == When::Inline && one.listens(E::NAME);
        let inline: Vec<_> = subscribers.iter().filter(hears).collect();
        if inline.is_empty() {
            return Ok(());
        }
        for event in &recorded {
            for subscriber in &inline {
                subscriber.apply(self, event).await?;
            }
        }
        Ok(())
    }

    /// Adds events to the log, each with its position and hash. On PostgreSQL the sequencer's row is
    /// held for it until the end of the transaction: a million events would else be written twice.
    async fn write_past<E: Event>(&mut self, past: Vec<Past<E>>) -> Outcome<Vec<Recorded>> {
        if self.context.origin == super::Origin::Live {
            return Err(misuse("events of the past are imported or seeded"));
        }
        self.write_log().await?;
        let (mut position, mut hash) = match self.engine() {
            Engine::Sqlite => end_of_log(self).await?,
            Engine::Postgres => held_end(self).await?,
        };
        let (mut recorded, mut rows) = (Vec::with_capacity(past.len()), Vec::new());
        for one in past {
            let mut event = self.record(&one.event, one.actor, one.occurred_at)?;
            position += 1;
            event.position = Some(position);
            hash = link(&hash, &event).to_vec();
            rows.push(values(&event, Some(hash.clone())));
            recorded.push(event);
        }
        self.bulk("events", COLUMNS, rows).await?;
        match self.engine() {
            Engine::Sqlite => self.log_end = Some((position, hash)),
            Engine::Postgres => move_end(self, position, &hash).await?,
        }
        self.after.announced = self.after.announced.max(Some(position));
        Ok(recorded)
    }
}

/// The end of the log on PostgreSQL, where nobody else numbers until this transaction ends.
async fn held_end(tx: &Tx) -> Outcome<(i64, Vec<u8>)> {
    let end = sql!("SELECT position, hash FROM sequencer WHERE id = 1 {for_update}");
    tx.one(end, args![]).await?.ok_or_else(|| misuse("the sequencer has no row"))
}

/// Where the sequencer goes on.
async fn move_end(tx: &mut Tx, position: i64, hash: &[u8]) -> Outcome<()> {
    let moved = sql!("UPDATE sequencer SET position = $1, hash = $2 WHERE id = 1");
    tx.exec(moved, args![position, hash]).await.map(drop)
}
