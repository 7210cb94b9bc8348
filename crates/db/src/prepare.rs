//! What happens to a database before its threads start: the schema, and a node number.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::Object;
use futures_util::FutureExt;
use kernel::{Clock, Fault, Outcome};
use rusqlite::Connection;

use crate::engine::{Conn, postgres, sqlite};
use crate::failure::{Kind, misuse};
use crate::node::Lease;
use crate::opening::{Opening, Stage};
use crate::shared::Shared;
use crate::work::WAITED;
use crate::{Tx, migrate, node};

/// How long one node may take for its migrations before another tries, in seconds.
const MIGRATION_S: i64 = 300;
/// How often a node that waits looks whether the schema is up to date.
const LOOK: Duration = Duration::from_millis(200);
/// How often two nodes that start at one moment may hinder each other.
const TRIES: u32 = 20;

/// Opens a file for writing, brings its schema up to date and leases a node number.
pub(crate) fn sqlite(
    path: &Path,
    shared: &Arc<Shared>,
    holder: &str,
    keeps_schema: bool,
) -> Outcome<(Connection, Lease)> {
    let conn = sqlite::open(path, sqlite::Role::Writer)?;
    let mut tx = Tx::new(Conn::Sqlite(Mutex::new(conn)), Arc::clone(shared));
    sqlite::frame(&tx, "BEGIN IMMEDIATE")?;
    let ready = async {
        migrate::lay_ground(&mut tx).await?;
        if keeps_schema && migrate::is_behind(&tx).await? {
            return Err(Fault::Conflict("database.behind"));
        }
        migrate::migrate(&mut tx).await?;
        node::lease(&mut tx, holder).await
    };
    let lease = ready.now_or_never().ok_or_else(|| misuse(WAITED))??;
    sqlite::frame(&tx, "COMMIT")?;
    match tx.into_conn() {
        Conn::Sqlite(conn) => {
            Ok((conn.into_inner().unwrap_or_else(PoisonError::into_inner), lease))
        }
        Conn::Postgres(_) => Err(misuse("not SQLite")),
    }
}

/// Makes a file with the whole schema and no rows but those that migrations write.
pub(crate) fn blank(path: &Path, shared: &Arc<Shared>) -> Outcome<Tx> {
    let conn = sqlite::open(path, sqlite::Role::Writer)?;
    let mut tx = Tx::new(Conn::Sqlite(Mutex::new(conn)), Arc::clone(shared));
    sqlite::frame(&tx, "BEGIN IMMEDIATE")?;
    let ready = async {
        migrate::lay_ground(&mut tx).await?;
        migrate::migrate(&mut tx).await
    };
    ready.now_or_never().ok_or_else(|| misuse(WAITED))??;
    sqlite::frame(&tx, "COMMIT")?;
    Ok(tx)
}

/// Brings the schema of a PostgreSQL database up to date, or waits while another node does, and
/// leases a node number.
pub(crate) async fn postgres(
    client: Object,
    opening: &Opening,
    shared: &Arc<Shared>,
    holder: &str,
) -> Outcome<Lease> {
    let ground = Ground { client: Arc::new(client), shared, holder };
    ground.framed(async |tx| migrate::lay_ground(tx).await).await?;
    if opening.keeps_schema && ground.framed(async |tx| migrate::is_behind(tx).await).await? {
        return Err(Fault::Conflict("database.behind"));
    }
    while ground.framed(async |tx| migrate::is_behind(tx).await).await? {
        let until = Clock::system().now().plus_seconds(MIGRATION_S);
        let take = async |tx: &mut Tx| migrate::take_lease(tx, "migrations", holder, until).await;
        if ground.framed(take).await? {
            opening.tell(Stage::Migrating);
            let migrated = ground.framed(async |tx| migrate::migrate(tx).await).await;
            let give = async |tx: &mut Tx| migrate::drop_lease(tx, "migrations", holder).await;
            ground.framed(give).await?;
            migrated?;
        } else {
            opening.tell(Stage::WaitingForMigration);
            tokio::time::sleep(LOOK).await;
        }
    }
    // The steps that were taken are compared even when none is left to take.
    ground.framed(async |tx| migrate::migrate(tx).await).await?;
    ground.framed(async |tx| node::lease(tx, holder).await).await
}

/// One connection on which transactions run before there are threads for them.
struct Ground<'a> {
    client: Arc<Object>,
    shared: &'a Arc<Shared>,
    holder: &'a str,
}

impl Ground<'_> {
    async fn framed<R>(&self, run: impl AsyncFn(&mut Tx) -> Outcome<R>) -> Outcome<R> {
        for _ in 0..TRIES {
            let mut tx = Tx::new(Conn::Postgres(Arc::clone(&self.client)), Arc::clone(self.shared));
            postgres::simple(&self.client, "BEGIN").await?;
            let done = run(&mut tx).await;
            let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
            postgres::simple(&self.client, end).await?;
            match tx.failure() {
                Some(Kind::Retry | Kind::Unique(_)) => tokio::time::sleep(LOOK / 10).await,
                _ => return done,
            }
        }
        Err(Fault::broken("preparing the database", format!("{} lost each time", self.holder)))
    }
}
