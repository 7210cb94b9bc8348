//! Finding what was written: search, feeds, the map for search engines.
//!
//! Everything here is decided by `community`'s reach: what a viewer may read is a list of gates,
//! and each statement takes that list.
#![deny(missing_docs)]

mod address;
mod feed;
mod map;
mod routes;
pub mod search;
mod texts;

pub use routes::routes;
pub use texts::Texts;

#[cfg(test)]
mod tests;
