//! Copies of a database, and checks of the embedded one.

use std::path::{Path, PathBuf};

use kernel::{Fault, Outcome};

use crate::engine::sqlite;
use crate::{Db, DbUrl, portable};

/// Why PostgreSQL's files are not checked by us.
const OTHER: &str = "PostgreSQL checks its files with its own tools (pg_amcheck)";

impl Db {
    /// Writes a whole, compact copy of the database into a file that must not exist yet, while the
    /// site goes on. The copy is one snapshot in the form of the embedded database, from either
    /// engine, and is on the disk when this answers; [`restore`](crate::restore) reads it.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or the database fails.
    pub async fn copy_to(&self, file: &Path) -> Outcome<()> {
        match self.url() {
            DbUrl::Sqlite(path) => {
                let (from, to) = (path.clone(), file.to_owned());
                apart(move || sqlite::copy(&from, &to)).await
            }
            DbUrl::Postgres(url) => portable::export(url, file).await,
        }
    }

    /// What is wrong with the database's file and its references; nothing when it is sound.
    ///
    /// # Errors
    /// When the file cannot be read, and on PostgreSQL.
    pub async fn check_file(&self) -> Outcome<Vec<String>> {
        let path = self.file()?;
        apart(move || sqlite::check(&path)).await
    }

    fn file(&self) -> Outcome<PathBuf> {
        match self.url() {
            DbUrl::Sqlite(path) => Ok(path.clone()),
            DbUrl::Postgres(_) => Err(Fault::broken("checking the database", OTHER)),
        }
    }
}

/// Runs something slow beside the tasks.
async fn apart<R: Send + 'static>(run: impl FnOnce() -> Outcome<R> + Send + 'static) -> Outcome<R> {
    let done = tokio::task::spawn_blocking(run).await;
    done.map_err(|error| Fault::broken("reading the database's file", error))?
}
