//! Exponential smoothing with additive errors: level, trend and damped trend.

use super::simplex;
use crate::odds::chance;

/// What the smoothed series is thought to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trend {
    /// Only a level.
    Level,
    /// A level and a trend that goes on.
    Linear,
    /// A level and a trend that dies away.
    Damped,
}

/// A fitted model of exponential smoothing.
///
/// The innovations form of Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential
/// Smoothing" (2008): `y = l + φb + e`, `l' = l + φb + αe`, `b' = φb + βe`. The starting level and
/// trend enter linearly, so they are solved by least squares for every α, β, φ that is tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Smoothing {
    alpha: f64,
    beta: f64,
    phi: f64,
    level: f64,
    slope: f64,
    /// Sum of squared one-step errors on the history.
    pub(crate) squares: f64,
    observations: usize,
    parameters: usize,
}

#[derive(Debug, Clone, Copy)]
struct Gains {
    alpha: f64,
    beta: f64,
    phi: f64,
}

#[derive(Debug, Clone, Copy)]
struct Path {
    level: f64,
    slope: f64,
    squares: f64,
}

impl Smoothing {
    /// Fits by least squares of the one-step errors; `None` below four observations (six with a
    /// trend). O(n) for each of about 200 evaluations.
    pub(crate) fn fit(values: &[f64], trend: Trend) -> Option<Self> {
        let need = match trend {
            Trend::Level => 3,
            Trend::Linear => 4,
            Trend::Damped => 5,
        };
        if values.len() < need {
            return None;
        }
        let gains = best_gains(values, trend);
        let path = run(values, gains, trend)?;
        let parameters = match trend {
            Trend::Level => 3,
            Trend::Linear => 5,
            Trend::Damped => 6,
        };
        Some(Self {
            alpha: gains.alpha,
            beta: gains.beta,
            phi: gains.phi,
            level: path.level,
            slope: path.slope,
            squares: path.squares,
            observations: values.len(),
            parameters,
        })
    }

    /// The next `horizon` values.
    pub(crate) fn project(&self, horizon: usize) -> Vec<f64> {
        let mut sum = 0.0;
        let mut power = 1.0;
        (0..horizon)
            .map(|_| {
                power *= self.phi;
                sum += power;
                self.level + sum * self.slope
            })
            .collect()
    }

    /// The standard deviation of the error at each of the next `horizon` steps (equation 6.14 of
    /// the book named above).
    pub(crate) fn deviations(&self, horizon: usize) -> Vec<f64> {
        let free = (self.observations as f64 - self.parameters as f64 + 1.0).max(1.0);
        let variance = self.squares / free;
        let mut sum = 1.0;
        let mut damp = 0.0;
        let mut power = 1.0;
        (0..horizon)
            .map(|_| {
                let deviation = (variance * sum).sqrt();
                power *= self.phi;
                damp += power;
                sum += (self.alpha + self.beta * damp / self.phi.max(1e-9)).powi(2);
                deviation
            })
            .collect()
    }
}

/// α in (0, 1), β in (0, α), φ in (0.8, 0.98): the usual region of the literature.
fn gains(at: &[f64], trend: Trend) -> Gains {
    let alpha = 1e-4 + 0.9998 * chance(at[0]);
    match trend {
        Trend::Level => Gains { alpha, beta: 0.0, phi: 0.0 },
        Trend::Linear => Gains { alpha, beta: alpha * chance(at[1]), phi: 1.0 },
        Trend::Damped => {
            Gains { alpha, beta: alpha * chance(at[1]), phi: 0.8 + 0.18 * chance(at[2]) }
        }
    }
}

fn best_gains(values: &[f64], trend: Trend) -> Gains {
    let axes = match trend {
        Trend::Level => 1,
        Trend::Linear => 2,
        Trend::Damped => 3,
    };
    let cost = |at: &[f64]| {
        run(values, gains(at, trend), trend).map_or(f64::INFINITY, |path| path.squares)
    };
    let starts: [[f64; 3]; 3] = [[0.0, -1.5, 1.0], [2.0, -3.0, 1.0], [-2.0, -2.0, 0.0]];
    let start = starts
        .iter()
        .map(|start| &start[..axes])
        .min_by(|left, right| cost(left).total_cmp(&cost(right)))
        .unwrap_or(&[0.0]);
    gains(&simplex::least(cost, start, &vec![1.0; axes], 60 * axes as u64), trend)
}

/// One pass over the history with the best starting state for these gains.
fn run(values: &[f64], gains: Gains, trend: Trend) -> Option<Path> {
    let Gains { alpha, beta, phi } = gains;
    // Three parallel states: the series from a zero start, and the response to each start value.
    let (mut l0, mut b0) = (0.0, 0.0);
    let (mut l1, mut b1) = (1.0, 0.0);
    let (mut l2, mut b2) = (0.0, 1.0);
    let (mut s11, mut s12, mut s22, mut r1, mut r2, mut rr) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for value in values {
        let e0 = value - l0 - phi * b0;
        let e1 = -(l1 + phi * b1);
        let e2 = -(l2 + phi * b2);
        s11 += e1 * e1;
        s12 += e1 * e2;
        s22 += e2 * e2;
        r1 += e1 * e0;
        r2 += e2 * e0;
        rr += e0 * e0;
        (l0, b0) = (l0 + phi * b0 + alpha * e0, phi * b0 + beta * e0);
        (l1, b1) = (l1 + phi * b1 + alpha * e1, phi * b1 + beta * e1);
        (l2, b2) = (l2 + phi * b2 + alpha * e2, phi * b2 + beta * e2);
    }
    let (level, slope) = if trend == Trend::Level {
        (-r1 / s11, 0.0)
    } else {
        let determinant = s11 * s22 - s12 * s12;
        if determinant <= 1e-12 * s11 * s22 {
            return None;
        }
        let level = (s12 * r2 - s22 * r1) / determinant;
        let slope = (s12 * r1 - s11 * r2) / determinant;
        (level, slope)
    };
    let squares = rr
        + level * (level * s11 + 2.0 * r1 + 2.0 * slope * s12)
        + slope * (slope * s22 + 2.0 * r2);
    let path = Path {
        level: l0 + level * l1 + slope * l2,
        slope: b0 + level * b1 + slope * b2,
        squares: squares.max(0.0),
    };
    path.level.is_finite().then_some(path)
}
