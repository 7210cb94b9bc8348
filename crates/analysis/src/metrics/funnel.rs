//! Funnels: how many go from one step to the next.

use super::figure::{Figure, share_of};
use crate::{Computed, Refusal};

/// One step of a funnel.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FunnelStep {
    /// Who came so far, having gone through all steps before.
    pub reached: u64,
    /// Of those who reached the step before, how many did not reach this one.
    pub lost: u64,
    /// Per cent of those who reached the step before; `None` for the first step and where nobody
    /// reached the step before.
    pub of_previous: Option<Figure>,
    /// Per cent of those at the first step; `None` where there is nobody.
    pub of_first: Option<Figure>,
}

/// The funnel through `steps`: for each step the time at which each person took it, `None` for
/// not at all. A step counts when all earlier ones were taken, none later than the next.
///
/// The times have one unit of any kind (days, seconds). O(steps · persons).
///
/// # Errors
/// [`Refusal::NoData`] without steps or persons, [`Refusal::Shape`] when steps differ in length.
pub fn funnel(steps: &[&[Option<i64>]]) -> Computed<Vec<FunnelStep>> {
    let persons = steps.first().map_or(0, |step| step.len());
    if persons == 0 {
        return Err(Refusal::NoData);
    }
    if steps.iter().any(|step| step.len() != persons) {
        return Err(Refusal::Shape);
    }
    let mut reached = vec![0_u64; steps.len()];
    for person in 0..persons {
        let mut before = i64::MIN;
        for (step, count) in steps.iter().zip(&mut reached) {
            match step[person] {
                Some(at) if at >= before => before = at,
                _ => break,
            }
            *count += 1;
        }
    }
    let first = reached[0];
    let percent = |part, whole| share_of(part, whole).ok().map(|share| share.scaled(100.0));
    let steps = reached
        .iter()
        .enumerate()
        .map(|(at, count)| {
            let previous = if at > 0 { reached[at - 1] } else { persons as u64 };
            FunnelStep {
                reached: *count,
                lost: previous - count,
                of_previous: if at > 0 { percent(*count, previous) } else { None },
                of_first: percent(*count, first),
            }
        })
        .collect();
    Ok(steps)
}

/// Each of `counts` over the one before, in per cent: visitors, registered, trial, paid. A step
/// after one that nobody reached is [`Refusal::NoData`] in its place. O(steps).
///
/// # Errors
/// [`Refusal::NoData`] below two counts, [`Refusal::Value`] when a count is above the one before.
pub fn conversion(counts: &[u64]) -> Computed<Vec<Computed<Figure>>> {
    if counts.len() < 2 {
        return Err(Refusal::NoData);
    }
    if counts.windows(2).any(|pair| pair[1] > pair[0]) {
        return Err(Refusal::Value);
    }
    let step = |pair: &[u64]| Ok(share_of(pair[1], pair[0])?.scaled(100.0));
    Ok(counts.windows(2).map(step).collect())
}
