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

/// The activity of a member on a scale of 0 to 1, so that one who publishes without end does not
/// stand for all: each count `c` is `c / (c + usual)`, half for what is `usual` in the community,
/// under the same weights over their sum. Where nothing is usual, anything counts as the whole.
///
/// # Errors
/// As [`activity`], and [`Refusal::Value`] when a part of `usual` is negative or not finite or all
/// weights are 0.
pub fn scaled_activity(
    parts: &Contribution,
    weights: &Weights,
    usual: &Contribution,
) -> Computed<f64> {
    let pairs = [
        (parts.published, usual.published),
        (parts.interactions, usual.interactions),
        (parts.valued, usual.valued),
    ];
    let whole: f64 = weights.0.iter().sum();
    let is_sound = pairs.iter().all(|(_, usual)| usual.is_finite() && *usual >= 0.0);
    if !is_sound || whole.is_nan() || whole <= 0.0 || parts.regularity > 1.0 {
        return Err(Refusal::Value);
    }
    // The plain figure refuses what no part may be.
    activity(parts, weights)?;
    let scaled =
        |(count, usual): (f64, f64)| if count > 0.0 { count / (count + usual) } else { 0.0 };
    let [published, interactions, valued] = pairs.map(scaled);
    Ok(weights.sum([published, interactions, valued, parts.regularity])? / whole)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scaled_activity_is_half_for_what_is_usual_and_never_above_one() {
        let usual =
            Contribution { published: 2.0, interactions: 10.0, valued: 1.0, regularity: 0.5 };
        let scaled = |parts: &Contribution| scaled_activity(parts, &Weights::ACTIVITY, &usual);
        assert!((scaled(&usual).unwrap() - 0.5).abs() < 1e-12);
        let flood = Contribution { published: 1e9, ..Contribution::default() };
        let steady = Contribution { published: 4.0, interactions: 20.0, ..usual };
        assert!(scaled(&flood).unwrap() < scaled(&steady).unwrap());
        let plain = |parts: &Contribution| activity(parts, &Weights::ACTIVITY).unwrap();
        assert!(plain(&flood) > plain(&steady));
        assert_eq!(scaled(&Contribution { regularity: f64::NAN, ..usual }), Err(Refusal::Value));
        assert_eq!(scaled_activity(&usual, &Weights([0.0; 4]), &usual), Err(Refusal::Value));
    }
}
