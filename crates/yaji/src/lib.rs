//! The program `yaji`: command line, configuration, wiring of the slices, serving.
//!
//! `wiring.rs` is the one file that names both ends of what travels between slices.

pub mod cli;
mod colour;
pub mod config;
pub mod fill;
mod frame;
mod health;
mod listen;
pub mod mistake;
pub mod open;
mod rooms;
pub mod serve;
pub mod texts;
pub mod user;
pub mod wiring;
