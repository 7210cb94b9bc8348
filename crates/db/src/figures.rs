//! How the database fares: what an operator watches.

use std::sync::atomic::Ordering;

use kernel::Outcome;

use crate::database::Threads;
use crate::{Args, Db, Engine, Tx, args, row, sql};

/// How long ago a job was due that should have been begun by now, in seconds.
const LEFT_S: i64 = 30 * 60;

row! {
    /// A queue of jobs.
    pub struct QueueFigure {
        /// The queue.
        pub queue: String,
        /// Jobs that are due and not yet done, counted up to 10,000 over all queues.
        pub due: i64,
    }
}

row! {
    /// A subscriber that follows by its own cursor.
    pub struct CursorFigure {
        /// Its name.
        pub name: String,
        /// The position up to which it has applied the log.
        pub position: i64,
        /// How often it has failed at the next event.
        pub failures: i64,
        /// What it said the last time.
        pub last_error: Option<String>,
    }
}

/// How the database fares.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Closures that wait for a thread.
    pub waiting: usize,
    /// The newest position of the log.
    pub newest: i64,
    /// Events that have no position yet, counted up to 10,000.
    pub unnumbered: i64,
    /// Queues with jobs that are due.
    pub queues: Vec<QueueFigure>,
    /// Jobs that lie dead.
    pub dead: i64,
    /// The kind of a job that was due half an hour ago and that nobody has begun: no node knows it,
    /// or none works.
    pub left: Option<String>,
    /// Every cursor.
    pub cursors: Vec<CursorFigure>,
}

impl Db {
    /// How the database fares now.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn figures(&self) -> Outcome<Figures> {
        let waiting = self.waiting();
        let mut figures = self.read(async |tx| read(tx).await).await?;
        figures.waiting = waiting;
        Ok(figures)
    }

    /// Closures that wait for a thread.
    #[must_use]
    pub fn waiting(&self) -> usize {
        match self.threads() {
            Threads::Sqlite(file) => file.waiting(),
            Threads::Postgres(server) => server.waiting(),
        }
    }

    /// Whether this process gives events their positions, and so knows the newest first.
    #[must_use]
    pub fn numbers_events(&self) -> bool {
        self.engine() == Engine::Sqlite || self.shared().numbers.load(Ordering::Acquire)
    }

    /// Looks for news in the log at once, as after a hint from another node: whatever the hint
    /// said, the log itself decides.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look(&self) -> Outcome<()> {
        let newest = self.read(async |tx| tx.newest_position().await).await?;
        self.shared().raise_newest(newest);
        Ok(())
    }
}

row! {
    struct SettingRow {
        name: String,
        setting: String,
    }
}

impl Db {
    /// What stands in the way of keeping acknowledged writes through a loss of power; nothing when
    /// all is well. On SQLite each connection sees to it itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn durability(&self) -> Outcome<Vec<String>> {
        if self.engine() == Engine::Sqlite {
            return Ok(Vec::new());
        }
        let asked = sql! {
            sqlite: "SELECT 'fsync' AS name, 'on' AS setting",
            pg: "SELECT name, setting FROM pg_settings
                 WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
        };
        let rows: Vec<SettingRow> =
            self.read(async move |tx| tx.list(asked, Args::default()).await).await?;
        let is_weak = |row: &&SettingRow| row.setting == "off";
        let weak = rows.iter().filter(is_weak).map(|row| format!("{} is off", row.name));
        Ok(weak.collect())
    }

    /// The name of the newest step of the schema.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_migration(&self) -> Outcome<String> {
        let newest = sql!("SELECT name FROM migrations ORDER BY number DESC LIMIT 1");
        let newest = self.read(async move |tx| tx.one(newest, Args::default()).await).await?;
        Ok(newest.unwrap_or_default())
    }
}

async fn read(tx: &Tx) -> Outcome<Figures> {
    let queues = sql!(QueueFigure:
        "SELECT queue, count(*) AS due FROM (
           SELECT queue FROM jobs WHERE state = 'waiting' AND run_at <= $1 LIMIT 10000) AS due
         GROUP BY queue ORDER BY queue");
    let dead = sql!("SELECT count(*) FROM jobs WHERE state = 'dead' AND ended_at > 0");
    let left = sql!(
        "SELECT kind FROM jobs
          WHERE state = 'waiting' AND run_at < $1 AND leased_until = 0 AND attempts = 0 LIMIT 1"
    );
    let long_ago = tx.now().plus_seconds(-LEFT_S);
    let cursors = sql!(CursorFigure:
        "SELECT name, position, failures, last_error FROM cursors ORDER BY name");
    let unnumbered = sql!(
        "SELECT count(*) FROM (
           SELECT seq FROM events WHERE position IS NULL AND seq > 0 LIMIT 10000) AS unnumbered"
    );
    Ok(Figures {
        waiting: 0,
        newest: tx.newest_position().await?,
        unnumbered: tx.one(unnumbered, Args::default()).await?.unwrap_or(0),
        queues: tx.list(queues, args![tx.now()]).await?,
        dead: tx.one(dead, Args::default()).await?.unwrap_or(0),
        left: tx.one(left, args![long_ago]).await?,
        cursors: tx.list(cursors, Args::default()).await?,
    })
}
