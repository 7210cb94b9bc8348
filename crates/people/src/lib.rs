//! Accounts, sign-in, roles, profiles, consent, export, erasure.
//!
//! `join::visitor` makes the account of somebody who pays, `member::number::paid` notes that they
//! have, `may_write::check` is asked before a post or comment is written.
#![deny(missing_docs)]

pub mod address;
pub mod browser;
pub mod claim;
pub mod code;
pub mod concern;
pub mod consent;
pub mod device;
pub mod erase;
mod events;
pub mod export;
pub mod factor;
mod form;
pub mod handle;
mod headers;
pub mod join;
pub mod letter;
pub mod may_write;
pub mod member;
pub mod passkey;
pub mod password;
pub mod policy;
pub mod profile;
pub mod role;
mod routes;
mod secret;
pub mod settings;
mod setup;
pub mod sign_in;
pub mod studio;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod texts;
mod upkeep;
pub mod way_in;
pub mod welcome;

pub use events::*;
pub use routes::routes;
pub use setup::People;
pub use texts::Texts;
pub use upkeep::{subscribers, work};
