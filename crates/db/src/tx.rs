//! One transaction, as the closures see it.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Cells, Fault, FromRow, Id, Outcome, Ts};

use crate::engine::{Conn, postgres, sqlite};
use crate::event::insert_events;
use crate::failure::{Failure, Kind, misuse};
use crate::shared::Shared;
use crate::{Args, Engine, Origin, Sql};

/// A transaction, or one snapshot of the database for reading.
///
/// `exec` and everything else that writes takes `&mut self`, so a write inside
/// [`Db::read`](crate::Db::read) does not compile; `one` and `list` take `&self`, so independent
/// reads can be joined with `try_join!`.
pub struct Tx {
    conn: Conn,
    shared: Arc<Shared>,
    now: Ts,
    changes: Option<u64>,
    failure: Mutex<Option<Kind>>,
    pub(crate) context: Context,
    pub(crate) after: After,
    /// What is written just before the commit that this closure shares with others.
    pub(crate) late: Vec<(Sql, Args)>,
    /// The end of the log after this closure's own last event; the closure alone writes until its
    /// end.
    pub(crate) log_end: Option<(i64, Vec<u8>)>,
    /// The rows of events that were announced and are not written yet.
    unwritten: Mutex<Vec<Args>>,
}

/// Who acts, and what the events of this transaction are marked with.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Context {
    pub(crate) actor: Option<i64>,
    pub(crate) origin: Origin,
    pub(crate) occurred_at: Option<Ts>,
}

/// What others are told once the transaction is committed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct After {
    /// Events were written, the newest of them at this position where it is known by then.
    pub(crate) announced: Option<i64>,
    /// Jobs were pushed.
    pub(crate) pushed: bool,
}

impl After {
    /// Adds what another closure of the same commit leaves behind.
    pub(crate) fn join(&mut self, other: Self) {
        self.announced = self.announced.max(other.announced);
        self.pushed |= other.pushed;
    }
}

impl Tx {
    pub(crate) fn new(conn: Conn, shared: Arc<Shared>) -> Self {
        let now = shared.clock.now();
        let (context, after) = (Context::default(), After::default());
        let (failure, unwritten) = (Mutex::new(None), Mutex::new(Vec::new()));
        let (changes, late, log_end) = (None, Vec::new(), None);
        Self { conn, shared, now, changes, failure, context, after, late, log_end, unwritten }
    }

    /// Forgets the closure before and takes the time for the next one.
    pub(crate) fn begin_work(&mut self, origin: Origin, only_reads: bool) {
        self.now = self.shared.clock.now();
        // Counted before the first statement, which takes the snapshot: what is read is no older.
        let counts = only_reads && matches!(self.conn, Conn::Sqlite(_));
        self.changes = counts.then(|| self.shared.changes());
        *self.failure.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        self.context = Context { origin, ..Context::default() };
        self.after = After::default();
        self.late.clear();
        self.log_end = None;
        self.unwritten.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) const fn conn(&self) -> &Conn {
        &self.conn
    }

    pub(crate) fn into_conn(self) -> Conn {
        self.conn
    }

    pub(crate) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// The first statement that failed, if one did.
    pub(crate) fn failure(&self) -> Option<Kind> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Which engine answers.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.conn.engine()
    }

    /// The time of this transaction; it stands still while it runs.
    #[must_use]
    pub const fn now(&self) -> Ts {
        self.now
    }

    /// [`Db::changes`](crate::Db::changes) as it was before this snapshot was taken: what is read
    /// here would be read again as long as that count stays. None where something may be written.
    #[must_use]
    pub const fn changes(&self) -> Option<u64> {
        self.changes
    }

    /// A new id, later than every id that this node made before.
    pub fn new_id<I: Id>(&mut self) -> I {
        self.shared.new_id(self.now)
    }

    /// Runs a statement that writes; how many rows it changed.
    ///
    /// # Errors
    /// What the engine refuses; see [`OnUnique`](crate::OnUnique) for values that exist already.
    pub async fn exec(&mut self, sql: Sql, args: Args) -> Outcome<u64> {
        self.before(sql).await?;
        self.run(sql, &args).await
    }

    /// Runs a statement that this transaction does not read back: on the embedded database just
    /// before the commit, after every closure that shares it, and with their fate.
    pub(crate) async fn exec_late(&mut self, sql: Sql, args: Args) -> Outcome<()> {
        match &self.conn {
            Conn::Sqlite(_) => {
                self.late.push((sql, args));
                Ok(())
            }
            Conn::Postgres(_) => self.exec(sql, args).await.map(drop),
        }
    }

    /// Runs a statement that writes and answers with rows (`RETURNING`).
    ///
    /// # Errors
    /// As [`exec`](Self::exec), and when a row is not what `T` expects.
    pub async fn returning<T: FromRow>(&mut self, sql: Sql, args: Args) -> Outcome<Vec<T>> {
        self.query(sql, args).await
    }

    /// Reads at most one row.
    ///
    /// # Errors
    /// When the statement is wrong, when there is more than one row, or a row is not what `T`
    /// expects.
    pub async fn one<T: FromRow>(&self, sql: Sql, args: Args) -> Outcome<Option<T>> {
        let mut rows = self.query(sql, args).await?;
        if rows.len() > 1 {
            return Err(misuse("one row was asked for and several came"));
        }
        Ok(rows.pop())
    }

    /// Reads all rows.
    ///
    /// # Errors
    /// When the statement is wrong or a row is not what `T` expects.
    pub async fn list<T: FromRow>(&self, sql: Sql, args: Args) -> Outcome<Vec<T>> {
        self.query(sql, args).await
    }

    /// Locks rows until the end of the transaction, by a statement with `{for_update}` that reads
    /// their ids. On the embedded database whoever writes is alone, and nothing is asked.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn lock(&mut self, sql: Sql, args: Args) -> Outcome<()> {
        if matches!(self.conn, Conn::Sqlite(_)) {
            return Ok(());
        }
        self.query::<i64>(sql, args).await.map(drop)
    }

    /// Whose act this transaction is: what its events name as their actor.
    pub fn acting(&mut self, actor: impl Id) {
        self.context.actor = Some(actor.get());
    }

    /// Where the events of this transaction come from; `Live` unless said otherwise.
    pub const fn origin(&mut self, origin: Origin) {
        self.context.origin = origin;
    }

    /// When the events of this transaction really happened, for imports and seeds; now unless said
    /// otherwise.
    pub const fn occurring(&mut self, at: Ts) {
        self.context.occurred_at = Some(at);
    }

    /// What has to be so before a statement is run: none before it failed, and what was announced is
    /// written where it asks for the log.
    async fn before(&self, sql: Sql) -> Outcome<()> {
        self.check_alive()?;
        if sql.0.names_log() { self.write_log().await } else { Ok(()) }
    }

    async fn run(&self, sql: Sql, args: &Args) -> Outcome<u64> {
        self.shared.count_statement();
        let done = match &self.conn {
            Conn::Sqlite(conn) => sqlite::exec(conn, sql, args),
            Conn::Postgres(client) => postgres::exec(client, sql, args).await,
        };
        self.noted(sql, done)
    }

    /// Keeps the row of an event to be written with others of the same transaction, before its end;
    /// how many wait.
    pub(crate) fn keep_event(&mut self, row: Args) -> usize {
        let unwritten = self.unwritten.get_mut().unwrap_or_else(PoisonError::into_inner);
        unwritten.push(row);
        unwritten.len()
    }

    /// Writes the events that wait for it, in the order in which they were announced.
    pub(crate) async fn write_log(&self) -> Outcome<()> {
        let rows = {
            let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *unwritten)
        };
        if rows.is_empty() || self.failure().is_some() {
            return Ok(());
        }
        self.run(insert_events(), &Args::rows(rows)).await.map(drop)
    }

    async fn query<T: FromRow>(&self, sql: Sql, args: Args) -> Outcome<Vec<T>> {
        self.before(sql).await?;
        self.shared.count_statement();
        let mut rows = Vec::new();
        let mut each = |row: &dyn Cells| {
            let row = T::from_row(row).map_err(|bad| Failure::new(Kind::Other, bad.to_string()))?;
            rows.push(row);
            Ok(())
        };
        let shape = Shape { width: T::WIDTH, names: T::COLUMNS };
        let done = match &self.conn {
            Conn::Sqlite(conn) => sqlite::query(conn, sql, &args, shape, &mut each),
            Conn::Postgres(client) => postgres::query(client, sql, &args, shape, &mut each).await,
        };
        self.noted(sql, done)?;
        Ok(rows)
    }

    /// Runs several statements without arguments: the schema's only.
    pub(crate) async fn batch(&mut self, text: &str) -> Outcome<()> {
        let done = match &self.conn {
            Conn::Sqlite(_) => sqlite::with_connection(self, |conn| Ok(conn.execute_batch(text)?)),
            Conn::Postgres(client) => postgres::simple(client, text).await,
        };
        done.map_err(Fault::from)
    }

    fn check_alive(&self) -> Outcome<()> {
        match self.failure() {
            None => Ok(()),
            Some(_) => Err(misuse("a statement after one that failed")),
        }
    }

    /// Keeps in mind that a statement failed: the transaction cannot be committed any more.
    pub(crate) fn noted<T>(&self, sql: Sql, done: Result<T, Failure>) -> Outcome<T> {
        done.map_err(|failure| {
            let mut first = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            if first.is_none() {
                *first = Some(failure.kind.clone());
            }
            Fault::from(failure.at(sql.0.place()))
        })
    }
}

/// What a query's answer must look like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    width: usize,
    names: Option<&'static [&'static str]>,
}

impl Shape {
    /// Compares the statement's columns; their names in debug builds only.
    pub(crate) fn check<'n, N: IntoIterator<Item = &'n str>>(
        &self,
        count: usize,
        columns: impl FnOnce() -> N,
    ) -> Result<(), Failure> {
        if count != self.width {
            let text = format!("{count} columns where {} are read", self.width);
            return Err(Failure::new(Kind::Other, text));
        }
        if !cfg!(debug_assertions) {
            return Ok(());
        }
        let differs = |(name, column): &(&&str, &str)| name.trim_start_matches("r#") != *column;
        let pair = self.names.and_then(|names| names.iter().zip(columns()).find(differs));
        pair.map_or(Ok(()), |(name, column)| {
            let text = format!("the column {column} stands where {name} is read");
            Err(Failure::new(Kind::Other, text))
        })
    }
}
