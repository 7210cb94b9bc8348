//! What the database promises, on both engines.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[path = "data/notes.rs"]
mod notes;
#[path = "data/transaction.rs"]
mod transaction;
