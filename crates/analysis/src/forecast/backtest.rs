//! Rolling origin: how each method would have done in the series' own past.

use super::pool::{Method, Pool};
use super::smoothing::{Smoothing, Trend};

/// The past from which forecasts are tried, as shares of the history.
const ORIGINS: [f64; 5] = [0.5, 0.6, 0.7, 0.8, 0.9];

/// The shortest past from which a forecast is tried.
const SHORTEST: usize = 5;

/// How much less than the best of the combined methods another must have erred, at every origin, to
/// take their place; and at how many origins at least.
const CLEARLY: f64 = 0.5;
const CLEAR_ORIGINS: usize = 3;

/// How one method did, and what it counts for.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Trial {
    /// The method.
    pub method: Method,
    /// Its mean absolute error over all origins, as a multiple of the mean over the combined
    /// methods: below 1 is better than they are on average. `None` when nothing could be tried.
    pub error: Option<f64>,
    /// Its weight in the combination, 0 ..= 1; all weights sum to 1.
    pub weight: f64,
}

/// A combined forecast and what it says about its own error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    /// The combined forecast.
    pub(crate) mean: Vec<f64>,
    /// The standard deviation that the models claim for each step.
    pub(crate) deviation: Vec<f64>,
}

/// What the series' own past says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Backtest {
    /// All methods, the combined ones first.
    pub(crate) trials: Vec<Trial>,
    /// For each origin the size of the error over the claimed deviation at each step.
    pub(crate) strains: Vec<Vec<f64>>,
}

/// What all methods forecast from one origin, and how far each was off.
struct Round {
    origin: usize,
    tries: Vec<Option<Vec<f64>>>,
    /// Mean absolute errors over their mean over the combined methods.
    errors: Vec<Option<f64>>,
}

/// Tries all methods of `pool` from several origins in the past of `values` (without season) over
/// at most `horizon` steps. One fit of each method for each origin.
pub(crate) fn run(values: &[f64], pool: Pool, horizon: usize) -> Backtest {
    let combined = pool.combined().len();
    let methods: Vec<Method> = pool.combined().iter().chain(pool.compared()).copied().collect();
    let rounds: Vec<Round> = origins(values.len())
        .into_iter()
        .filter_map(|origin| tried(values, origin, (&methods, combined), horizon))
        .collect();
    let winner = winner(&rounds, combined, methods.len());
    let counted: Vec<f64> = (0..methods.len())
        .map(|at| f64::from(u8::from(winner.map_or(at < combined, |winner| at == winner))))
        .collect();
    let strains = rounds.iter().filter_map(|round| {
        let (past, future) = values.split_at(round.origin);
        let claim = combine(past, &round.tries, &counted)?;
        strain(&claim, &future[..horizon.min(future.len())])
    });
    let strains = strains.collect();
    Backtest { trials: weigh(&methods, &rounds, combined, winner), strains }
}

/// One round; none where the combined methods made no error that others could be held against.
fn tried(
    values: &[f64],
    origin: usize,
    (methods, combined): (&[Method], usize),
    horizon: usize,
) -> Option<Round> {
    let (past, future) = values.split_at(origin);
    let future = &future[..horizon.min(future.len())];
    let tries: Vec<Option<Vec<f64>>> =
        methods.iter().map(|method| method.project(past, future.len())).collect();
    let off = |next: &Option<Vec<f64>>| next.as_ref().map(|next| mean_error(next, future));
    let errors: Vec<Option<f64>> = tries.iter().map(off).collect();
    let scale = mean_of_known(&errors[..combined]);
    let errors = errors.into_iter().map(|error| error.map(|error| error / scale)).collect();
    (scale > f64::MIN_POSITIVE).then_some(Round { origin, tries, errors })
}

/// The method outside the combination that was clearly better than all inside it at every origin:
/// a history that follows one law is continued by that law.
fn winner(rounds: &[Round], combined: usize, methods: usize) -> Option<usize> {
    let least = |round: &Round| {
        round.errors[..combined].iter().flatten().copied().fold(f64::INFINITY, f64::min)
    };
    let is_clear = |at: &usize| {
        let clear = |round: &Round| round.errors[*at].is_some_and(|e| e < CLEARLY * least(round));
        rounds.len() >= CLEAR_ORIGINS && rounds.iter().all(clear)
    };
    let total = |at: &usize| rounds.iter().filter_map(|round| round.errors[*at]).sum::<f64>();
    (combined..methods).filter(is_clear).min_by(|one, other| total(one).total_cmp(&total(other)))
}

/// The combination of `tries` (one for each weight; missing ones are left out), and its claim: the
/// greater of the deviation of the damped trend and the disagreement of the methods.
pub(crate) fn combine(past: &[f64], tries: &[Option<Vec<f64>>], weights: &[f64]) -> Option<Claim> {
    let horizon = tries.iter().flatten().next()?.len();
    let total: f64 = tries
        .iter()
        .zip(weights)
        .filter(|(next, _)| next.is_some())
        .map(|(_, weight)| weight)
        .sum();
    let mut mean = vec![0.0; horizon];
    let mut squares = vec![0.0; horizon];
    for (next, weight) in tries.iter().zip(weights) {
        for (at, value) in next.iter().flatten().enumerate() {
            mean[at] += weight / total * value;
            squares[at] += weight / total * value * value;
        }
    }
    let own = Smoothing::fit(past, Trend::Damped)
        .map_or_else(|| vec![0.0; horizon], |fit| fit.deviations(horizon));
    let deviation = (0..horizon)
        .map(|at| own[at].max((squares[at] - mean[at].powi(2)).max(0.0).sqrt()))
        .collect();
    Some(Claim { mean, deviation })
}

fn origins(history: usize) -> Vec<usize> {
    let mut origins: Vec<usize> = ORIGINS
        .iter()
        .map(|share| ((history as f64 * share) as usize).max(SHORTEST))
        .filter(|origin| *origin < history)
        .collect();
    origins.dedup();
    origins
}

fn mean_error(next: &[f64], future: &[f64]) -> f64 {
    let sum: f64 = next.iter().zip(future).map(|(left, right)| (left - right).abs()).sum();
    sum / future.len() as f64
}

fn mean_of_known(errors: &[Option<f64>]) -> f64 {
    let known: Vec<f64> = errors.iter().flatten().copied().collect();
    if known.is_empty() { 0.0 } else { known.iter().sum::<f64>() / known.len() as f64 }
}

/// Error over claimed deviation at each step from one origin.
fn strain(claim: &Claim, future: &[f64]) -> Option<Vec<f64>> {
    let sizes: Vec<f64> = claim
        .mean
        .iter()
        .zip(&claim.deviation)
        .zip(future)
        .map(|((mean, deviation), value)| ((value - mean) / deviation).abs())
        .collect();
    sizes.iter().all(|size| size.is_finite()).then_some(sizes)
}

/// Weights by the root of the inverse error: half-way between equal weights, which are hard to
/// beat on short histories (Claeskens and others, "The forecast combination puzzle", 2016), and
/// weights by accuracy. A clear winner counts alone.
fn weigh(
    methods: &[Method],
    rounds: &[Round],
    combined: usize,
    winner: Option<usize>,
) -> Vec<Trial> {
    let error = |at: usize| {
        // What could not be fitted counts as twice as far off as the others.
        let sum: f64 = rounds.iter().map(|round| round.errors[at].unwrap_or(2.0)).sum();
        if rounds.is_empty() { None } else { Some(sum / rounds.len() as f64) }
    };
    let raw = |at: usize| error(at).map_or(1.0, |error| 1.0 / (error + 0.05).sqrt());
    let total: f64 = (0..combined).map(raw).sum();
    let weight = |at: usize| match winner {
        Some(winner) => f64::from(u8::from(at == winner)),
        None if at < combined => raw(at) / total,
        None => 0.0,
    };
    let trial = |(at, method): (usize, &Method)| Trial {
        method: *method,
        error: error(at),
        weight: weight(at),
    };
    methods.iter().enumerate().map(trial).collect()
}
