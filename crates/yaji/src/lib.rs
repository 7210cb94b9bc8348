//! The program `yaji`: command line, configuration, wiring of the slices, serving.
//!
//! `wiring.rs` is the one file that names both ends of what travels between slices.

pub mod cli;
pub mod config;
mod health;
mod listen;
pub mod mistake;
pub mod open;
pub mod serve;
pub mod wiring;
