//! Requests through the door, on routes made for it.

mod doorway;
mod method;
mod said;
mod slow;
