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

/// What one window says of the paying members.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Business {
    /// Revenue in the window over paying members (ARPU), in minor currency units.
    pub per_member_minor: Figure,
    /// Per cent of those paying at the start that were lost in the window.
    pub churn: Figure,
    /// ARPU × margin / churn (LTV), in minor currency units; `None` when nobody was lost, because
    /// then the window says nothing of how long they stay.
    pub lifetime_minor: Option<Figure>,
}

/// Revenue per paying member, churn and lifetime value over one window.
///
/// `paid_minor` holds what each paying member paid in the window; `at_start` paying members were
/// there at its start and `lost` of them at its end no more; `margin` is the share of revenue
/// that is earned, 0 ..= 1. The interval of the lifetime value joins those of its two estimates by
/// the delta method on logarithms. O(n log n).
///
/// # Errors
/// [`Refusal::NoData`] without paying members, [`Refusal::Value`] when `lost` is more than
/// `at_start` or `margin` is no share.
pub fn business(paid_minor: &[i64], at_start: u64, lost: u64, margin: f64) -> Computed<Business> {
    if !(0.0..=1.0).contains(&margin) {
        return Err(Refusal::Value);
    }
    let paid: Vec<f64> = paid_minor.iter().map(|amount| *amount as f64).collect();
    let per_member_minor = mean_of(&paid)?;
    let churn = share_of(lost, at_start)?;
    let lifetime_minor = (lost > 0).then(|| lifetime(per_member_minor, churn, margin));
    Ok(Business { per_member_minor, churn: churn.scaled(100.0), lifetime_minor })
}

fn lifetime(per_member: Figure, churn: Figure, margin: f64) -> Figure {
    let value = per_member.value * margin / churn.value;
    let observations = per_member.observations.min(churn.observations);
    let half = |figure: Figure| {
        figure.interval.map(|(low, high)| (high - low) / 2.0 / figure.value).unwrap_or(0.0)
    };
    let spread = half(per_member).hypot(half(churn)).exp();
    let interval = spread.is_finite().then(|| (value / spread, value * spread));
    Figure::with(value, interval, observations)
}
