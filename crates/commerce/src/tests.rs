//! Buying on both engines, from the order to the books.

mod buying;
mod invariants;
mod members;
mod notices;
mod refunds;
mod selling;
mod world;
