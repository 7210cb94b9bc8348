//! Whether members were split as planned.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::{Computed, Refusal};

/// Below this chance a split is called broken: it is looked at often, so it must be rare.
const ALARM: f64 = 0.001;

/// How a split compares with its plan.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct SplitCheck {
    /// The chance of a split at least as far from the plan, were all in order.
    pub p_value: f64,
    /// Whether the experiment must not be read: members went missing or were counted twice.
    pub is_broken: bool,
}

/// Checks the numbers of members in each variant against the planned `shares` (chi-square; Fabijan
/// and others, "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", 2019).
///
/// # Errors
/// [`Refusal::Shape`] when the lengths differ or are below two, [`Refusal::Value`] when a share is
/// not positive and finite, [`Refusal::NoData`] without members.
pub fn split_check(members: &[u64], shares: &[f64]) -> Computed<SplitCheck> {
    if members.len() != shares.len() || members.len() < 2 {
        return Err(Refusal::Shape);
    }
    if shares.iter().any(|share| !share.is_finite() || *share <= 0.0) {
        return Err(Refusal::Value);
    }
    let total = members.iter().map(|count| *count as f64).sum::<f64>();
    if total <= 0.0 {
        return Err(Refusal::NoData);
    }
    let whole: f64 = shares.iter().sum();
    let distance: f64 = members
        .iter()
        .zip(shares)
        .map(|(count, share)| {
            let expected = total * share / whole;
            (*count as f64 - expected).powi(2) / expected
        })
        .sum();
    let p_value = match ChiSquared::new((members.len() - 1) as f64) {
        Ok(law) => law.sf(distance),
        Err(_) => return Err(Refusal::Value),
    };
    Ok(SplitCheck { p_value, is_broken: p_value < ALARM })
}
