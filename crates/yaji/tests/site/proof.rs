//! Proof of what is promised: every route as everybody, words that must not leak, hostile input.

mod canary;
mod described;
mod doors;
mod ground;
mod hostile;
mod listener;
mod matrix;
mod payloads;
mod pictures;
mod purchase;
mod raised;
mod revoke;
mod uploads;
