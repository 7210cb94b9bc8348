//! Experiments: which of two variants is better, and when that may be said.
//!
//! A test of a fixed horizon ([`two_proportions`], [`welch`]) may be read once, when the number of
//! members that [`sample_for_shares`] or [`sample_for_means`] names is reached. A sequential test
//! ([`Watch`]) may be read at any time. Neither is worth anything when the split itself is broken,
//! which [`split_check`] tells.

mod bandit;
mod fixed;
mod sequential;
mod split;

#[cfg(test)]
mod tests;

pub use bandit::{Allocation, Trials, allocate, pick};
pub use fixed::{
    Comparison, Counts, Plan, Sample, sample_for_means, sample_for_shares, two_proportions, welch,
};
pub use sequential::{Verdict, Watch};
pub use split::{SplitCheck, split_check};
