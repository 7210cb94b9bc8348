//! Writing many events of the past at once, for imports and seeds.

use std::sync::Arc;

use kernel::{Outcome, Ts};

use super::append::{end_of_log, values};
use super::chain::link;
use super::{Event, Recorded};
use crate::subscriber::When;
use crate::{Engine, Subscriber, Tx};

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

    /// Adds events to the log; on SQLite each gets its position and hash, on PostgreSQL the
    /// sequencer gives them.
    async fn write_past<E: Event>(&mut self, past: Vec<Past<E>>) -> Outcome<Vec<Recorded>> {
        if self.context.origin == super::Origin::Live {
            return Err(crate::failure::misuse("events of the past are imported or seeded"));
        }
        self.write_log().await?;
        let mut chain = match self.engine() {
            Engine::Sqlite => Some(end_of_log(self).await?),
            Engine::Postgres => None,
        };
        let (mut recorded, mut rows) = (Vec::with_capacity(past.len()), Vec::new());
        for one in past {
            let mut event = self.record(&one.event, one.actor, one.occurred_at)?;
            let hash = chain.as_mut().map(|(position, hash)| {
                *position += 1;
                event.position = Some(*position);
                *hash = link(hash, &event).to_vec();
                hash.clone()
            });
            rows.push(values(&event, hash));
            recorded.push(event);
        }
        let newest = chain.as_ref().map_or(0, |(position, _)| *position);
        self.bulk("events", COLUMNS, rows).await?;
        self.log_end = chain;
        self.after.announced = self.after.announced.max(Some(newest));
        Ok(recorded)
    }
}
