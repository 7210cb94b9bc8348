//! The influence of a community.

use crate::{Computed, Refusal};

/// Four weights of a sum, in the order of the formula they belong to.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Weights(pub [f64; 4]);

impl Weights {
    /// The weights of a member's activity: published, interactions, valued, regularity.
    pub const ACTIVITY: Self = Self([0.5, 0.3, 0.1, 0.1]);
    /// The weights of a community's influence: size, members, activity, participation.
    pub const INFLUENCE: Self = Self([0.3, 0.2, 0.2, 0.3]);

    /// The weighted sum of `values`.
    pub(crate) fn sum(&self, values: [f64; 4]) -> Computed<f64> {
        let all = self.0.iter().chain(&values);
        if all.into_iter().any(|value| !value.is_finite() || *value < 0.0) {
            return Err(Refusal::Value);
        }
        Ok(self.0.iter().zip(values).map(|(weight, value)| weight * value).sum())
    }
}

/// What the influence of a community is made of.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct InfluenceParts {
    /// S: members who ever had an account and were not erased.
    pub size: f64,
    /// N: members who are neither silent nor lapsed at the window's end.
    pub members: f64,
    /// D: activity of the community, interactions per member.
    pub activity: f64,
    /// R: members with at least one interaction in the window over N, 0 ..= 1.
    pub participation: f64,
}

/// The influence of a community, as the published formula has it and scaled.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Influence {
    /// `0.3·S + 0.2·N + 0.2·D + 0.3·R`: dominated by the sizes, so never shown alone.
    pub raw: f64,
    /// The same weights over parts that each lie in 0 ..= 1, over the sum of the weights: the
    /// rates count as much as the sizes.
    pub scaled: f64,
    /// The scaled parts, in the order of the formula.
    pub parts: [f64; 4],
}

/// The influence of a community from its parts.
///
/// For the scaled figure a size `s` counts as `ln(1 + s) / ln(1 + size_max)`, at most 1, where
/// `size_max` is the size that counts as the whole (the site, or the operator's goal); activity
/// `d` counts as `d / (1 + d)`.
///
/// # Errors
/// [`Refusal::NoData`] when there are no members at all, [`Refusal::Value`] when a part or a
/// weight is negative or not finite, R is above 1, all weights are 0, or `size_max` is not
/// positive.
pub fn influence(parts: &InfluenceParts, weights: &Weights, size_max: f64) -> Computed<Influence> {
    if parts.size == 0.0 {
        return Err(Refusal::NoData);
    }
    let is_sound = size_max.is_finite() && size_max > 0.0 && parts.participation <= 1.0;
    let whole: f64 = weights.0.iter().sum();
    if !is_sound || whole <= 0.0 {
        return Err(Refusal::Value);
    }
    let raw = weights.sum([parts.size, parts.members, parts.activity, parts.participation])?;
    let size = |size: f64| (size.ln_1p() / size_max.ln_1p()).min(1.0);
    let scaled = [
        size(parts.size),
        size(parts.members),
        parts.activity / (1.0 + parts.activity),
        parts.participation,
    ];
    Ok(Influence { raw, scaled: weights.sum(scaled)? / whole, parts: scaled })
}
