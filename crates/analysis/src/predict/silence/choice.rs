//! How far regressions are shrunk and trusted: by what they would have foretold of the past.

use std::collections::BTreeMap;

use super::super::logistic::Logistic;
use super::check;
use super::examples::Examples;
use crate::Computed;
use crate::scoring::mean;

/// Ridges of the regression that are tried, and the one where nothing can be tried.
const RIDGES: [f64; 4] = [5.0, 20.0, 80.0, 320.0];
const RIDGE: f64 = 20.0;
/// How far the community's own time may be trusted, the rest being the calendar's, and how far it
/// is while nothing else has proved better.
const TRUSTS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
const EVEN: f64 = 0.5;

/// What was foretold at origins of the past, and what came.
#[derive(Debug, Default)]
pub(super) struct Trial {
    log_odds: Vec<f64>,
    happened: Vec<bool>,
    members: Vec<u32>,
}

impl Trial {
    /// What models of what was known at each origin say of what was asked there.
    fn of(examples: &Examples, origins: &[f64], ridge: f64) -> Computed<Self> {
        let mut trial = Self::default();
        for &origin in origins {
            let (rows, past) = examples.known(origin);
            if check(&past).is_err() {
                continue;
            }
            let model = Logistic::train(&rows, &past, ridge)?;
            for (member, row, happened) in examples.asked(origin) {
                trial.log_odds.push(model.log_odds(&row)?);
                trial.happened.push(happened);
                trial.members.push(member);
            }
        }
        Ok(trial)
    }

    /// −ln of the chance that was given to each thing that happened.
    fn losses(&self, log_odds: impl Iterator<Item = f64>) -> Vec<f64> {
        let loss = |(log_odds, &happened): (f64, &bool)| {
            let against = if happened { -log_odds } else { log_odds };
            against.max(0.0) + (-against.abs()).exp().ln_1p()
        };
        log_odds.zip(&self.happened).map(loss).collect()
    }
}

/// The ridge under which the past would have been foretold best, and what was foretold with it.
pub(super) fn ridge(examples: &Examples, origins: &[f64]) -> Computed<(f64, Trial)> {
    let mut best = (f64::INFINITY, RIDGE, Trial::default());
    for ridge in RIDGES {
        let trial = Trial::of(examples, origins, ridge)?;
        match mean(&trial.losses(trial.log_odds.iter().copied())) {
            Some(loss) if loss < best.0 => best = (loss, ridge, trial),
            _ => {}
        }
    }
    Ok((best.1, best.2))
}

/// The share of the log-odds in the community's own time in those of both under which the past would
/// have been foretold best, if that is better than equal shares by more than a standard error; equal
/// shares if not (the one-standard-error rule; Breiman et al. 1984).
pub(super) fn trust(own: &Trial, calendar: &Trial) -> f64 {
    let pairs = || own.log_odds.iter().zip(&calendar.log_odds);
    let losses = |trust: f64| own.losses(pairs().map(|(own, other)| pooled(trust, *own, *other)));
    let even = losses(EVEN);
    let gains = |trust: f64| -> Vec<f64> {
        losses(trust).iter().zip(&even).map(|(loss, even)| even - loss).collect()
    };
    let tried = TRUSTS.map(|trust| (mean(&gains(trust)).unwrap_or(0.0), trust));
    let (gain, best) =
        tried.into_iter().fold((0.0, EVEN), |best, next| if next.0 > best.0 { next } else { best });
    let is_proved = gain > standard_error(&gains(best), gain, &own.members);
    if is_proved { best } else { EVEN }
}

/// The pool of two log-odds (logarithmic opinion pool; Genest & Zidek 1986).
pub(super) fn pooled(trust: f64, own: f64, calendar: f64) -> f64 {
    trust * own + (1.0 - trust) * calendar
}

/// The standard error of a mean where the values of one member hang together (Liang & Zeger 1986).
fn standard_error(values: &[f64], mean: f64, members: &[u32]) -> f64 {
    let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
    for (value, member) in values.iter().zip(members) {
        *sums.entry(*member).or_insert(0.0) += value - mean;
    }
    let clusters = sums.len() as f64;
    let squares: f64 = sums.values().map(|sum| sum * sum).sum();
    (squares * clusters / (clusters - 1.0).max(1.0)).sqrt() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_better_beyond_chance_is_trusted_more() {
        let happened: Vec<bool> = (0..400).map(|at| at % 2 == 0).collect();
        let trial = |log_odds: &dyn Fn(bool) -> f64, members: &dyn Fn(u32) -> u32| Trial {
            log_odds: happened.iter().map(|did| log_odds(*did)).collect(),
            happened: happened.clone(),
            members: (0..400).map(members).collect(),
        };
        let each = |at: u32| at;
        let right = trial(&|did| if did { 2.0 } else { -2.0 }, &each);
        let empty = trial(&|_| 0.0, &each);
        assert_eq!(trust(&right, &empty), 1.0);
        assert_eq!(trust(&empty, &right), 0.0);
        assert_eq!(trust(&right, &right), EVEN);
        assert_eq!(trust(&Trial::default(), &Trial::default()), EVEN);
        // A gain of two members who gain and one who loses is no proof.
        let few = |at: u32| at % 3;
        let odds = |at: usize| if at % 3 == 2 { -1.6 } else { 1.0 };
        let signed = |did: bool, size: f64| if did { size } else { -size };
        let mixed: Vec<f64> =
            happened.iter().enumerate().map(|(at, did)| signed(*did, odds(at))).collect();
        let luck = Trial { log_odds: mixed, ..trial(&|_| 0.0, &few) };
        assert_eq!(trust(&luck, &trial(&|_| 0.0, &few)), EVEN);
    }

    #[test]
    fn values_of_one_member_count_as_one() {
        let values: Vec<f64> = (0..40).map(|at| f64::from(at % 2)).collect();
        let alone: Vec<u32> = (0..40).collect();
        let expected = (0.25_f64 / 39.0).sqrt();
        assert!((standard_error(&values, 0.5, &alone) - expected).abs() < 1e-12);
        let paired: Vec<f64> = values.iter().flat_map(|value| [*value; 2]).collect();
        let twice: Vec<u32> = alone.iter().flat_map(|member| [*member; 2]).collect();
        assert!((standard_error(&paired, 0.5, &twice) - expected).abs() < 1e-12);
        assert_eq!(standard_error(&[1.0], 1.0, &[7]), 0.0);
    }
}
