//! Owning a mail address: it belongs to a member only once it is confirmed.

pub mod adopt;
pub mod change;
pub mod confirm;
pub mod merge;
pub mod page;
pub mod replace;
pub mod store;
