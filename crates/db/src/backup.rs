//! Copies and checks of the embedded database; PostgreSQL brings its own tools for both.

use std::path::{Path, PathBuf};

use kernel::{Fault, Outcome};

use crate::engine::sqlite;
use crate::{Db, DbUrl};

/// Why PostgreSQL is not copied by us.
const OTHER: &str = "PostgreSQL is backed up and checked by its own tools (pg_dump, pg_amcheck)";

impl Db {
    /// Writes a whole, compact copy of the database into a file that must not exist yet, while the
    /// site goes on; the copy is one snapshot and is on the disk when this answers.
    ///
    /// # Errors
    /// When the file exists or cannot be written, and on PostgreSQL.
    pub async fn copy_to(&self, file: &Path) -> Outcome<()> {
        let from = self.file()?;
        let to = file.to_owned();
        apart(move || sqlite::copy(&from, &to)).await
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
            DbUrl::Postgres(_) => Err(Fault::broken("copying the database", OTHER)),
        }
    }
}

/// Runs something slow beside the tasks.
async fn apart<R: Send + 'static>(run: impl FnOnce() -> Outcome<R> + Send + 'static) -> Outcome<R> {
    let done = tokio::task::spawn_blocking(run).await;
    done.map_err(|error| Fault::broken("reading the database's file", error))?
}
