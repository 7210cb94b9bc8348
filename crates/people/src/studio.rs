//! The team's pages about members.

pub mod api;
pub mod member;
pub mod members;
pub mod store;
