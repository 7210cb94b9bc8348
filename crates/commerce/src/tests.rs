//! Buying on both engines, from the order to the books.

mod invariants;
mod notices;
mod refunds;
mod world;
