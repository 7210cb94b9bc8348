//! A figure with what is not known of it.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::quality::wilson;
use crate::{Computed, Refusal};

/// Fewer observations than this are a small sample, which the reader is warned of.
pub const SMALL_SAMPLE: u64 = 30;

/// The 97.5 % quantile of the normal distribution.
const WIDTH: f64 = 1.959_963_984_540_054;

/// A figure, its 95 % interval where it is an estimate, and how much it rests on.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Figure {
    /// The figure itself; its unit is that of the function that gave it.
    pub value: f64,
    /// Lower and upper end of the 95 % interval; `None` where the figure is a plain count or sum.
    pub interval: Option<(f64, f64)>,
    /// How many observations it rests on.
    pub observations: u64,
    /// Whether these are fewer than [`SMALL_SAMPLE`].
    pub is_small_sample: bool,
}

impl Figure {
    /// A count or a sum: exact.
    pub fn exact(value: f64, observations: u64) -> Self {
        Self::with(value, None, observations)
    }

    pub(crate) fn with(value: f64, interval: Option<(f64, f64)>, observations: u64) -> Self {
        Self { value, interval, observations, is_small_sample: observations < SMALL_SAMPLE }
    }

    /// The figure and its interval times `factor`, which is not negative.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            interval: self.interval.map(|(low, high)| (low * factor, high * factor)),
            ..self
        }
    }
}

/// `part` of `whole` as a share of 0 ..= 1, with the score interval (Wilson, "Probable Inference,
/// the Law of Succession, and Statistical Inference", 1927).
///
/// # Errors
/// [`Refusal::NoData`] when `whole` is 0, [`Refusal::Value`] when `part` is more than `whole`.
pub fn share_of(part: u64, whole: u64) -> Computed<Figure> {
    let interval = wilson(part, whole, WIDTH)?;
    Ok(Figure::with(part as f64 / whole as f64, Some(interval), whole))
}

/// The mean of `values` with the interval of Student (1908); no interval for a single value.
///
/// # Errors
/// [`Refusal::NoData`] without values, [`Refusal::Value`] when one is not finite.
pub fn mean_of(values: &[f64]) -> Computed<Figure> {
    if values.is_empty() {
        return Err(Refusal::NoData);
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(Refusal::Value);
    }
    let n = values.len() as f64;
    // Summed in order of size, so that the order of the members changes nothing.
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mean = sorted.iter().sum::<f64>() / n;
    let observations = values.len() as u64;
    if values.len() < 2 {
        return Ok(Figure::with(mean, None, observations));
    }
    let squares: f64 = sorted.iter().map(|value| (value - mean).powi(2)).sum();
    let error = (squares / (n - 1.0) / n).sqrt();
    let student = StudentsT::new(0.0, 1.0, n - 1.0);
    let width = student.map_or(WIDTH, |student| student.inverse_cdf(0.975));
    let half = width * error;
    Ok(Figure::with(mean, Some((mean - half, mean + half)), observations))
}
