//! Runs closures on PostgreSQL: one connection and one transaction each.

use std::sync::Arc;
use std::time::{Duration, Instant};

use deadpool_postgres::{Object, Pool};
use futures_util::future::join;
use kernel::{Fault, Outcome};
use rand::RngExt;
use tokio::sync::mpsc;
use tokio::task::{JoinSet, spawn_local};
use tracing::Instrument;

use super::line::Line;
use super::pool::{client, simple};
use crate::Tx;
use crate::engine::Conn;
use crate::failure::Kind;
use crate::shared::Shared;
use crate::tx::After;
use crate::work::{End, Isolation, Work, attempt, deliver};

/// How often a closure is run again when it lost against another transaction.
const TRIES: u32 = 5;

/// Runs what comes, each on a connection of its own, until nothing comes any more.
pub(crate) async fn run(
    pool: Pool,
    line: Line,
    shared: Arc<Shared>,
    mut work: mpsc::Receiver<Box<dyn Work>>,
) {
    let there = Arc::new(There { pool: pool.clone(), line, shared });
    let mut running = JoinSet::new();
    let room = Arc::new(tokio::sync::Semaphore::new(pool.status().max_size));
    while let Some(next) = work.recv().await {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { break };
        while running.try_join_next().is_some() {}
        let there = Arc::clone(&there);
        let span = next.span();
        running.spawn_local(
            async move {
                one(&there, next).await;
                drop(place);
            }
            .instrument(span),
        );
    }
    while running.join_next().await.is_some() {}
    pool.close();
}

/// What every transaction of a thread is given.
struct There {
    pool: Pool,
    line: Line,
    shared: Arc<Shared>,
}

async fn one(there: &There, mut work: Box<dyn Work>) {
    let shared = &there.shared;
    for round in 1..=TRIES {
        if !work.is_wanted() && round == 1 {
            return;
        }
        let needs_node = work.isolation() != Isolation::Snapshot && !work.is_house();
        if Instant::now() >= work.deadline() || (needs_node && !shared.may_write()) {
            return work.lose(Fault::Busy);
        }
        let deadline = tokio::time::Instant::from_std(work.deadline());
        let ran = tokio::time::timeout_at(deadline, transaction(there, work.as_mut())).await;
        match ran {
            Ok(Ok((end, after))) if end != End::Again => {
                shared.tell(after);
                return deliver(work, end);
            }
            Ok(Ok(_again)) => {
                let pause = rand::rng().random_range(1..=8) * u64::from(round);
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
            Ok(Err(fault)) => return work.lose(fault),
            Err(_too_late) => return work.lose(Fault::Busy),
        }
    }
    work.lose(Fault::Busy);
}

/// Holds a connection for one transaction; dropped half way it takes it out of the pool. It is
/// made before everything that shares the connection, so that it is dropped last.
struct Held(Option<Arc<Object>>, Line);

impl Held {
    /// Gives the connection back to the pool, in order.
    fn give_back(mut self) {
        self.0 = None;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(client) = self.0.take().and_then(Arc::into_inner) else { return };
        // Closing the connection rolls back; the server is told to stop the statement.
        let cancel = client.cancel_token();
        drop(Object::take(client));
        let line = self.1.clone();
        spawn_local(async move {
            // A server that cannot be reached has nothing to stop.
            let _ = match line {
                Line::Plain => cancel.cancel_query(tokio_postgres::NoTls).await,
                Line::Tls(tls) => cancel.cancel_query(tls).await,
            };
        });
    }
}

async fn transaction(there: &There, work: &mut dyn Work) -> Outcome<(End, After)> {
    let conn = Arc::new(client(&there.pool).await.map_err(later)?);
    let held = Held(Some(Arc::clone(&conn)), there.line.clone());
    let mut tx = Tx::new(Conn::Postgres(conn), Arc::clone(&there.shared));
    let end = framed(&held, &mut tx, work).await?;
    let after = if end == End::Done { tx.after } else { After::default() };
    drop(tx);
    held.give_back();
    Ok((end, after))
}

/// What is told while there is no connection to be had: nothing has happened, so it may be tried again.
fn later(fault: Fault) -> Fault {
    if matches!(fault, Fault::Broken(_)) {
        tracing::error!(%fault, "PostgreSQL is not there");
    }
    Fault::Busy
}

/// Opens the transaction, runs the closure and ends the transaction as the closure did.
async fn framed(held: &Held, tx: &mut Tx, work: &mut dyn Work) -> Outcome<End> {
    let Some(client) = &held.0 else { return Err(Fault::Busy) };
    let begin = match work.isolation() {
        Isolation::Committed => "BEGIN ISOLATION LEVEL READ COMMITTED",
        Isolation::Serializable => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        Isolation::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    // The closure's first statement follows BEGIN on the wire without waiting for its answer.
    let (begun, end) = join(simple(client, begin), attempt(work, tx)).await;
    if end != End::Done || begun.is_err() {
        return match begun.and(simple(client, "ROLLBACK").await) {
            Ok(()) => Ok(end),
            // The connection was lost before COMMIT: nothing has happened, so it may run again.
            Err(_) if client.is_closed() => Ok(End::Again),
            Err(failure) => Err(failure.into()),
        };
    }
    match simple(client, "COMMIT").await {
        Ok(()) => Ok(End::Done),
        Err(failure) if failure.kind == Kind::Retry => Ok(End::Again),
        Err(failure) => Err(failure.into()),
    }
}
