//! Requests through the door, on routes made for it.

mod doorway;
mod gallery;
mod host;
mod limit;
mod method;
mod notice;
mod said;
mod slow;
