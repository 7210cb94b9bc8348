//! The two engines behind one face.

use std::sync::{Arc, Mutex};

pub(crate) mod postgres;
pub(crate) mod sqlite;

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The embedded default: one file, one writer, several readers.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol.
    Postgres,
}

/// The connection that a transaction runs on.
pub(crate) enum Conn {
    /// The lock is never contended: it makes the transaction shareable between joined reads.
    Sqlite(Mutex<rusqlite::Connection>),
    /// Shared with the transaction's frame, which sends BEGIN and COMMIT.
    Postgres(Arc<deadpool_postgres::Object>),
}

impl Conn {
    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

/// Marks the threads on which closures run, so that a transaction inside a transaction is refused.
pub(crate) mod inside {
    use std::cell::Cell;

    thread_local! {
        static INSIDE: Cell<bool> = const { Cell::new(false) };
    }

    pub(crate) fn mark() {
        INSIDE.set(true);
    }

    pub(crate) fn is_marked() -> bool {
        INSIDE.get()
    }
}
