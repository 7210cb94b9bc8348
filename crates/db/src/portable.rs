//! The portable form of a database: one SQLite file with the whole schema, whichever engine it
//! comes from and whichever it goes to.
//!
//! Rows travel as they are: the columns of both engines have the same names, and their values are
//! numbers, yes or no, texts and bytes. Only the words of the search index have another form on
//! each engine and are written anew.

mod export;
mod fill;
mod table;
mod words;

use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use kernel::{Fault, Outcome};
use tokio::sync::oneshot;

use crate::engine::postgres::{self, Address};
use crate::{Db, DbUrl, Opening};

const DOING: &str = "restoring the database";

/// Writes a consistent copy of a PostgreSQL database into a new file, while the site goes on.
pub(crate) async fn export(url: &str, to: &Path) -> Outcome<()> {
    let (address, to) = (url.parse::<Address>()?, to.to_owned());
    on_thread("yaji-db-copy", move || async move { export::run(&address, &to).await }).await
}

/// Fills an empty place with a copy that [`Db::copy_to`] has written, on either engine: a new
/// file, or a PostgreSQL database without a table. A copy of an older schema is brought up to
/// date. `scratch` is a folder with room for the copy.
///
/// # Errors
/// `Conflict` with `restore.not_empty` when something is there already; when the copy cannot be
/// read or the place cannot be written.
pub async fn restore(url: &DbUrl, copy: &Path, scratch: &Path) -> Outcome<()> {
    match url {
        DbUrl::Sqlite(path) => {
            if path.exists() {
                return Err(Fault::Conflict("restore.not_empty"));
            }
            place(copy.to_owned(), path.clone()).await?;
            up_to_date(url.clone()).await
        }
        DbUrl::Postgres(text) => {
            let address: Address = text.parse()?;
            let there = address.clone();
            on_thread("yaji-db-fill", move || async move { fill::refuse_tables(&there).await })
                .await?;
            let name = format!("restore-{:016x}.db", rand::random::<u64>());
            let own = Scratch(scratch.join(name));
            place(copy.to_owned(), own.0.clone()).await?;
            up_to_date(DbUrl::Sqlite(own.0.clone())).await?;
            up_to_date(url.clone()).await?;
            let from = own.0.clone();
            on_thread("yaji-db-fill", move || async move { fill::run(&address, &from).await }).await
        }
    }
}

/// A file that goes when it is dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(suffix);
            // What was never made need not go.
            let _ = std::fs::remove_file(path);
        }
    }
}

async fn place(from: PathBuf, to: PathBuf) -> Outcome<()> {
    let copied = tokio::task::spawn_blocking(move || {
        let mut source = std::fs::File::open(&from)?;
        // What members wrote is nobody else's on this machine.
        let mut options = std::fs::OpenOptions::new();
        let mut target = options.write(true).create_new(true).mode(0o600).open(&to)?;
        std::io::copy(&mut source, &mut target)?;
        target.sync_all()
    });
    let copied = copied.await.map_err(|error| Fault::broken(DOING, error))?;
    copied.map_err(|error| Fault::broken(DOING, error))
}

async fn up_to_date(url: DbUrl) -> Outcome<()> {
    Db::open(Opening::new(url)).await?.close().await;
    Ok(())
}

/// Runs something slow on a thread of its own, as everything that speaks to PostgreSQL.
async fn on_thread<R, F, G>(name: &str, run: G) -> Outcome<R>
where
    R: Send + 'static,
    F: Future<Output = Outcome<R>>,
    G: FnOnce() -> F + Send + 'static,
{
    let (reply, done) = oneshot::channel();
    postgres::spawn(name, move || async move {
        // Nobody waits when the caller gave up.
        let _ = reply.send(run().await);
    })?;
    done.await.map_err(|error| Fault::broken("copying the database", error))?
}
