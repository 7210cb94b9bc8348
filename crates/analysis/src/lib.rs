//! The arithmetic of a community: pure functions by which it is understood and steered.
//!
//! No IO, no clock, no database and no async: the caller brings numbers, edges and tokens, and gets
//! figures back. Whatever draws random numbers takes a seed and gives the same answer for the same
//! seed. Members, items and tokens are dense indices (`u32`, from 0) that the caller maps to its
//! ids.
//! Input that cannot be computed on is a [`Refusal`], never a panic and never a NaN.
#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "numerics on dense indices; every public function checks its input at the edge"
)]

pub mod classify;
pub mod experiment;
pub mod forecast;
pub mod metrics;
pub mod network;
pub mod passages;
pub mod predict;
pub mod quality;
pub mod recommend;
pub mod scoring;
pub mod sparse;

mod linear;
mod odds;
mod parallel;
mod refusal;

pub use refusal::{Computed, Refusal};
