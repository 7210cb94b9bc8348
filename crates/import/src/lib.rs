//! Brings a community in from another system: every source row is placed or listed with a reason,
//! and placing it again changes nothing.
//!
//! `stackexchange::run(&db, &wish, &bar).await?` gives a [`Report`]; nobody is written to and
//! nothing is shown live, because every event has the origin `import`.
#![deny(missing_docs)]

mod keys;
mod report;
pub mod stackexchange;

pub use report::{Report, Tally};
