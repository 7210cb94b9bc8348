//! Writing an event.

use kernel::{Fault, Outcome};

use crate::{Event, Origin, Tx, args, sql};

kernel::id!(
    /// One event.
    pub EventId
);

impl Tx {
    /// Writes an event in this transaction.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON, or the database fails.
    pub async fn announce<E: Event>(&mut self, event: E) -> Outcome<()> {
        let payload =
            serde_json::to_string(&event).map_err(|e| Fault::broken("writing an event", e))?;
        let (id, now): (EventId, _) = (self.new_id(), self.now());
        let context = self.context;
        let origin = match context.origin {
            Origin::Live => "live",
            Origin::Import => "import",
            Origin::Seed => "seed",
        };
        self.exec(
            sql!(
                "INSERT INTO events (id, name, version, actor, subject, space, origin,
                     occurred_at, recorded_at, payload)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            ),
            args![
                id,
                E::NAME,
                i64::from(E::VERSION),
                context.actor,
                event.subject(),
                event.space(),
                origin,
                context.occurred_at.unwrap_or(now),
                now,
                payload
            ],
        )
        .await?;
        Ok(())
    }
}
