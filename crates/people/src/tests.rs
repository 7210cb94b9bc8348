//! The rules of accounts and addresses, told as stories, on both engines.

mod accounts;
mod addresses;
mod codes;
mod factors;
mod links;
mod sign_in;
mod ways_in;
mod world;
