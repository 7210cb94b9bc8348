//! The threads on which closures for PostgreSQL run.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use kernel::{Fault, Outcome};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::pool::Address;
use super::runner;
use crate::engine::inside;
use crate::shared::Shared;
use crate::work::{Isolation, Work};

/// Closures that may wait at each thread.
const WAITING: usize = 4096;

/// How a database is opened.
pub(crate) struct Start {
    pub(crate) address: Address,
    pub(crate) threads: usize,
    /// Connections of each thread.
    pub(crate) connections: usize,
    pub(crate) shared: Arc<Shared>,
}

type Lane = mpsc::Sender<Box<dyn Work>>;

/// Where closures are queued; nowhere any more once the database is closed.
#[derive(Default)]
struct Lanes {
    /// One for each thread that runs many at a time.
    many: Vec<Lane>,
    /// What must run as if alone runs one after the other on a connection of its own: two of them
    /// at once would meet at the same books, and one would be run again.
    serial: Option<Lane>,
}

impl Lanes {
    fn all(&self) -> impl Iterator<Item = &Lane> {
        self.many.iter().chain(&self.serial)
    }
}

/// One opened database.
pub(crate) struct Postgres {
    lanes: Mutex<Lanes>,
    turn: AtomicUsize,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Postgres {
    /// Starts the threads.
    pub(crate) fn start(start: &Start) -> Outcome<Self> {
        let mut threads = Vec::new();
        let mut lane = |connections: usize| {
            let (lane, work) = mpsc::channel(WAITING);
            let pool = start.address.pool(connections)?;
            let (line, shared) = (start.address.line().clone(), Arc::clone(&start.shared));
            threads.push(spawn("yaji-db-postgres", move || runner::run(pool, line, shared, work))?);
            Ok::<_, Fault>(lane)
        };
        let many = (0..start.threads.max(1)).map(|_| lane(start.connections.max(1)));
        let many = many.collect::<Outcome<Vec<Lane>>>()?;
        let lanes = Lanes { many, serial: Some(lane(1)?) };
        let turn = AtomicUsize::new(0);
        Ok(Self { lanes: Mutex::new(lanes), turn, threads: Mutex::new(threads) })
    }

    /// Queues a closure, with the next thread in turn that has room; gives it back when none has.
    pub(crate) fn send(&self, mut work: Box<dyn Work>) -> Result<(), Box<dyn Work>> {
        let lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let alone = work.isolation() == Isolation::Serializable;
        let lanes = if alone { lanes.serial.as_slice() } else { &lanes.many };
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        for step in 0..lanes.len() {
            let Some(lane) = lanes.get((first.wrapping_add(step)) % lanes.len()) else { break };
            match lane.try_send(work) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Full(back) | TrySendError::Closed(back)) => work = back,
            }
        }
        Err(work)
    }

    /// Closures that wait for a thread.
    pub(crate) fn waiting(&self) -> usize {
        let lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.all().map(|lane| lane.max_capacity() - lane.capacity()).sum()
    }

    /// Waits for one more thread when the database is closed.
    pub(crate) fn join_at_close(&self, thread: JoinHandle<()>) {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
    }

    /// Takes nothing new, runs what is queued, and waits for the threads to end.
    pub(crate) fn close(&self) {
        *self.lanes.lock().unwrap_or_else(PoisonError::into_inner) = Lanes::default();
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A panic was reported where it happened.
            let _ = thread.join();
        }
    }
}

/// Starts a thread with a runtime of its own.
pub(crate) fn spawn<F>(
    name: &str,
    run: impl FnOnce() -> F + Send + 'static,
) -> Outcome<JoinHandle<()>>
where
    F: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::broken("starting a database runtime", error))?;
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            inside::mark();
            runtime.block_on(tokio::task::LocalSet::new().run_until(run()));
        })
        .map_err(|error| Fault::broken("starting a database thread", error))
}
