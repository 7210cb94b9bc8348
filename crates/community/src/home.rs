//! The front page: what is new for members, what is inside for visitors.

mod landing;
pub(crate) mod page;
mod store;

pub(crate) use store::Portrait;
