//! From a score to a probability that keeps its word.

use super::logistic::Logistic;
use crate::odds::{chance, kept, log_odds};
use crate::scoring::log_loss;
use crate::{Computed, Refusal};

/// A map from a raw probability to one that is right on average.
#[derive(Debug, Clone, PartialEq)]
pub enum Calibration {
    /// The raw probability is right already.
    None,
    /// A straight line on the log-odds (Platt 1999).
    Line(Logistic),
    /// Lines on ln p and on −ln (1 − p) (beta calibration; Kull, Silva Filho & Flach 2017).
    Beta(Logistic),
    /// Steps that never fall (isotonic regression by pooling; Zadrozny & Elkan 2002), joined by
    /// lines.
    Steps(Vec<(f64, f64)>),
}

impl Calibration {
    /// The map that foretells best what it was not fitted on: five folds, by log loss.
    ///
    /// `raw`: probabilities for those whom the model behind them did not see. Nothing is changed on
    /// fewer than 50 examples or 10 of a kind; steps are tried only from 500 examples on: with fewer
    /// they follow chance.
    pub fn choose(raw: &[f64], happened: &[bool]) -> Computed<Self> {
        if raw.len() != happened.len() {
            return Err(Refusal::Shape);
        }
        if raw.len() < 50 || fewest(happened) < 10 {
            return Ok(Self::None);
        }
        let folds = even(happened);
        let mut best = (log_loss(happened, raw)?, 0);
        for kind in 1..if raw.len() < 500 { 3 } else { 4 } {
            let mut told = vec![0.0; raw.len()];
            for fold in 0..5 {
                let taken = (0..raw.len()).filter(|&at| folds[at] != fold);
                let (some, did): (Vec<f64>, Vec<bool>) =
                    taken.map(|at| (raw[at], happened[at])).unzip();
                let map = Self::fit(kind, &some, &did)?;
                for at in (0..raw.len()).filter(|&at| folds[at] == fold) {
                    told[at] = map.apply(raw[at])?;
                }
            }
            let loss = log_loss(happened, &told)?;
            if loss < best.0 - 1e-4 {
                best = (loss, kind);
            }
        }
        Self::fit(best.1, raw, happened)
    }

    fn fit(kind: usize, raw: &[f64], happened: &[bool]) -> Computed<Self> {
        let regress = |features: fn(f64) -> Vec<f64>| {
            let rows: Vec<Vec<f64>> = raw.iter().map(|&p| features(p)).collect();
            Logistic::train(&rows, happened, 1e-3)
        };
        Ok(match kind {
            0 => Self::None,
            1 => Self::Line(regress(|p| vec![log_odds(p)])?),
            2 => Self::Beta(regress(logs)?),
            _ => Self::Steps(pooled(raw, happened)),
        })
    }

    /// The calibrated probability. Refuses what is not a number.
    pub fn apply(&self, raw: f64) -> Computed<f64> {
        if raw.is_nan() {
            return Err(Refusal::Value);
        }
        match self {
            Self::None => Ok(raw),
            Self::Line(line) => line.chance(&[log_odds(raw)]),
            Self::Beta(lines) => lines.chance(&logs(raw)),
            Self::Steps(steps) => Ok(between(steps, raw)),
        }
    }
}

/// How many there are of the rarer kind.
fn fewest(happened: &[bool]) -> usize {
    let did = happened.iter().filter(|did| **did).count();
    did.min(happened.len() - did)
}

/// A fold of 0 to 4 for each example, so that each fold has its part of either kind.
fn even(happened: &[bool]) -> Vec<usize> {
    let mut seen = [0_usize; 2];
    let fold = |did: &bool| {
        let count = &mut seen[usize::from(*did)];
        *count += 1;
        (*count - 1) % 5
    };
    happened.iter().map(fold).collect()
}

fn logs(p: f64) -> Vec<f64> {
    vec![kept(p).ln(), -(1.0 - kept(p)).ln()]
}

/// The means of neighbours pooled until they rise: (mean raw, share that did), both ascending.
fn pooled(raw: &[f64], happened: &[bool]) -> Vec<(f64, f64)> {
    let mut order: Vec<usize> = (0..raw.len()).collect();
    order.sort_by(|&a, &b| raw[a].total_cmp(&raw[b]));
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    for at in order {
        pools.push((raw[at], f64::from(u8::from(happened[at])), 1.0));
        while let [.., before, last] = &pools[..] {
            if before.1 / before.2 < last.1 / last.2 {
                break;
            }
            let joined = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    // One imagined success and failure in each pool keep the ends off 0 and 1.
    pools.iter().map(|pool| (pool.0 / pool.2, (pool.1 + 0.5) / (pool.2 + 1.0))).collect()
}

fn between(steps: &[(f64, f64)], raw: f64) -> f64 {
    let after = steps.partition_point(|step| step.0 < raw);
    match (after.checked_sub(1).and_then(|at| steps.get(at)), steps.get(after)) {
        (Some(low), Some(high)) => {
            let share = (raw - low.0) / (high.0 - low.0).max(f64::MIN_POSITIVE);
            low.1 + share * (high.1 - low.1)
        }
        (Some(only), None) | (None, Some(only)) => only.1,
        (None, None) => chance(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::expected_calibration_error;

    #[test]
    fn exaggeration_is_taken_back() {
        let truth: Vec<f64> =
            (0..2000).map(|at| 0.05 + 0.9 * f64::from(at % 100) / 100.0).collect();
        let happened: Vec<bool> = truth
            .iter()
            .enumerate()
            .map(|(at, &p)| (at * 7919 % 2000) as f64 / 2000.0 < p)
            .collect();
        let raw: Vec<f64> = truth.iter().map(|&p| chance(3.0 * log_odds(p))).collect();
        let map = Calibration::choose(&raw, &happened).unwrap();
        let told: Vec<f64> = raw.iter().map(|&p| map.apply(p).unwrap()).collect();
        let before = expected_calibration_error(&happened, &raw).unwrap();
        let after = expected_calibration_error(&happened, &told).unwrap();
        assert!(after < 0.03 && after < before / 3.0, "{before} {after}");
        assert!(told.iter().all(|p| (0.0..=1.0).contains(p)));
    }

    #[test]
    fn steps_never_fall() {
        let raw: Vec<f64> = (0..600).map(|at| f64::from(at) / 600.0).collect();
        let happened: Vec<bool> = (0..600).map(|at| at * 31 % 97 < at / 7).collect();
        let map = Calibration::fit(3, &raw, &happened).unwrap();
        let told: Vec<f64> = raw.iter().map(|&p| map.apply(p).unwrap()).collect();
        assert_eq!(map.apply(f64::NAN), Err(Refusal::Value));
        assert!(told.windows(2).all(|pair| pair[0] <= pair[1] + 0.02));
    }
}
