//! An opened database.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::future::join;
use kernel::{Clock, Fault, Id, Outcome};
use tokio::sync::{oneshot, watch};

use crate::engine::inside;
use crate::engine::postgres::{self, Postgres};
use crate::engine::sqlite::{self, Sqlite};
use crate::failure::misuse;
use crate::opening::{DbUrl, Opening, Stage};
use crate::shared::Shared;
use crate::work::{Call, How, Isolation, Reads, Work, Writes, pack};
use crate::{Answer, Engine, Origin, Tx, keeper, node, prepare};

/// How long a caller waits before it is told `Busy`.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a lease is looked for that is about to come.
const LOOK: Duration = Duration::from_millis(50);

/// The database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
    patience: Duration,
    /// Whether it is the crate's own housekeeping, which may write without a node number.
    is_house: bool,
    origin: Origin,
}

pub(crate) struct Inner {
    engine: Threads,
    shared: Arc<Shared>,
    url: DbUrl,
    holder: Arc<str>,
    closed: watch::Sender<bool>,
}

pub(crate) enum Threads {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Opens a database: brings its schema up to date, leases a node number and starts its threads.
    ///
    /// # Errors
    /// When the database cannot be reached or trusted, or when its schema is not ours.
    pub async fn open(opening: Opening) -> Outcome<Self> {
        let subscribers = opening.subscribers.clone().into();
        let shared = Arc::new(Shared::new(opening.clock.clone(), subscribers));
        let holder: Arc<str> = format!("{:032x}", rand::random::<u128>()).into();
        let (engine, lease) = match &opening.url {
            DbUrl::Sqlite(path) => open_sqlite(path, &opening, &shared, &holder).await?,
            DbUrl::Postgres(url) => open_postgres(url, &opening, &shared, &holder).await?,
        };
        shared.set_node(lease.number, lease.until);
        let closed = watch::Sender::new(false);
        let url = opening.url.clone();
        let inner = Arc::new(Inner { engine, shared, url, holder, closed });
        start_keeper(&inner)?;
        inner.start_log().await?;
        opening.tell(Stage::Ready);
        Ok(Self::of(inner).patient(opening.patience))
    }

    pub(crate) const fn of(inner: Arc<Inner>) -> Self {
        Self { inner, patience: PATIENCE, is_house: false, origin: Origin::Live }
    }

    /// Runs a closure in a transaction: `Ok` commits, `Err` rolls back.
    ///
    /// Called as `db.tx(async move |tx| { … Ok(answer) }).await`. The closure may run again, so it
    /// does nothing outside the database and consumes nothing. The answer comes after COMMIT: what
    /// it says survives a loss of power.
    pub fn tx<R, F>(&self, f: F) -> Answer<R>
    where
        F: AsyncFn(&mut Tx) -> Outcome<R> + Send + 'static,
        R: Send + 'static,
    {
        self.send(Writes(f), Isolation::Committed)
    }

    /// As [`tx`](Self::tx), as if transactions ran one after the other: for ledger, stock and seats.
    pub fn tx_serializable<R, F>(&self, f: F) -> Answer<R>
    where
        F: AsyncFn(&mut Tx) -> Outcome<R> + Send + 'static,
        R: Send + 'static,
    {
        self.send(Writes(f), Isolation::Serializable)
    }

    /// Runs a closure that only reads, on one snapshot.
    pub fn read<R, F>(&self, f: F) -> Answer<R>
    where
        F: AsyncFn(&Tx) -> Outcome<R> + Send + 'static,
        R: Send + 'static,
    {
        self.send(Reads(f), Isolation::Snapshot)
    }

    /// The same database for work that may take longer than the usual 5 s: seeds, rebuilds, backups.
    #[must_use]
    pub fn patient(&self, patience: Duration) -> Self {
        Self { patience, ..self.clone() }
    }

    /// The same database for imports and seeds: events are marked with where they come from,
    /// also those of verbs that open transactions of their own.
    #[must_use]
    pub fn marked(&self, origin: Origin) -> Self {
        Self { origin, ..self.clone() }
    }

    /// A new id for a row that is prepared outside a transaction.
    #[must_use]
    pub fn new_id<I: Id>(&self) -> I {
        self.inner.shared.new_id(self.clock().now())
    }

    /// Waits until this node may write: a transaction of minutes may have outlived its lease, which
    /// is renewed right behind it.
    pub async fn leased(&self) {
        while !self.inner.shared.may_write() {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// How many statements were run since it was opened.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.inner.shared.statements()
    }

    /// How many other processes use the same database; one that was killed counts for a minute.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn others(&self) -> Outcome<i64> {
        let holder = Arc::clone(&self.inner.holder);
        self.read(async move |tx| node::others(tx, &holder).await).await
    }

    /// The clock of everything that is written.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.shared.clock
    }

    /// Which engine holds the data.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match &self.inner.engine {
            Threads::Sqlite(_) => Engine::Sqlite,
            Threads::Postgres(_) => Engine::Postgres,
        }
    }

    /// Changes whenever another process was seen to have written: what was cached from the
    /// database is to be forgotten then. On PostgreSQL other nodes tell through the bus instead.
    #[must_use]
    pub fn foreign_writes(&self) -> watch::Receiver<u64> {
        self.inner.shared.foreign.subscribe()
    }

    /// A count that is raised by every commit, before whoever wrote is answered: as long as it is the
    /// same, whatever was read since then would be read again. Another process's commits are seen
    /// a quarter of a second late. None where other nodes write the data too (PostgreSQL).
    #[must_use]
    pub fn changes(&self) -> Option<u64> {
        match &self.inner.engine {
            Threads::Sqlite(_) => Some(self.inner.shared.changes()),
            Threads::Postgres(_) => None,
        }
    }

    /// Runs what is queued, gives the node number back and ends the threads. Later calls are
    /// refused.
    pub async fn close(&self) {
        self.inner.closed.send_replace(true);
        let holder = Arc::clone(&self.inner.holder);
        let given = self.house(async move |tx| node::give_back(tx, &holder).await).await;
        if let Err(fault) = given {
            tracing::warn!(%fault, "the node number could not be given back");
        }
        let inner = Arc::clone(&self.inner);
        let ended = tokio::task::spawn_blocking(move || match &inner.engine {
            Threads::Sqlite(file) => file.close(),
            Threads::Postgres(server) => server.close(),
        });
        if let Err(fault) = ended.await {
            tracing::warn!(%fault, "the database's threads did not end well");
        }
    }

    /// Where the data is.
    #[must_use]
    pub fn url(&self) -> &DbUrl {
        &self.inner.url
    }

    pub(crate) fn threads(&self) -> &Threads {
        &self.inner.engine
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.inner.shared
    }

    /// A transaction of the crate's own, which does not need a valid node number.
    pub(crate) fn house<R, F>(&self, f: F) -> Answer<R>
    where
        F: AsyncFn(&mut Tx) -> Outcome<R> + Send + 'static,
        R: Send + 'static,
    {
        Self { is_house: true, ..self.clone() }.send(Writes(f), Isolation::Committed)
    }

    fn send<R, C>(&self, call: C, isolation: Isolation) -> Answer<R>
    where
        R: Send + 'static,
        C: Call<R> + 'static,
    {
        if inside::is_marked() {
            return Answer::refused(misuse("a transaction inside a transaction"));
        }
        let deadline = Instant::now() + self.patience;
        let how = How { isolation, is_house: self.is_house, origin: self.origin };
        let (work, answer) = pack(call, deadline, how);
        if let Err(work) = self.queue(work) {
            work.lose(Fault::Busy);
        }
        answer
    }

    fn queue(&self, work: Box<dyn Work>) -> Result<(), Box<dyn Work>> {
        match &self.inner.engine {
            Threads::Sqlite(file) if work.isolation() == Isolation::Snapshot => file.read(work),
            Threads::Sqlite(file) => file.write(work),
            Threads::Postgres(server) => server.send(work),
        }
    }
}

impl Inner {
    /// Reads where the log stands; on PostgreSQL starts the thread that numbers events.
    async fn start_log(self: &Arc<Self>) -> Outcome<()> {
        let newest = Db::of(Arc::clone(self)).read(async |tx| tx.newest_position().await).await?;
        self.shared.raise_newest(newest);
        let (DbUrl::Postgres(url), Threads::Postgres(server)) = (&self.url, &self.engine) else {
            return Ok(());
        };
        let address: postgres::Address = url.parse()?;
        let pool = address.pool(1)?;
        let (shared, holder) = (Arc::clone(&self.shared), Arc::clone(&self.holder));
        let closed = self.closed.subscribe();
        let thread = postgres::spawn("yaji-db-sequencer", move || async move {
            let hints = postgres::exchange(address, Arc::clone(&shared), closed.clone());
            join(postgres::sequence(pool, shared, holder, closed), hints).await;
        })?;
        server.join_at_close(thread);
        Ok(())
    }
}

async fn open_sqlite(
    path: &std::path::Path,
    opening: &Opening,
    shared: &Arc<Shared>,
    holder: &Arc<str>,
) -> Outcome<(Threads, node::Lease)> {
    let start = sqlite::Start {
        path: path.to_owned(),
        readers: opening.readers,
        shared: Arc::clone(shared),
    };
    let (holder, keeps_schema) = (Arc::clone(holder), opening.keeps_schema);
    let opened = tokio::task::spawn_blocking(move || {
        let (writer, lease) = prepare::sqlite(&start.path, &start.shared, &holder, keeps_schema)?;
        Ok((Threads::Sqlite(Sqlite::start(start, writer)?), lease))
    });
    opened.await.map_err(|error| Fault::broken("opening the database", error))?
}

async fn open_postgres(
    url: &str,
    opening: &Opening,
    shared: &Arc<Shared>,
    holder: &Arc<str>,
) -> Outcome<(Threads, node::Lease)> {
    let address: postgres::Address = url.parse()?;
    let (reply, ready) = oneshot::channel();
    let (there, mine) = (address.clone(), opening.clone());
    let (state, name) = (Arc::clone(shared), Arc::clone(holder));
    // On a thread of its own, as everything that speaks to PostgreSQL.
    postgres::spawn("yaji-db-open", move || async move {
        let prepared = async {
            let pool = there.pool(1)?;
            let client = postgres::client(&pool).await?;
            postgres::check_version(&client).await?;
            prepare::postgres(client, &mine, &state, &name).await
        };
        // Nobody waits when opening was given up.
        let _ = reply.send(prepared.await);
    })?;
    let lease = ready.await.map_err(|error| Fault::broken("opening the database", error))??;
    let start = postgres::Start {
        address,
        threads: opening.readers,
        connections: opening.connections,
        shared: Arc::clone(shared),
    };
    Ok((Threads::Postgres(Postgres::start(&start)?), lease))
}

/// Starts the thread that keeps what is leased.
fn start_keeper(inner: &Arc<Inner>) -> Outcome<JoinHandle<()>> {
    let (weak, holder) = (Arc::downgrade(inner), Arc::clone(&inner.holder));
    let closed = inner.closed.subscribe();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|error| Fault::broken("starting the database's keeper", error))?;
    std::thread::Builder::new()
        .name("yaji-db-keeper".to_owned())
        .spawn(move || runtime.block_on(keeper::keep(weak, holder, closed)))
        .map_err(|error| Fault::broken("starting the database's keeper", error))
}
