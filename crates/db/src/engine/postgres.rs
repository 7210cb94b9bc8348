//! PostgreSQL: a few threads, each with a runtime and a pool of connections of its own.

mod copy;
mod hints;
mod line;
mod pool;
mod refusal;
mod runner;
mod sequencer;
mod statement;
mod threads;

pub(crate) use copy::{Copy, bulk};
pub(crate) use hints::exchange;
pub(crate) use pool::{Address, check_version, client, simple};
pub(crate) use sequencer::run as sequence;
pub(crate) use statement::{exec, query};
pub(crate) use threads::{Postgres, Start, spawn};
