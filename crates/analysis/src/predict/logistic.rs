//! A logistic regression that does not trust small samples.

use faer::linalg::solvers::{Llt, Solve};
use faer::{Mat, Side};

use super::foreteller::{check, check_row};
use crate::odds::chance;
use crate::{Computed, Refusal};

/// Newton steps, at most.
const STEPS: usize = 40;

/// Log-odds that are linear in the features, each shrunk towards 0 (ridge; le Cessie & van
/// Houwelingen
/// 1992), on features brought to mean 0 and spread 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    means: Vec<f64>,
    spreads: Vec<f64>,
    weights: Vec<f64>,
    offset: f64,
}

impl Logistic {
    /// Learns from `rows` of features and what happened. O(steps × rows × features²).
    ///
    /// Refuses rows of different lengths, figures that are not finite, and examples of which all or
    /// none happened.
    pub fn train(rows: &[Vec<f64>], happened: &[bool], ridge: f64) -> Computed<Self> {
        let width = check(rows, happened)?;
        if !(ridge.is_finite() && ridge > 0.0) {
            return Err(Refusal::Value);
        }
        if happened.iter().all(|did| *did) || !happened.contains(&true) {
            return Err(Refusal::NoData);
        }
        let (means, spreads) = scales(rows, width);
        let mut model = Self { means, spreads, weights: vec![0.0; width], offset: 0.0 };
        let scaled: Vec<Vec<f64>> = rows.iter().map(|row| model.scaled(row)).collect();
        for _ in 0..STEPS {
            if model.step(&scaled, happened, ridge)? < 1e-9 {
                break;
            }
        }
        Ok(model)
    }

    /// One Newton step; returns its largest part.
    fn step(&mut self, scaled: &[Vec<f64>], happened: &[bool], ridge: f64) -> Computed<f64> {
        let width = self.weights.len();
        let mut slope = Mat::<f64>::zeros(width + 1, 1);
        let mut bend = Mat::<f64>::zeros(width + 1, width + 1);
        for (row, &happened) in scaled.iter().zip(happened) {
            let chance = chance(self.offset + dot(&self.weights, row));
            let error = f64::from(u8::from(happened)) - chance;
            let spread = (chance * (1.0 - chance)).max(1e-9);
            for (i, &value) in row.iter().enumerate() {
                slope[(i, 0)] += error * value;
                bend[(width, i)] += spread * value;
                for (j, &other) in row[..=i].iter().enumerate() {
                    bend[(i, j)] += spread * value * other;
                }
            }
            slope[(width, 0)] += error;
            bend[(width, width)] += spread;
        }
        for (i, weight) in self.weights.iter().enumerate() {
            slope[(i, 0)] -= ridge * weight;
            bend[(i, i)] += ridge;
        }
        let factored =
            Llt::new(bend.as_ref(), Side::Lower).map_err(|_singular| Refusal::Unsettled)?;
        let step = factored.solve(&slope);
        let mut largest = 0.0_f64;
        for i in 0..=width {
            let part = step[(i, 0)].clamp(-3.0, 3.0);
            largest = largest.max(part.abs());
            match self.weights.get_mut(i) {
                Some(weight) => *weight += part,
                None => self.offset += part,
            }
        }
        Ok(largest)
    }

    /// The chance for one with these `features`, 0 to 1. Refuses another number of them than was
    /// learned from, and what is not finite.
    pub fn chance(&self, features: &[f64]) -> Computed<f64> {
        Ok(chance(self.log_odds(features)?))
    }

    /// The log-odds of that chance. Refuses as [`Logistic::chance`].
    pub fn log_odds(&self, features: &[f64]) -> Computed<f64> {
        check_row(features, self.weights.len())?;
        Ok(self.offset + dot(&self.weights, &self.scaled(features)))
    }

    /// What each feature adds to the log-odds, against somebody with average features. Refuses as
    /// [`Logistic::chance`].
    pub fn contributions(&self, features: &[f64]) -> Computed<Vec<f64>> {
        check_row(features, self.weights.len())?;
        let scaled = self.scaled(features);
        Ok(scaled.iter().zip(&self.weights).map(|(value, weight)| value * weight).collect())
    }

    fn scaled(&self, features: &[f64]) -> Vec<f64> {
        let scales = self.means.iter().zip(&self.spreads);
        features.iter().zip(scales).map(|(value, (mean, spread))| (value - mean) / spread).collect()
    }
}

fn scales(rows: &[Vec<f64>], width: usize) -> (Vec<f64>, Vec<f64>) {
    let count = rows.len() as f64;
    let mean = |i: usize| rows.iter().map(|row| row[i]).sum::<f64>() / count;
    let means: Vec<f64> = (0..width).map(mean).collect();
    let spread = |i: usize| {
        let square = rows.iter().map(|row| (row[i] - means[i]).powi(2)).sum::<f64>() / count;
        if square > 1e-18 { square.sqrt() } else { 1.0 }
    };
    let spreads = (0..width).map(spread).collect();
    (means, spreads)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_features_that_tell_the_chance_is_the_share() {
        let rows = vec![vec![1.0]; 10];
        let happened: Vec<bool> = (0..10).map(|at| at < 3).collect();
        let model = Logistic::train(&rows, &happened, 1.0).unwrap();
        assert!((model.chance(&[1.0]).unwrap() - 0.3).abs() < 1e-9);
    }

    #[test]
    fn a_telling_feature_is_used_and_a_stronger_ridge_uses_it_less() {
        let rows: Vec<Vec<f64>> = (0..40).map(|at| vec![f64::from(at), 5.0]).collect();
        let happened: Vec<bool> = (0..40).map(|at| at % 7 != 0 && at > 18).collect();
        let spread = |ridge: f64| {
            let model = Logistic::train(&rows, &happened, ridge).unwrap();
            assert_eq!(model.contributions(&[39.0, 5.0]).unwrap()[1], 0.0);
            model.chance(&[39.0, 5.0]).unwrap() - model.chance(&[0.0, 5.0]).unwrap()
        };
        assert!(spread(0.1) > spread(30.0) && spread(30.0) > 0.0);
    }

    #[test]
    fn rows_unlike_those_learned_from_and_examples_all_alike_are_refused() {
        let rows: Vec<Vec<f64>> = (0..20).map(|at| vec![f64::from(at), 1.0]).collect();
        let happened: Vec<bool> = (0..20).map(|at| at % 3 == 0).collect();
        let model = Logistic::train(&rows, &happened, 1.0).unwrap();
        for row in [&[][..], &[1.0], &[1.0, 1.0, 1.0]] {
            assert_eq!(model.chance(row), Err(Refusal::Shape));
            assert_eq!(model.contributions(row), Err(Refusal::Shape));
        }
        assert_eq!(model.chance(&[f64::NAN, 1.0]), Err(Refusal::Value));
        assert_eq!(model.contributions(&[1.0, f64::INFINITY]), Err(Refusal::Value));
        for all in [true, false] {
            assert_eq!(Logistic::train(&rows, &[all; 20], 1.0), Err(Refusal::NoData));
        }
    }
}
