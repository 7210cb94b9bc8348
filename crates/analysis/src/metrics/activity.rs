//! The activity of a member.

use super::deed::{Deed, DeedKind, Window, active_days};
use super::influence::Weights;
use crate::{Computed, Refusal};

/// What a member contributed in a window.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Contribution {
    /// P: items published.
    pub published: f64,
    /// I: interactions made.
    pub interactions: f64,
    /// C: items that others reacted to, quoted or bookmarked.
    pub valued: f64,
    /// R: the share of the window's days on which the member was active, 0 ..= 1.
    pub regularity: f64,
}

/// `A = 0.5·P + 0.3·I + 0.1·C + 0.1·R` with the default weights; the operator may set others.
///
/// # Errors
/// [`Refusal::Value`] when a part or a weight is negative or not finite, or R is above 1.
pub fn activity(parts: &Contribution, weights: &Weights) -> Computed<f64> {
    let values = [parts.published, parts.interactions, parts.valued, parts.regularity];
    if parts.regularity > 1.0 {
        return Err(Refusal::Value);
    }
    weights.sum(values)
}

/// The contributions of each of `members` in `window`. `valued` holds for each member how many of
/// its items others reacted to, quoted or bookmarked in the window. O(d log d) for `deeds`.
///
/// # Errors
/// [`Refusal::NoData`] for an empty window or no members, [`Refusal::Shape`] when a deed or
/// `valued` does not fit `members`.
pub fn contributions(
    deeds: &[Deed],
    window: Window,
    members: u32,
    valued: &[u32],
) -> Computed<Vec<Contribution>> {
    if window.days() == 0 || members == 0 {
        return Err(Refusal::NoData);
    }
    if valued.len() != members as usize || deeds.iter().any(|deed| deed.member >= members) {
        return Err(Refusal::Shape);
    }
    let days = f64::from(window.days());
    let mut parts: Vec<Contribution> = active_days(deeds, window, members)
        .into_iter()
        .zip(valued)
        .map(|(active, valued)| Contribution {
            valued: f64::from(*valued),
            regularity: f64::from(active) / days,
            ..Contribution::default()
        })
        .collect();
    for deed in deeds.iter().filter(|deed| window.holds(deed.day)) {
        let part = &mut parts[deed.member as usize];
        if deed.kind == DeedKind::Publish {
            part.published += 1.0;
        } else if deed.kind.is_interaction() {
            part.interactions += 1.0;
        }
    }
    Ok(parts)
}
