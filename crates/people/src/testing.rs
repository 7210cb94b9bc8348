//! For the tests of the slices that stand on this one.

mod store;

pub use store::insert_member;
