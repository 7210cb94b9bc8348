//! Writing many events of the past at once, for imports and seeds.

use kernel::{Bind, Fault, Outcome, Ts, Val};

use super::append::head;
use super::chain::link;
use super::{Event, EventId, Recorded};
use crate::{Engine, Tx};

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
        if self.context.origin == super::Origin::Live {
            return Err(crate::failure::misuse("events of the past are imported or seeded"));
        }
        let mut chain = match self.engine() {
            Engine::Sqlite => Some(head(self).await?),
            Engine::Postgres => None,
        };
        let mut rows = Vec::with_capacity(past.len());
        for one in past {
            let mut event = self.record(one)?;
            let hash = chain.as_mut().map(|(position, hash)| {
                *position += 1;
                event.position = Some(*position);
                *hash = link(hash, &event).to_vec();
                hash.clone()
            });
            rows.push(values(event, hash));
        }
        let newest = chain.map_or(0, |(position, _)| position);
        self.bulk("events", COLUMNS, rows).await?;
        self.after.announced = self.after.announced.max(Some(newest));
        Ok(())
    }

    fn record<E: Event>(&mut self, past: Past<E>) -> Outcome<Recorded> {
        let payload = serde_json::to_string(&past.event)
            .map_err(|error| Fault::broken("writing an event", error))?;
        Ok(Recorded {
            id: self.new_id::<EventId>(),
            position: None,
            name: E::NAME.to_owned(),
            version: E::VERSION,
            actor: past.actor,
            subject: past.event.subject(),
            space: past.event.space(),
            origin: self.context.origin,
            occurred_at: past.occurred_at,
            recorded_at: self.now(),
            payload,
        })
    }
}

fn values(event: Recorded, hash: Option<Vec<u8>>) -> Vec<Val> {
    vec![
        event.id.bind(),
        event.position.bind(),
        Val::Text(event.name),
        event.version.bind(),
        event.actor.bind(),
        event.subject.bind(),
        event.space.bind(),
        event.origin.bind(),
        event.occurred_at.bind(),
        event.recorded_at.bind(),
        Val::Text(event.payload),
        hash.bind(),
    ]
}
