//! Writing events.

use kernel::{Bind as _, Fault, Outcome, Ts, Val};

use super::chain::{START, link};
use super::{Event, EventId, Recorded};
use crate::subscriber::When;
use crate::{Args, Engine, Sql, Tx, sql};

/// The most events that wait to be written together.
const TOGETHER: usize = 16;

impl Tx {
    /// Adds an event to the log, and runs what subscribes to it in this transaction. The events of a
    /// transaction are written together: before its end, and before a statement that asks for the
    /// log.
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
            if subscriber.is_rebuildable() && subscriber.listens(E::NAME) {
                // Its rebuild waits for whoever has written an event, and so must find it written.
                self.write_log().await?;
            }
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

/// Adds one event to the log, to be written with others; on SQLite it gets its position and hash at
/// once.
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
    let row = Args::of(values(event, hash.map(|hash| hash.to_vec())));
    if tx.keep_event(row) < TOGETHER { Ok(()) } else { tx.write_log().await }
}

/// The columns of an event as [`values`] gives them, as many rows as there are.
pub(crate) fn insert_events() -> Sql {
    sql!(
        "INSERT INTO events (id, position, name, version, actor, subject, space, origin,
           occurred_at, recorded_at, payload, hash)
         VALUES {rows:12}"
    )
}

/// What an event's row holds.
pub(super) fn values(event: &Recorded, hash: Option<Vec<u8>>) -> Vec<Val> {
    vec![
        event.id.bind(),
        event.position.bind(),
        event.name.bind(),
        event.version.bind(),
        event.actor.bind(),
        event.subject.bind(),
        event.space.bind(),
        event.origin.bind(),
        event.occurred_at.bind(),
        event.recorded_at.bind(),
        event.payload.bind(),
        hash.bind(),
    ]
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
