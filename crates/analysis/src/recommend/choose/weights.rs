//! The weights of a blend, fitted to what judges held back.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::super::blend::weigh;
use super::super::recipe::Weights;
use super::super::score::{CONTENT, POPULAR, Parts, RIDGE};
use super::super::together::{by_rank, keep_largest};
use super::DEPTH;
use super::split::Case;
use crate::parallel;
use crate::scoring::ndcg;

/// The weights tried, as factors of the heaviest one's.
const STEPS: [f32; 9] = [0.0, 0.03, 0.06, 0.12, 0.25, 0.4, 0.6, 1.0, 1.6];
/// How often each weight is tried again.
const ROUNDS: usize = 3;
/// The start counts as if so many judges had found it.
const START_JUDGES: f32 = 20.0;
/// How many halves of the judges the last weights are the mean of.
const HALVES: usize = 6;

/// Which parts of the blend can say anything about items that somebody chose.
pub(super) fn active_known(fields: usize, has_tastes: bool) -> Vec<usize> {
    let learned = if has_tastes { RIDGE..CONTENT } else { RIDGE..POPULAR + 1 };
    learned.chain(CONTENT..CONTENT + fields).collect()
}

/// The same about items that nobody chose yet.
pub(super) fn active_fresh(fields: usize) -> Vec<usize> {
    std::iter::once(RIDGE).chain(CONTENT..CONTENT + fields).collect()
}

/// `fitted` by `judges`, drawn towards `start`.
pub(super) fn shrunk(fitted: Weights, start: Weights, judges: usize) -> Weights {
    let (fitted, start) = (unit(fitted), unit(start));
    let share = judges as f32 / (judges as f32 + START_JUDGES);
    Weights::of_parts(std::array::from_fn(|at| fitted[at] * share + start[at] * (1.0 - share)))
}

/// The mean of the weights fitted to random halves of `cases`, each from `start` (subagging;
/// Bühlmann & Yu 2002): a single fit follows the chances of its cases.
pub(super) fn fit_halves(cases: &[Case], start: Weights, active: &[usize], seed: u64) -> Weights {
    let mut random = StdRng::seed_from_u64(seed);
    let mut cases: Vec<&Case> = cases.iter().collect();
    let mut sums = [0.0; Weights::PARTS];
    for _ in 0..HALVES {
        cases.shuffle(&mut random);
        let (_, fitted) = fit_blend(&cases[..cases.len().div_ceil(2)], start, active);
        for (sum, part) in sums.iter_mut().zip(unit(fitted)) {
            *sum += part;
        }
    }
    Weights::of_parts(sums)
}

/// The weights as shares of the heaviest.
fn unit(weights: Weights) -> Parts {
    let parts = weights.to_parts();
    let heaviest = parts.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    parts.map(|part| part / heaviest)
}

/// Fits the weights by trying steps for one after the other; returns the mean NDCG they reach.
pub(super) fn fit_blend(cases: &[&Case], start: Weights, active: &[usize]) -> (f64, Weights) {
    let mut weights = start.to_parts();
    for (part, weight) in weights.iter_mut().enumerate() {
        if !active.contains(&part) {
            *weight = 0.0;
        }
    }
    let mut best = gain(cases, &weights);
    for _ in 0..ROUNDS {
        let before = best;
        for &part in active {
            let heaviest = weights.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            for step in STEPS {
                let mut tried = weights;
                tried[part] = step * heaviest;
                let reached = gain(cases, &tried);
                if reached > best + 1e-5 {
                    (best, weights) = (reached, tried);
                }
            }
        }
        if best <= before {
            break;
        }
    }
    (best, Weights::of_parts(weights))
}

/// The mean NDCG of `cases` under `weights`.
fn gain(cases: &[&Case], weights: &Parts) -> f64 {
    let one = |case: &Case, ranked: &mut Vec<(f32, u32)>| {
        ranked.clear();
        ranked.extend(
            case.candidates
                .iter()
                .enumerate()
                .map(|(at, (parts, _))| (weigh(parts, weights), at as u32)),
        );
        keep_largest(ranked, DEPTH);
        ranked.sort_unstable_by(by_rank);
        let hits: Vec<bool> =
            ranked.iter().map(|&(_, at)| case.candidates[at as usize].1).collect();
        ndcg(&hits, case.relevant, DEPTH)
    };
    let sums = parallel::pieces(cases.len(), Vec::new, |ranked, range| {
        cases[range].iter().map(|case| one(case, ranked)).sum::<f64>()
    });
    sums.iter().sum::<f64>() / cases.len().max(1) as f64
}
