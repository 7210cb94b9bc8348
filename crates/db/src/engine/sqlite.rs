//! SQLite: one file, one writer thread that commits queued closures together, reader threads.

mod backup;
mod open;
mod reader;
mod refusal;
mod statement;
mod threads;
mod writer;

pub(crate) use backup::{check, copy};
pub(crate) use open::{Role, open};
pub(crate) use statement::{bulk, exec, query};
pub(crate) use threads::{Sqlite, Start, frame, with_connection};
