//! Running subscribers that follow by their own cursor.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use kernel::{Fault, Outcome};
use tokio::sync::watch;

use super::{Subscriber, When};
use crate::event::read;
use crate::tx::Context;
use crate::{Args, Db, Engine, Origin, Tx, args, sql};

/// Events that are applied in one transaction at most.
const BATCH: i64 = 64;
/// How long one transaction applies events before it lets others write.
const BATCH_TIME: Duration = Duration::from_millis(20);
/// How long a subscriber sleeps without looking for new events.
const NAP: Duration = Duration::from_secs(1);
/// The longest pause after a failure.
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// How often an event without a position is looked for when a test waits for it.
const LOOK: Duration = Duration::from_millis(5);

impl Db {
    /// Applies events to every later subscriber as they come, until `stop` says `true`.
    pub async fn run_subscribers(&self, stop: watch::Receiver<bool>) {
        let mine = self.shared().subscribers.clone();
        let all = mine.iter().filter(|subscriber| subscriber.when == When::Later);
        join_all(all.map(|subscriber| follow(self, subscriber, stop.clone()))).await;
    }

    /// Applies every event that is committed by now to every later subscriber.
    ///
    /// # Errors
    /// When a subscriber refuses an event.
    pub async fn catch_up(&self) -> Outcome<()> {
        self.numbered().await?;
        let mine = self.shared().subscribers.clone();
        loop {
            let mut applied = 0;
            for subscriber in mine.iter().filter(|subscriber| subscriber.when == When::Later) {
                applied += catch_up(self, subscriber).await?;
            }
            if applied == 0 {
                return Ok(());
            }
            self.numbered().await?;
        }
    }

    /// Waits until every committed event has its position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn numbered(&self) -> Outcome<()> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let open = sql!("SELECT count(*) FROM events WHERE position IS NULL");
        loop {
            let waiting: Option<i64> =
                self.read(async move |tx| tx.one(open, Args::default()).await).await?;
            if waiting.unwrap_or(0) == 0 {
                let newest = self.read(async |tx| read::newest(tx).await).await?;
                self.shared().raise_newest(newest);
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// Follows the log with one subscriber; a failure is noted at its cursor and tried again.
async fn follow(db: &Db, subscriber: &Arc<Subscriber>, mut stop: watch::Receiver<bool>) {
    let mut newest = db.newest_position();
    let mut failures = 0_u32;
    while !*stop.borrow_and_update() {
        newest.borrow_and_update();
        let size = if failures == 0 { BATCH } else { 1 };
        let rest = match step(db, subscriber, size).await {
            Ok(0) => NAP,
            Ok(_) => {
                failures = 0;
                continue;
            }
            Err(fault) => {
                failures = failures.saturating_add(1);
                note_failure(db, subscriber, &fault).await;
                PAUSE_MAX.min(Duration::from_millis(100) * 2_u32.saturating_pow(failures.min(16)))
            }
        };
        let awake = async {
            if failures == 0 {
                // The sender lives as long as the database.
                let _ = newest.changed().await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = awake => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// Applies what is there by now; how many events it was.
pub(crate) async fn catch_up(db: &Db, subscriber: &Arc<Subscriber>) -> Outcome<usize> {
    let mut all = 0;
    loop {
        match step(db, subscriber, BATCH).await? {
            0 => return Ok(all),
            applied => all += applied,
        }
    }
}

/// Applies the next events and moves the cursor, in one transaction.
async fn step(db: &Db, subscriber: &Arc<Subscriber>, size: i64) -> Outcome<usize> {
    let subscriber = Arc::clone(subscriber);
    db.tx(async move |tx| {
        let from = locked_cursor(tx, &subscriber).await?;
        let events = read::after(tx, from, size).await?;
        let started = Instant::now();
        let (mut applied, mut last) = (0, from);
        for event in &events {
            tx.context = Context {
                actor: event.actor,
                origin: event.origin,
                occurred_at: (event.origin != Origin::Live).then_some(event.occurred_at),
            };
            subscriber.apply(tx, event).await?;
            last = event.position.unwrap_or(last);
            applied += 1;
            if started.elapsed() > BATCH_TIME {
                break;
            }
        }
        if applied > 0 {
            move_cursor(tx, subscriber.name(), last).await?;
        }
        Ok(applied)
    })
    .await
}

/// Locks the cursor first, so that of several nodes one applies an event; makes it when it is new.
pub(super) async fn locked_cursor(tx: &mut Tx, subscriber: &Subscriber) -> Outcome<i64> {
    let find = sql!("SELECT position FROM cursors WHERE name = $1 {for_update}");
    if let Some(position) = tx.one(find, args![subscriber.name()]).await? {
        return Ok(position);
    }
    let start = if subscriber.from_now { read::newest(tx).await? } else { 0 };
    let make = sql!(
        "INSERT INTO cursors (name, position, moved_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO NOTHING"
    );
    tx.exec(make, args![subscriber.name(), start, tx.now()]).await?;
    Ok(tx.one(find, args![subscriber.name()]).await?.unwrap_or(start))
}

pub(super) async fn move_cursor(tx: &mut Tx, name: &str, position: i64) -> Outcome<()> {
    let now = tx.now();
    let moved = sql!(
        "UPDATE cursors SET position = $1, moved_at = $2, failures = 0, last_error = NULL
         WHERE name = $3"
    );
    tx.exec(moved, args![position, now, name]).await.map(drop)
}

async fn note_failure(db: &Db, subscriber: &Subscriber, fault: &Fault) {
    let name = subscriber.name();
    let said: String = fault.to_string().chars().take(500).collect();
    tracing::error!(subscriber = name, %fault, "a subscriber refused an event");
    let note = sql!("UPDATE cursors SET failures = failures + 1, last_error = $1 WHERE name = $2");
    let noted = db.tx(async move |tx| tx.exec(note, args![&said, name]).await).await;
    if let Err(fault) = noted {
        tracing::error!(subscriber = name, %fault, "its failure could not be noted");
    }
}
