//! What the database promises, on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

#[path = "data/cluster.rs"]
mod cluster;
#[path = "data/copy.rs"]
mod copy;
#[path = "data/event.rs"]
mod event;
#[path = "data/job.rs"]
mod job;
#[path = "data/notes.rs"]
mod notes;
#[path = "data/schema.rs"]
mod schema;
#[path = "data/search.rs"]
mod search;
#[path = "data/strain.rs"]
mod strain;
#[path = "data/tls.rs"]
mod tls;
#[path = "data/transaction.rs"]
mod transaction;
