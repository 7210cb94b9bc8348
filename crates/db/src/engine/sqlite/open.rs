//! Opening connections to one SQLite file.

use std::path::Path;
use std::time::Duration;

use kernel::{Fault, Outcome};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::failure::{Failure, Kind};

/// How long a statement waits for another process's lock.
const BUSY: Duration = Duration::from_secs(5);
/// Statements kept prepared on each connection.
const PREPARED: usize = 1024;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
    /// Reads, and may write another file.
    Copier,
}

/// Opens a connection and checks that the file can be trusted with acknowledged writes.
pub(crate) fn open(path: &Path, role: Role) -> Outcome<Connection> {
    connect(path, role).map_err(|failure| {
        let doing = format!("{}: {}", path.display(), failure.text);
        Fault::broken("opening the database", doing)
    })
}

fn connect(path: &Path, role: Role) -> Result<Connection, Failure> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if role == Role::Writer {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags)?;
    conn.set_prepared_statement_cache_capacity(PREPARED);
    // Without it the planner looks at values, LIMIT's too, and every statement that it has looked
    // into is parsed and planned again at its next use.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.busy_timeout(BUSY)?;
    if role == Role::Writer {
        let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if !mode.eq_ignore_ascii_case("wal") {
            let text = format!("write-ahead logging is refused here (journal mode is {mode})");
            return Err(Failure::new(Kind::Other, text));
        }
    }
    // The file is not mapped: each connection's map counts again what the system keeps once, and
    // reading from there costs little more (docs/performance.md).
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -4000; PRAGMA mmap_size = 0; PRAGMA wal_autocheckpoint = 4000;",
    )?;
    if role == Role::Reader {
        conn.execute_batch("PRAGMA query_only = ON")?;
    }
    Ok(conn)
}
