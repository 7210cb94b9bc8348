//! Writing events.

use kernel::{Fault, Outcome, Ts};

use super::chain::{START, link};
use super::{Event, EventId, Recorded};
use crate::subscriber::When;
use crate::{Args, Engine, Tx, args, sql};

impl Tx {
    /// Writes an event, and runs what subscribes to it in this transaction.
    ///
    /// Who acts, the origin and the time are those that [`acting`](Tx::acting),
    /// [`origin`](Tx::origin) and [`occurring`](Tx::occurring) have set.
    ///
    /// # Errors
    /// When the database or an inline subscriber refuses.
    pub async fn announce<E: Event>(&mut self, event: E) -> Outcome<()> {
        let occurred_at = self.context.occurred_at.unwrap_or(self.now());
        let mut recorded = self.record(&event, self.context.actor, occurred_at)?;
        append(self, &mut recorded).await?;
        self.after.announced = self.after.announced.max(Some(recorded.position.unwrap_or(0)));
        let subscribers = self.shared().subscribers.clone();
        for subscriber in subscribers.iter().filter(|s| s.when == When::Inline) {
            subscriber.apply(self, &recorded).await?;
        }
        Ok(())
    }

    /// What the log will say of an event of this transaction; it has no position yet.
    pub(super) fn record<E: Event>(
        &mut self,
        event: &E,
        actor: Option<i64>,
        occurred_at: Ts,
    ) -> Outcome<Recorded> {
        let payload = serde_json::to_string(event)
            .map_err(|error| Fault::broken("writing an event", error))?;
        Ok(Recorded {
            id: self.new_id::<EventId>(),
            position: None,
            name: E::NAME.to_owned(),
            version: E::VERSION,
            actor,
            subject: event.subject(),
            space: event.space(),
            origin: self.context.origin,
            occurred_at,
            recorded_at: self.now(),
            payload,
        })
    }
}

/// Adds one event to the log; on SQLite it gets its position and hash at once.
async fn append(tx: &mut Tx, event: &mut Recorded) -> Outcome<()> {
    let hash = match tx.engine() {
        Engine::Postgres => None,
        Engine::Sqlite => {
            let (position, hash) = end_of_log(tx).await?;
            event.position = Some(position + 1);
            let hash = link(&hash, event);
            tx.log_end = Some((position + 1, hash.to_vec()));
            Some(hash)
        }
    };
    tx.exec(
        sql!(
            "INSERT INTO events (id, position, name, version, actor, subject, space, origin,
               occurred_at, recorded_at, payload, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        args![
            event.id,
            event.position,
            &event.name,
            event.version,
            event.actor,
            event.subject,
            event.space,
            event.origin,
            event.occurred_at,
            event.recorded_at,
            &event.payload,
            hash,
        ],
    )
    .await
    .map(drop)
}

/// The end of the log, to be written on. A closure's first event reads it from the database, because
/// memory does not know what was rolled back or written by another process.
pub(super) async fn end_of_log(tx: &mut Tx) -> Outcome<(i64, Vec<u8>)> {
    match tx.log_end.take() {
        Some(end) => Ok(end),
        None => head(tx).await,
    }
}

/// The last position of the log and its hash; 0 before the first event.
pub(crate) async fn head(tx: &Tx) -> Outcome<(i64, Vec<u8>)> {
    let last =
        sql!("SELECT position, hash FROM events WHERE position > 0 ORDER BY position DESC LIMIT 1");
    Ok(tx.one(last, Args::default()).await?.unwrap_or((0, START.to_vec())))
}
