//! The threads of one SQLite file and their queues.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use kernel::{Fault, Outcome};
use rusqlite::Connection;

use super::open::{Role, open};
use super::statement::lock;
use super::{reader, writer};
use crate::Tx;
use crate::engine::Conn;
use crate::failure::Failure;
use crate::queue::Queue;
use crate::shared::Shared;
use crate::work::Work;

/// Writes that may wait.
const WRITES: usize = 8192;
/// Reads that may wait.
const READS: usize = 8192;
/// Virtual machine steps between two looks at the deadline.
const STEPS: i32 = 20_000;

/// How a file is opened.
pub(crate) struct Start {
    pub(crate) path: PathBuf,
    pub(crate) readers: usize,
    pub(crate) shared: Arc<Shared>,
}

/// One opened file.
pub(crate) struct Sqlite {
    writes: Arc<Queue<Box<dyn Work>>>,
    reads: Arc<Queue<Box<dyn Work>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Sqlite {
    /// Starts the writer on its prepared connection, and the readers.
    pub(crate) fn start(start: Start, writer: Connection) -> Outcome<Self> {
        let writes = Arc::new(Queue::new(WRITES));
        let reads = Arc::new(Queue::new(READS));
        let opened = Self { writes, reads, threads: Mutex::new(Vec::new()) };
        let (tx, limit) = tx_of(writer, &start.shared);
        let queue = Arc::clone(&opened.writes);
        opened.spawn("yaji-db-writer", move || writer::run(tx, &limit, &queue))?;
        for _ in 0..start.readers.max(1) {
            let (tx, limit) = tx_of(open(&start.path, Role::Reader)?, &start.shared);
            let queue = Arc::clone(&opened.reads);
            opened.spawn("yaji-db-reader", move || reader::run(tx, &limit, &queue))?;
        }
        Ok(opened)
    }

    /// Queues a closure that writes; gives it back when the queue is full.
    pub(crate) fn write(&self, work: Box<dyn Work>) -> Result<(), Box<dyn Work>> {
        self.writes.push(work)
    }

    /// Queues a closure that reads; gives it back when the queue is full.
    pub(crate) fn read(&self, work: Box<dyn Work>) -> Result<(), Box<dyn Work>> {
        self.reads.push(work)
    }

    /// Closures that wait for a thread.
    pub(crate) fn waiting(&self) -> usize {
        self.writes.len() + self.reads.len()
    }

    /// Takes nothing new, runs what is queued, and waits for the threads to end.
    pub(crate) fn close(&self) {
        self.writes.close();
        self.reads.close();
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A panic was reported where it happened.
            let _ = thread.join();
        }
    }

    fn spawn(&self, name: &str, run: impl FnOnce() + Send + 'static) -> Outcome<()> {
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(run)
            .map_err(|error| Fault::broken("starting a database thread", error))?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.writes.close();
        self.reads.close();
    }
}

/// Until when the closure that runs may go on; SQLite asks while a statement works.
#[derive(Clone)]
pub(crate) struct Limit {
    base: Instant,
    micros: Arc<AtomicI64>,
}

impl Limit {
    pub(crate) fn set(&self, deadline: Instant) {
        let micros = deadline.saturating_duration_since(self.base).as_micros();
        self.micros.store(i64::try_from(micros).unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    pub(crate) fn lift(&self) {
        self.micros.store(i64::MAX, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        let micros = i64::try_from(self.base.elapsed().as_micros()).unwrap_or(i64::MAX);
        micros > self.micros.load(Ordering::Relaxed)
    }
}

fn tx_of(mut conn: Connection, shared: &Arc<Shared>) -> (Tx, Limit) {
    let limit = Limit { base: Instant::now(), micros: Arc::new(AtomicI64::new(i64::MAX)) };
    let asked = limit.clone();
    // Refused by the engine only for a connection that is closed.
    let _ = conn.progress_handler(STEPS, Some(move || asked.is_over()));
    (Tx::new(Conn::Sqlite(Mutex::new(conn)), Arc::clone(shared)), limit)
}

/// Runs a statement of the transaction's own frame: `BEGIN`, `COMMIT` and the like.
pub(crate) fn frame(tx: &Tx, text: &str) -> Result<(), Failure> {
    with_connection(tx, |conn| {
        conn.prepare_cached(text)?.execute([])?;
        Ok(())
    })
}

/// Runs something on the transaction's connection.
pub(crate) fn with_connection<T>(
    tx: &Tx,
    run: impl FnOnce(&Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    match tx.conn() {
        Conn::Sqlite(conn) => run(&lock(conn)),
        Conn::Postgres(_) => Err(Failure::new(crate::failure::Kind::Other, "not SQLite")),
    }
}
