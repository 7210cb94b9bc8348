//! Requests through the door, on routes made for it.

mod doorway;
mod host;
mod method;
mod said;
mod slow;
