//! The team's pages about members.

pub mod member;
pub mod members;
pub mod store;
