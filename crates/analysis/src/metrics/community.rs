//! Activity, spread, satisfaction and stickiness of a community.

use super::deed::{Deed, DeedKind, Window, active_days};
use super::figure::{Figure, mean_of, share_of};
use crate::{Computed, Refusal};

/// Interactions in `window` over `members`, the number of members at its end. The interval is that
/// of the mean over the members. O(d) for `deeds`.
///
/// # Errors
/// [`Refusal::NoData`] without members or for an empty window, [`Refusal::Shape`] when a deed
/// names a member that is not there.
pub fn activity_rate(deeds: &[Deed], window: Window, members: u32) -> Computed<Figure> {
    if window.days() == 0 {
        return Err(Refusal::NoData);
    }
    if deeds.iter().any(|deed| deed.member >= members) {
        return Err(if members == 0 { Refusal::NoData } else { Refusal::Shape });
    }
    let mut counts = vec![0.0; members as usize];
    for deed in deeds.iter().filter(|deed| window.holds(deed.day) && deed.kind.is_interaction()) {
        counts[deed.member as usize] += 1.0;
    }
    mean_of(&counts)
}

/// Shares in `window` over `published`, the items published in it: shares per item. The interval
/// takes the shares as a Poisson count (Garwood's, by the approximation of Wilson and Hilferty).
///
/// # Errors
/// [`Refusal::NoData`] when nothing was published.
pub fn spread_rate(deeds: &[Deed], window: Window, published: u64) -> Computed<Figure> {
    if published == 0 {
        return Err(Refusal::NoData);
    }
    let is_share = |deed: &&Deed| window.holds(deed.day) && deed.kind == DeedKind::Share;
    let shares = deeds.iter().filter(is_share).count() as f64;
    let cube = |count: f64, sign: f64| {
        let root = 1.0 - 1.0 / (9.0 * count) + sign * 1.959_964 / (3.0 * count.sqrt());
        count * root.max(0.0).powi(3)
    };
    let low = if shares > 0.0 { cube(shares, -1.0) } else { 0.0 };
    let items = published as f64;
    let interval = Some((low / items, cube(shares + 1.0, 1.0) / items));
    Ok(Figure::with(shares / items, interval, published))
}

/// Positive feedback over all feedback, in per cent.
///
/// # Errors
/// [`Refusal::NoData`] without feedback, [`Refusal::Value`] when `positive` is more than `all`.
pub fn satisfaction(positive: u64, all: u64) -> Computed<Figure> {
    Ok(share_of(positive, all)?.scaled(100.0))
}

/// How many come, and how often they come back.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Stickiness {
    /// Members active on the day.
    pub daily: u64,
    /// Members active on the seven days that end with the day.
    pub weekly: u64,
    /// Members active on the thirty days that end with the day.
    pub monthly: u64,
    /// Daily over monthly, 0 ..= 1.
    pub ratio: Figure,
}

/// Active members up to `day` (the last day counted) and their stickiness. O(d log d) for `deeds`.
///
/// # Errors
/// [`Refusal::NoData`] when nobody was active in the month, [`Refusal::Shape`] when a deed names a
/// member that is not there.
pub fn stickiness(deeds: &[Deed], day: i32, members: u32) -> Computed<Stickiness> {
    if deeds.iter().any(|deed| deed.member >= members) {
        return Err(Refusal::Shape);
    }
    let active = |days: i32| {
        let counts = active_days(deeds, Window::ending(day, days), members);
        counts.into_iter().filter(|count| *count > 0).count() as u64
    };
    let (daily, weekly, monthly) = (active(1), active(7), active(30));
    Ok(Stickiness { daily, weekly, monthly, ratio: share_of(daily, monthly)? })
}
