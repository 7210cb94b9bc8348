//! The program `yaji`: command line, configuration, wiring of the slices, serving.
//!
//! `wiring.rs` is the one file that names both ends of what travels between slices.

mod announce;
pub mod backup;
mod bus;
pub mod cli;
mod colour;
pub mod config;
pub mod dead_jobs;
pub mod doctor;
pub mod fill;
mod frame;
mod front;
mod health;
pub mod init;
mod listen;
pub mod log_check;
pub mod mistake;
pub mod open;
mod proof;
pub mod rebuild;
pub mod restore;
mod rooms;
pub mod schema;
pub mod serve;
pub mod site_settings;
pub mod supervise;
mod terminal;
pub mod texts;
mod unread;
mod upkeep;
pub mod user;
pub mod wiring;
