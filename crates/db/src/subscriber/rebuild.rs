//! Rebuilding what a subscriber has written, from nothing.

use std::sync::Arc;
use std::time::Duration;

use kernel::{Fault, Outcome};

use super::later::{catch_up, locked_cursor, move_cursor};
use super::{Subscriber, When};
use crate::event::{Recorded, read};
use crate::tx::Context;
use crate::{Db, Engine, Tx};

/// Events that are read at once.
const BATCH: i64 = 1_000;
/// How long a rebuild in one transaction may take.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// A subscriber that can be rebuilt, for `yaji rebuild` to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuildable {
    /// What `rebuild` takes.
    pub name: &'static str,
}

impl Db {
    /// The subscribers that can be rebuilt.
    #[must_use]
    pub fn rebuildable(&self) -> Vec<Rebuildable> {
        let all = self.shared().subscribers.iter();
        all.filter(|one| one.is_rebuildable()).map(|one| Rebuildable { name: one.name() }).collect()
    }

    /// Empties what a subscriber has written and applies every event again.
    ///
    /// An inline subscriber is rebuilt in one transaction, in which nobody else can write events;
    /// a later one is emptied and catches up in batches.
    ///
    /// # Errors
    /// `Missing` when nothing rebuildable has this name; what the subscriber or the database
    /// refuses.
    pub async fn rebuild(&self, name: &str) -> Outcome<()> {
        let found = self.shared().subscribers.iter().find(|one| one.name() == name);
        let found = found.filter(|one| one.is_rebuildable()).cloned();
        let subscriber = found.ok_or(Fault::Missing("rebuild.unknown"))?;
        let patient = self.patient(PATIENCE);
        if subscriber.when == When::Inline {
            return patient.tx(async move |tx| replay(tx, &subscriber).await).await;
        }
        let emptied = Arc::clone(&subscriber);
        patient
            .tx(async move |tx| {
                locked_cursor(tx, &emptied).await?;
                emptied.empty(tx).await?;
                move_cursor(tx, emptied.name(), 0).await
            })
            .await?;
        self.numbered().await?;
        catch_up(&patient, &subscriber).await.map(drop)
    }
}

async fn replay(tx: &mut Tx, subscriber: &Subscriber) -> Outcome<()> {
    if tx.engine() == Engine::Postgres {
        // Waits for transactions that have written events, and keeps others waiting.
        tx.batch("LOCK TABLE events IN SHARE MODE").await?;
    }
    subscriber.empty(tx).await?;
    let mut position = 0;
    loop {
        let batch = read::after(tx, position, BATCH).await?;
        let Some(last) = batch.last().and_then(|event| event.position) else { break };
        apply(tx, subscriber, &batch).await?;
        position = last;
    }
    // What is committed and has no position yet was applied when it happened, too.
    let rest = read::unnumbered(tx, 0, i64::MAX).await?;
    apply(tx, subscriber, &rest).await
}

async fn apply(tx: &mut Tx, subscriber: &Subscriber, batch: &[Recorded]) -> Outcome<()> {
    for event in batch {
        tx.context = Context {
            actor: event.actor,
            origin: event.origin,
            occurred_at: Some(event.occurred_at),
        };
        subscriber.apply(tx, event).await?;
    }
    Ok(())
}
