//! Money: recurring revenue, revenue per paying member, churn and lifetime value.

use super::figure::{Figure, mean_of, share_of};
use crate::{Computed, Refusal};

/// Months in a year of 365.25 days, each of this many days.
const MONTH_DAYS: f64 = 30.4375;

/// A subscription that is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// What is paid for one term, in minor currency units.
    pub amount_minor: i64,
    /// The length of the term.
    pub term: Term,
}

/// The length of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// So many days.
    Days(u32),
    /// So many months of the calendar.
    Months(u32),
}

/// The monthly value of the running subscriptions (MRR), in minor currency units. O(n).
///
/// # Errors
/// [`Refusal::NoData`] without subscriptions, [`Refusal::Value`] for a term of no length or an
/// amount below 0.
pub fn monthly_revenue(running: &[Running]) -> Computed<Figure> {
    if running.is_empty() {
        return Err(Refusal::NoData);
    }
    let mut values = Vec::with_capacity(running.len());
    for one in running {
        let months = match one.term {
            Term::Days(days) => f64::from(days) / MONTH_DAYS,
            Term::Months(months) => f64::from(months),
        };
        if months <= 0.0 || one.amount_minor < 0 {
            return Err(Refusal::Value);
        }
        values.push(one.amount_minor as f64 / months);
    }
    // In order of size, so that the order of the subscriptions changes nothing.
    values.sort_by(f64::total_cmp);
    let sum = values.iter().sum();
    Ok(Figure::exact(sum, running.len() as u64))
}

/// What one window says of the paying members; each figure for itself, because a first month has
/// revenue and nobody yet who could have been lost.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Business {
    /// Revenue in the window over paying members (ARPU), in minor currency units; `None` when
    /// nobody paid.
    pub per_member_minor: Option<Figure>,
    /// Per cent of those paying at the start that were lost in the window; `None` when nobody was
    /// there.
    pub churn: Option<Figure>,
    /// ARPU × margin / churn (LTV), in minor currency units; `None` without either, and when nobody
    /// was lost, because then the window says nothing of how long they stay.
    pub lifetime_minor: Option<Figure>,
}

/// Revenue per paying member, churn and lifetime value over one window.
///
/// `paid_minor` holds what each paying member paid in the window; `at_start` paying members were
/// there at its start and `lost` of them at its end no more; `margin` is the share of revenue
/// that is earned, 0 ..= 1. The interval of the lifetime value joins those of its two estimates by
/// the delta method on logarithms; there is none where one of them has none (a single paying
/// member) or the ARPU is not positive. O(n log n).
///
/// # Errors
/// [`Refusal::NoData`] without paying members now and at the start, [`Refusal::Value`] when `lost`
/// is more than `at_start` or `margin` is no share.
pub fn business(paid_minor: &[i64], at_start: u64, lost: u64, margin: f64) -> Computed<Business> {
    if !(0.0..=1.0).contains(&margin) || lost > at_start {
        return Err(Refusal::Value);
    }
    if paid_minor.is_empty() && at_start == 0 {
        return Err(Refusal::NoData);
    }
    let paid: Vec<f64> = paid_minor.iter().map(|amount| *amount as f64).collect();
    let per_member_minor = if paid.is_empty() { None } else { Some(mean_of(&paid)?) };
    let churn = if at_start == 0 { None } else { Some(share_of(lost, at_start)?) };
    let lifetime_minor = match (per_member_minor, churn) {
        (Some(per_member), Some(churn)) if lost > 0 => Some(lifetime(per_member, churn, margin)),
        _ => None,
    };
    let churn = churn.map(|churn| churn.scaled(100.0));
    Ok(Business { per_member_minor, churn, lifetime_minor })
}

fn lifetime(per_member: Figure, churn: Figure, margin: f64) -> Figure {
    let value = per_member.value * margin / churn.value;
    let observations = per_member.observations.min(churn.observations);
    let half = |figure: Figure| {
        let (low, high) = figure.interval?;
        (figure.value > 0.0).then_some((high - low) / 2.0 / figure.value)
    };
    let spread = half(per_member).zip(half(churn)).map(|(one, other)| one.hypot(other).exp());
    let interval = spread.map(|spread| (value / spread, value * spread));
    Figure::with(value, interval.filter(|ends| ends.1.is_finite()), observations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_month_has_revenue_and_no_churn() {
        let first = business(&[4_900, 4_900], 0, 0, 0.8).unwrap();
        assert_eq!(first.per_member_minor.map(|figure| figure.value), Some(4_900.0));
        assert_eq!((first.churn, first.lifetime_minor), (None, None));
        let last = business(&[], 10, 10, 0.8).unwrap();
        assert_eq!(last.churn.map(|figure| figure.value), Some(100.0));
        assert_eq!((last.per_member_minor, last.lifetime_minor), (None, None));
        assert_eq!(business(&[1], 0, 1, 0.8), Err(Refusal::Value));
    }

    #[test]
    fn what_is_not_known_of_the_revenue_is_not_known_of_the_lifetime() {
        for paid in [&[4_900][..], &[-4_900, -100, -200], &[0, 0]] {
            let lifetime = business(paid, 50, 5, 0.8).unwrap().lifetime_minor.unwrap();
            assert!(lifetime.value.is_finite());
            assert_eq!(lifetime.interval, None);
        }
    }
}
