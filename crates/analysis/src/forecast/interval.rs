//! Prediction intervals that are widened or narrowed by how earlier ones held.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::backtest::Claim;
use super::pool::Pool;

/// How many origins the prior belief counts for.
const fn prior(pool: Pool) -> f64 {
    match pool {
        Pool::Series => 2.0,
        Pool::Growth => 4.0,
    }
}

/// The degrees of freedom of the prior belief: errors have heavier tails than the models claim.
const FREEDOM: f64 = 4.0;

/// How wide the prior belief is, in claimed deviations. The methods for a growing total disagree
/// more than they err. Both this and its weight were chosen by the interval score (Gneiting and
/// Raftery, "Strictly Proper Scoring Rules", 2007) on forecasts from five origins inside the
/// histories, never the futures, of known totals.
const fn breadth(pool: Pool) -> f64 {
    match pool {
        Pool::Series => 1.0,
        Pool::Growth => 0.5,
    }
}

/// Points by which the prior belief is represented.
const POINTS: u32 = 200;

/// The lower and upper bounds of one interval for each step.
pub(crate) type Bounds = Vec<(f64, f64)>;

/// How far errors reach, in claimed deviations: a prior belief and what the back-test showed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reach {
    /// Sizes in rising order, each with its weight.
    sizes: Vec<(f64, f64)>,
}

impl Reach {
    /// From the errors over claimed deviations, one list for each origin. Every origin counts the
    /// same, however many steps it has: the errors of one origin are nearly one error.
    pub(crate) fn learn(origins: &[Vec<f64>], pool: Pool) -> Self {
        let mut sizes: Vec<(f64, f64)> = Vec::new();
        if let Ok(student) = StudentsT::new(0.0, breadth(pool), FREEDOM) {
            for point in 0..POINTS {
                let share = (f64::from(point) + 0.5) / f64::from(POINTS);
                let size = student.inverse_cdf((1.0 + share) / 2.0);
                sizes.push((size, prior(pool) / f64::from(POINTS)));
            }
        }
        for origin in origins {
            let weight = 1.0 / origin.len() as f64;
            sizes.extend(origin.iter().map(|size| (*size, weight)));
        }
        sizes.sort_by(|left, right| left.0.total_cmp(&right.0));
        Self { sizes }
    }

    /// The size that `share` of the errors do not exceed: the conformal quantile (Vovk, Gammerman
    /// and Shafer, "Algorithmic Learning in a Random World", 2005) with a prior.
    pub(crate) fn covering(&self, share: f64) -> f64 {
        let total: f64 = self.sizes.iter().map(|size| size.1).sum();
        let mut sum = 0.0;
        for (size, weight) in &self.sizes {
            sum += weight;
            if sum >= share * total {
                return *size;
            }
        }
        self.sizes.last().map_or(0.0, |size| size.0)
    }
}

/// The bounds around `claim` at `width` of its deviations to each side.
pub(crate) fn bounds(claim: &Claim, width: f64) -> Bounds {
    claim
        .mean
        .iter()
        .zip(&claim.deviation)
        .map(|(mean, deviation)| (mean - width * deviation, mean + width * deviation))
        .collect()
}
