//! Retention: who of those that came together is still there.

use std::collections::{BTreeMap, BTreeSet};

use super::deed::Deed;
use super::figure::{Figure, share_of};
use crate::{Computed, Refusal};

/// The length of a cohort and of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// One day.
    Day,
    /// Seven days from Monday.
    Week,
    /// One month of the calendar.
    Month,
}

impl Span {
    /// The number of the span that `day` lies in, rising by 1 from span to span.
    pub fn of(self, day: i32) -> i32 {
        match self {
            Self::Day => day,
            // 1970-01-01 was a Thursday.
            Self::Week => {
                let week = (i64::from(day) + 3).div_euclid(7);
                i32::try_from(week).unwrap_or(i32::MAX)
            }
            Self::Month => month_of(day),
        }
    }
}

/// Months since January 1970 (the calendar of Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", 2013).
fn month_of(day: i32) -> i32 {
    let shifted = i64::from(day) + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153; // 0 is March.
    let months = (era * 400 + year_of_era) * 12 + month + 2 - 1_970 * 12;
    i32::try_from(months).unwrap_or(i32::MAX)
}

/// The most spans of all cohorts together.
const MOST_SPANS: i64 = 10_000_000;

/// When a member joined, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joining {
    /// The day on which it joined.
    pub day: i32,
    /// The group it is counted in: a plan, a source, or 0 for all.
    pub group: u32,
}

/// A cohort and its retention.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Cohort {
    /// The group of its members.
    pub group: u32,
    /// The span in which they joined, see [`Span::of`].
    pub joined_in: i32,
    /// How many they are.
    pub size: u64,
    /// Per cent of them active in the span of joining and each later one up to the last whole one.
    pub active: Vec<Figure>,
}

/// The retention of each cohort of each group, by `span`. `joined` holds for each member when it
/// joined; `until` is the first day that is not counted: a span that it cuts is left out.
/// O((d + m) log (d + m)) for deeds and members.
///
/// # Errors
/// [`Refusal::NoData`] without members, [`Refusal::Shape`] when a deed names one that is not there,
/// [`Refusal::Value`] when the cohorts have more than ten million spans together.
pub fn retention(
    joined: &[Joining],
    deeds: &[Deed],
    span: Span,
    until: i32,
) -> Computed<Vec<Cohort>> {
    if joined.is_empty() {
        return Err(Refusal::NoData);
    }
    if deeds.iter().any(|deed| deed.member as usize >= joined.len()) {
        return Err(Refusal::Shape);
    }
    let last = span.of(until).saturating_sub(1);
    let mut sizes: BTreeMap<(u32, i32), u64> = BTreeMap::new();
    for joining in joined.iter().filter(|joining| joining.day < until) {
        *sizes.entry((joining.group, span.of(joining.day))).or_default() += 1;
    }
    let spans = sizes.keys().map(|(_, from)| i64::from(last) - i64::from(*from) + 1);
    if spans.map(|spans| spans.max(0)).sum::<i64>() > MOST_SPANS {
        return Err(Refusal::Value);
    }
    let seen: BTreeSet<(u32, i32)> = deeds
        .iter()
        .filter(|deed| deed.day < until && deed.day >= joined[deed.member as usize].day)
        .map(|deed| (deed.member, span.of(deed.day)))
        .collect();
    let mut active: BTreeMap<(u32, i32, i32), u64> = BTreeMap::new();
    for (member, period) in seen {
        let joining = joined[member as usize];
        *active.entry((joining.group, span.of(joining.day), period)).or_default() += 1;
    }
    sizes
        .into_iter()
        .map(|((group, joined_in), size)| {
            let figures: Computed<Vec<Figure>> = (joined_in..=last)
                .map(|period| {
                    let part = active.get(&(group, joined_in, period)).copied().unwrap_or(0);
                    Ok(share_of(part, size)?.scaled(100.0))
                })
                .collect();
            Ok(Cohort { group, joined_in, size, active: figures? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_off_days_are_refused_at_once() {
        let joined = [Joining { day: i32::MIN, group: 0 }, Joining { day: 0, group: 0 }];
        for span in [Span::Day, Span::Week, Span::Month] {
            for day in [i32::MIN, -4, 0, i32::MAX] {
                span.of(day);
                let _either = retention(&joined, &[], span, day);
            }
        }
        assert_eq!(retention(&joined, &[], Span::Day, i32::MAX), Err(Refusal::Value));
        assert!(retention(&joined, &[], Span::Day, i32::MIN).is_ok());
        assert_eq!(retention(&joined[1..], &[], Span::Day, 3).unwrap()[0].active.len(), 3);
    }
}
