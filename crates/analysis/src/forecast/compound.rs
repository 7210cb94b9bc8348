//! Compound growth, as the published articles give it.

use super::FARTHEST;
use crate::{Computed, Refusal};

/// `A(t) = A(0)(1 + r)^t`: the value after each of the steps 1 ..= `steps`.
///
/// `rate` is a share (0.1 for 10 % a step) above -1. O(`steps`).
///
/// # Errors
/// [`Refusal::Value`] when `start` or `rate` is not finite, `rate` is -1 or less, `steps` is above
/// [`FARTHEST`](super::FARTHEST), or the growth leaves the range of numbers.
pub fn compound(start: f64, rate: f64, steps: u32) -> Computed<Vec<f64>> {
    let is_far = usize::try_from(steps).is_ok_and(|steps| steps > FARTHEST);
    if !start.is_finite() || !rate.is_finite() || rate <= -1.0 || is_far {
        return Err(Refusal::Value);
    }
    let values = (1..=steps).map(|step| start * (1.0 + rate).powf(f64::from(step)));
    values.map(|value| if value.is_finite() { Ok(value) } else { Err(Refusal::Value) }).collect()
}

/// The rate of growth in one step that carries the first of `values` to the last.
///
/// # Errors
/// [`Refusal::TooLittle`] below two values; [`Refusal::Value`] when an end is not positive, or the
/// two are too far apart for a number.
pub fn rate(values: &[f64]) -> Computed<f64> {
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return Err(Refusal::NoData);
    };
    if values.len() < 2 {
        return Err(Refusal::TooLittle { need: 2, have: values.len() });
    }
    if !(first.is_finite() && last.is_finite() && *first > 0.0 && *last > 0.0) {
        return Err(Refusal::Value);
    }
    let rate = (last / first).powf(1.0 / (values.len() - 1) as f64) - 1.0;
    if rate.is_finite() { Ok(rate) } else { Err(Refusal::Value) }
}

/// The next `horizon` values at the rate of the history, counted from its first positive value.
pub(crate) fn project(values: &[f64], horizon: usize) -> Option<Vec<f64>> {
    let from = values.iter().position(|value| *value > 0.0)?;
    let rate = rate(values.get(from..)?).ok()?;
    compound(*values.last()?, rate, u32::try_from(horizon).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(values: &[f64]) -> Vec<String> {
        values.iter().map(|value| (value * 100.0).round() / 100.0).map(|v| v.to_string()).collect()
    }

    #[test]
    fn ten_percent_a_month_gives_the_printed_months() {
        let months = compound(100.0, 0.1, 12).unwrap();
        let expected = [
            "110", "121", "133.1", "146.41", "161.05", "177.16", "194.87", "214.36", "235.79",
            "259.37", "285.31", "313.84",
        ];
        assert_eq!(printed(&months), expected);
    }

    #[test]
    fn twenty_percent_a_month_gives_the_printed_months() {
        let months = compound(100.0, 0.2, 12).unwrap();
        let expected = [
            "120", "144", "172.8", "207.36", "248.83", "298.6", "358.32", "429.98", "515.98",
            "619.17", "743.01", "891.61",
        ];
        assert_eq!(printed(&months), expected);
    }

    #[test]
    fn the_rate_of_compound_growth_is_found_again() {
        let mut values = vec![100.0];
        values.extend(compound(100.0, 0.07, 9).unwrap());
        assert!((rate(&values).unwrap() - 0.07).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn growth_is_finite_or_refused(
            start in any::<f64>(), growth in any::<f64>(), small in -1.0_f64..2.0, steps in 0_u32..400,
        ) {
            for rate in [growth, small] {
                for steps in [steps, u32::MAX - steps] {
                    if let Ok(values) = compound(start, rate, steps) {
                        prop_assert!(values.iter().all(|value| value.is_finite()));
                    }
                }
            }
            prop_assert!(rate(&[start, growth]).is_ok_and(f64::is_finite) || rate(&[start, growth]).is_err());
        }
    }

    #[test]
    fn growth_that_loses_everything_is_refused() {
        assert_eq!(compound(100.0, -1.0, 3), Err(Refusal::Value));
        assert_eq!(rate(&[0.0, 4.0]), Err(Refusal::Value));
        assert_eq!(rate(&[]), Err(Refusal::NoData));
    }
}
