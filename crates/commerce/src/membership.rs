//! What a member has bought: their plan, their orders, and reminders before it ends.

pub mod page;
mod remind;
pub(crate) mod store;

pub(crate) use remind::BATCH as REMIND_BATCH;
pub use remind::remind;
