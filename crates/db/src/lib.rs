//! The data of a site: transactions on SQLite and PostgreSQL behind one face, and what is written
//! through them: the event log, the job queue, the search index.
//!
//! Everything is one SQL text by hand ([`sql!`]), run in a closure on the database's own threads:
//!
//! ```text
//! row! {
//!     /// A space in a list.
//!     pub struct SpaceRow { pub id: SpaceId, pub name: String }
//! }
//!
//! let id = db.tx(async move |tx| {
//!     let id: SpaceId = tx.new_id();
//!     tx.exec(sql!("INSERT INTO spaces (id, name) VALUES ($1, $2)"), args![id, name])
//!         .await
//!         .on_unique("spaces.name", "space.name_taken")?;
//!     tx.announce(SpaceOpened { space: id }).await?;
//!     Ok(id)
//! }).await?;
//! let spaces: Vec<SpaceRow> =
//!     db.read(async |tx| tx.list(sql!("SELECT id, name FROM spaces"), args![]).await).await?;
//! ```
//!
//! A closure may run again, so it does nothing outside the database and consumes nothing.
#![deny(missing_docs)]

extern crate self as db;

mod args;
mod backup;
mod bulk;
mod database;
mod engine;
mod event;
mod failure;
mod figures;
mod job;
mod keeper;
mod migrate;
mod node;
mod opening;
mod portable;
mod prepare;
mod queue;
mod row;
mod search;
mod shared;
mod sql;
mod subscriber;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod work;

pub use args::Args;
pub use database::Db;
pub use engine::Engine;
pub use event::{ChainPlace, ChainReport, Entry, Event, EventId, Origin, Past, Recorded};
pub use failure::OnUnique;
pub use figures::{CursorFigure, Figures, QueueFigure};
pub use job::{BadSchedule, DeadJob, Job, JobId, Run, Workers};
pub use kernel::{BadCell, Bind, Cell, Cells, Column, FromRow, Val, column};
pub use opening::{DbUrl, Opening, Stage};
pub use portable::restore;
pub use search::{SearchDoc, SearchDocId, SearchPart};
pub use sql::{LIST_MAX, Sql, Statement, statements};
pub use subscriber::{Rebuildable, Subscriber};
pub use tx::Tx;
pub use work::Answer;

#[cfg(feature = "testing")]
pub use db_macros::db_test;
#[doc(hidden)]
pub use inventory;
#[doc(hidden)]
pub use sql::Registered;
