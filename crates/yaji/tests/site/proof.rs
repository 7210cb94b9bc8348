//! Proof of what is promised: every route as everybody, words that must not leak, hostile input.

mod cast;
mod ground;
mod matrix;
