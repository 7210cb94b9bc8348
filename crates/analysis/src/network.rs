//! Networks of members: who matters, who belongs together, how a thing spreads.
//!
//! A network is a [`Graph`] of ties between members, made from replies, mentions, reactions and
//! messages by [`ties`]. All methods take it by reference, allocate what they need and give the
//! same answer for the same seed.

mod betweenness;
mod bridges;
mod communities;
mod contacts;
mod coreness;
mod graph;
mod influence;
mod newcomers;
mod rank;
mod spread;

#[cfg(test)]
mod tests;

pub use betweenness::{betweenness, betweenness_sampled};
pub use bridges::{Seams, seams};
pub use communities::{Communities, Search, communities, modularity};
pub use contacts::{Contact, ContactKind, Weighing, ties};
pub use coreness::coreness;
pub use graph::{Graph, Tie};
pub use influence::{Campaign, Cascade, Seeding, influence, simulate};
pub use newcomers::{Newcomer, isolated_newcomers};
pub use rank::{eigenvector, pagerank};
pub use spread::{Contagion, Outlook, contagion};
