//! What would be if: a community carried forward under rates that the operator sets.

use super::FARTHEST;
use crate::{Computed, Refusal};

/// The sliders of a scenario; all rates are shares for one month.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Levers {
    /// Members who join in the first month.
    pub joining: f64,
    /// By how much joining grows from month to month (0.05 for 5 %), above -1.
    pub joining_growth: f64,
    /// The share of those joining that begin to pay at once, 0 ..= 1.
    pub conversion: f64,
    /// The share of members without a payment that leave, 0 ..= 1.
    pub leaving: f64,
    /// The share of paying members that stop paying and leave, 0 ..= 1.
    pub churn: f64,
    /// What a paying member pays in a month, in minor currency units.
    pub price_minor: f64,
}

/// A community at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Standing {
    /// Members without a payment.
    pub free: f64,
    /// Paying members.
    pub paying: f64,
    /// What the paying members bring in a month, in minor currency units.
    pub revenue_minor: f64,
}

/// The standing at the end of each of the next `months`, from `free` and `paying` members.
///
/// Stocks and flows: leaving is taken from those present at the month's start, then the new ones
/// come. O(`months`).
///
/// # Errors
/// [`Refusal::Value`] when a number is not finite or outside its range, `months` is above
/// [`FARTHEST`](super::FARTHEST), or the community leaves the range of numbers.
pub fn scenario(free: f64, paying: f64, levers: Levers, months: usize) -> Computed<Vec<Standing>> {
    let counts = [free, paying, levers.joining, levers.price_minor];
    let shares = [levers.conversion, levers.leaving, levers.churn];
    let is_sound = counts.iter().all(|count| count.is_finite() && *count >= 0.0)
        && shares.iter().all(|share| (0.0..=1.0).contains(share))
        && levers.joining_growth.is_finite()
        && levers.joining_growth > -1.0;
    if !is_sound || months > FARTHEST {
        return Err(Refusal::Value);
    }
    let mut now = Standing { free, paying, revenue_minor: paying * levers.price_minor };
    let mut joining = levers.joining;
    let mut standings = Vec::with_capacity(months);
    for _ in 0..months {
        let paying = now.paying * (1.0 - levers.churn) + joining * levers.conversion;
        let free = now.free * (1.0 - levers.leaving) + joining * (1.0 - levers.conversion);
        now = Standing { free, paying, revenue_minor: paying * levers.price_minor };
        if ![now.free, now.paying, now.revenue_minor].iter().all(|value| value.is_finite()) {
            return Err(Refusal::Value);
        }
        standings.push(now);
        joining *= 1.0 + levers.joining_growth;
    }
    Ok(standings)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LEVERS: Levers = Levers {
        joining: 50.0,
        joining_growth: 0.02,
        conversion: 0.1,
        leaving: 0.03,
        churn: 0.05,
        price_minor: 4_900.0,
    };

    #[test]
    fn nobody_is_lost_when_nobody_leaves() {
        let levers = Levers { leaving: 0.0, churn: 0.0, joining_growth: 0.0, ..LEVERS };
        let end = scenario(800.0, 200.0, levers, 12).unwrap()[11];
        assert!((end.free + end.paying - 1_600.0).abs() < 1e-9);
    }

    #[test]
    fn more_churn_never_brings_more_revenue() {
        let calm = scenario(800.0, 200.0, LEVERS, 24).unwrap();
        let storm = scenario(800.0, 200.0, Levers { churn: 0.1, ..LEVERS }, 24).unwrap();
        assert!(calm.iter().zip(&storm).all(|(a, b)| a.revenue_minor > b.revenue_minor));
    }

    proptest! {
        #[test]
        fn a_scenario_is_finite_or_refused(
            free in any::<f64>(), joining in any::<f64>(), growth in any::<f64>(),
            price in any::<f64>(), months in 0_usize..400,
        ) {
            let levers = Levers {
                joining: joining.abs(),
                joining_growth: growth,
                price_minor: price.abs(),
                ..LEVERS
            };
            let calm = Levers { joining_growth: 0.3, ..levers };
            for (levers, months) in [(levers, months), (calm, months), (calm, usize::MAX - months)] {
                for one in scenario(free.abs(), 1.0, levers, months).unwrap_or_default() {
                    let sum = one.free + one.paying + one.revenue_minor;
                    prop_assert!(!sum.is_nan() && one.free.is_finite());
                }
            }
        }
    }

    #[test]
    fn a_share_above_one_is_refused() {
        let levers = Levers { churn: 1.2, ..LEVERS };
        assert_eq!(scenario(1.0, 1.0, levers, 3), Err(Refusal::Value));
    }
}
