//! Products, prices, orders, payments, refunds, and the books of all that.
//!
//! `order::place` → `payment::begin` → a provider's notice (`payment::receive`) → settled, given,
//! receipted in one serialisable transaction. `product::offers_for` says what opens a gate.
#![deny(missing_docs)]

pub mod checkout;
pub mod events;
pub mod export;
mod jobs;
pub mod ledger_book;
mod mails;
mod members;
pub mod membership;
pub mod order;
pub mod payment;
pub mod policy;
pub mod product;
pub mod provider;
pub mod refund;
mod routes;
pub mod sandbox;
mod step;
#[cfg(test)]
mod tests;
mod texts;

pub use jobs::{AskProviders, ExpireOrders, RemindMembers, workers};
pub use product::{Offer, card, offers_for};
pub use provider::{Provider, Providers};
pub use routes::routes;
pub use sandbox::Sandbox;
pub use step::Step;
pub use texts::Texts;

/// The subscribers of this slice, for the wiring.
#[must_use]
pub fn subscribers() -> Vec<db::Subscriber> {
    vec![sandbox::subscriber(), members::subscriber()]
}
