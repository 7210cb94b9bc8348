//! Tests of a fixed horizon: read once, when the planned number of members is reached.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use crate::{Computed, Refusal};

/// How many members of one variant there are, and how many of them did what was hoped for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Members who did it.
    pub hits: u64,
    /// Members in all.
    pub members: u64,
}

/// A sample of one variant by its first two moments.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Sample {
    /// How many values there are.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// Their variance, with `count - 1` below the line.
    pub variance: f64,
}

impl Sample {
    /// The moments of `values`.
    ///
    /// # Errors
    /// [`Refusal::TooLittle`] below two values, [`Refusal::Value`] when one is not finite.
    pub fn of(values: &[f64]) -> Computed<Self> {
        if values.len() < 2 {
            return Err(Refusal::TooLittle { need: 2, have: values.len() });
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(Refusal::Value);
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let mean = sorted.iter().sum::<f64>() / n;
        let squares: f64 = sorted.iter().map(|value| (value - mean).powi(2)).sum();
        Ok(Self { count: values.len() as u64, mean, variance: squares / (n - 1.0) })
    }
}

/// How the treatment compares with the control.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// Treatment less control, in the unit of what is measured (a share for counts).
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// The chance of a difference at least as large, either way, were there none.
    pub p_value: f64,
}

/// Compares two shares: the pooled z-test for the p-value, and for the interval the hybrid score
/// method (Newcombe, "Interval estimation for the difference between independent proportions",
/// 1998, method 10).
///
/// # Errors
/// [`Refusal::NoData`] when a variant has no members, [`Refusal::Value`] when it has more hits than
/// members.
pub fn two_proportions(control: Counts, treatment: Counts) -> Computed<Comparison> {
    let [(p, low_p, high_p), (q, low_q, high_q)] = [scored(control)?, scored(treatment)?];
    let (n, m) = (control.members as f64, treatment.members as f64);
    let difference = q - p;
    let pooled = (control.hits + treatment.hits) as f64 / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let p_value = if error > 0.0 { two_sided(difference / error)? } else { 1.0 };
    let interval =
        (difference - (q - low_q).hypot(high_p - p), difference + (high_q - q).hypot(p - low_p));
    Ok(Comparison { difference, interval, p_value })
}

/// The share of a variant and the ends of its score interval (Wilson, 1927).
fn scored(counts: Counts) -> Computed<(f64, f64, f64)> {
    let figure = crate::metrics::share_of(counts.hits, counts.members)?;
    let (low, high) = figure.interval.ok_or(Refusal::NoData)?;
    Ok((figure.value, low, high))
}

/// Compares two means of possibly unlike variance (Welch, "The generalization of Student's problem
/// when several different population variances are involved", 1947).
///
/// # Errors
/// [`Refusal::TooLittle`] below two values in a variant, [`Refusal::Value`] when a moment is not
/// finite or a variance negative, [`Refusal::NoData`] when nothing varies at all.
pub fn welch(control: Sample, treatment: Sample) -> Computed<Comparison> {
    for sample in [control, treatment] {
        if sample.count < 2 {
            let have = usize::try_from(sample.count).unwrap_or(0);
            return Err(Refusal::TooLittle { need: 2, have });
        }
        if !sample.mean.is_finite() || !sample.variance.is_finite() || sample.variance < 0.0 {
            return Err(Refusal::Value);
        }
    }
    let (n, m) = (control.count as f64, treatment.count as f64);
    let (v, w) = (control.variance / n, treatment.variance / m);
    if v + w <= 0.0 {
        return Err(Refusal::NoData);
    }
    let freedom = (v + w).powi(2) / (v * v / (n - 1.0) + w * w / (m - 1.0));
    let student = match StudentsT::new(0.0, 1.0, freedom) {
        Ok(student) => student,
        Err(_) => return Err(Refusal::Value),
    };
    let error = (v + w).sqrt();
    let difference = treatment.mean - control.mean;
    let half = student.inverse_cdf(0.975) * error;
    Ok(Comparison {
        difference,
        interval: (difference - half, difference + half),
        p_value: (2.0 * student.cdf(-(difference / error).abs())).min(1.0),
    })
}

fn two_sided(score: f64) -> Computed<f64> {
    match Normal::new(0.0, 1.0) {
        Ok(normal) => Ok((2.0 * normal.cdf(-score.abs())).min(1.0)),
        Err(_) => Err(Refusal::Value),
    }
}

/// With what certainty a difference is to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The accepted chance of seeing a difference where there is none.
    pub risk: f64,
    /// The wanted chance of seeing the difference where there is one.
    pub power: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { risk: 0.05, power: 0.8 }
    }
}

impl Plan {
    /// The sum of the two quantiles that all sample sizes rest on.
    fn quantiles(self) -> Computed<(f64, f64)> {
        let is_share = |value: f64| value > 0.0 && value < 1.0;
        if !is_share(self.risk) || !is_share(self.power) {
            return Err(Refusal::Value);
        }
        match Normal::new(0.0, 1.0) {
            Ok(normal) => {
                Ok((normal.inverse_cdf(1.0 - self.risk / 2.0), normal.inverse_cdf(self.power)))
            }
            Err(_) => Err(Refusal::Value),
        }
    }
}

/// How many members each variant needs to tell the shares `base` and `goal` apart (Fleiss, Levin
/// and Paik, "Statistical Methods for Rates and Proportions", 2003, without correction).
///
/// # Errors
/// [`Refusal::Value`] when a share or the plan lies outside 0 .. 1, or both shares are equal.
pub fn sample_for_shares(base: f64, goal: f64, plan: Plan) -> Computed<u64> {
    let is_share = |value: f64| value > 0.0 && value < 1.0;
    if !is_share(base) || !is_share(goal) || base == goal {
        return Err(Refusal::Value);
    }
    let (risk, power) = plan.quantiles()?;
    let mean = (base + goal) / 2.0;
    let under_none = risk * (2.0 * mean * (1.0 - mean)).sqrt();
    let under_some = power * (base * (1.0 - base) + goal * (1.0 - goal)).sqrt();
    Ok(((under_none + under_some) / (goal - base)).powi(2).ceil() as u64)
}

/// How many members each variant needs to see a difference of means of `difference` when values
/// deviate by `deviation`, in the same unit.
///
/// # Errors
/// [`Refusal::Value`] when `difference` is 0, `deviation` not positive, or one is not finite.
pub fn sample_for_means(difference: f64, deviation: f64, plan: Plan) -> Computed<u64> {
    let is_sound = difference.is_finite() && difference != 0.0 && deviation.is_finite();
    if !is_sound || deviation <= 0.0 {
        return Err(Refusal::Value);
    }
    let (risk, power) = plan.quantiles()?;
    Ok((2.0 * ((risk + power) * deviation / difference).powi(2)).ceil() as u64)
}
