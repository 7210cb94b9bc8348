//! Learns how much each part of a text's quality counts, from spoiled versions of old texts.

use analysis::quality::{Archive, Part, Writing, content_quality};
use analysis::scoring::mean;

use super::super::Failure;
use super::spoils::{SPOILS, Spoil, Spoiler};
use super::{Case, OLD, fit, read};

/// The parts that are learned. The wealth has its weight by hand, and passages have no structure.
pub(crate) const LEARNED: [Part; 10] = [
    Part::Length,
    Part::Readability,
    Part::Repetition,
    Part::Flow,
    Part::Thread,
    Part::Unity,
    Part::Opening,
    Part::Closing,
    Part::Finish,
    Part::Novelty,
];
/// How many of the ways to spoil a text are learned from: the first ones.
const KINDS: usize = 12;
/// How often one of the kinds may count where the others count once.
const COUNTS: [f64; 2] = [2.0, 5.0];
const FOLDS: usize = 5;

/// How much more a text has of each learned part than a spoiled version of it, as logarithms.
pub(crate) struct Pair {
    kind: usize,
    fold: usize,
    pub(crate) gains: [f64; LEARNED.len()],
    /// The same of the parts that are not learned, with their weights.
    pub(crate) fixed: f64,
}

#[cfg(test)]
impl Pair {
    pub(crate) fn of_gains(gains: [f64; LEARNED.len()]) -> Self {
        Self { kind: 0, fold: 0, gains, fixed: 0.0 }
    }
}

/// How much each kind counts, and how the shares of texts above their spoiled versions are on folds
/// that were not learned from: of each text over all kinds, and the least of a kind with a goal.
struct Trial {
    counts: [f64; KINDS],
    shares: Vec<f64>,
    least: f64,
}

/// The pairs of each text of a set, by text: its archive is the other folds, which are runs of
/// neighbouring texts, since those of one article stand together.
fn pairs(texts: &[String]) -> Vec<Vec<Pair>> {
    let size = texts.len().div_ceil(FOLDS).max(1);
    let mut all = Vec::new();
    for (fold, present) in texts.chunks(size).enumerate() {
        let others = texts.chunks(size).enumerate().filter(|(other, _)| *other != fold);
        let past: Vec<String> = others.flat_map(|(_, texts)| texts.to_vec()).collect();
        let archive = Case { past: &past, present }.archive();
        let spoiler = || Spoiler { old: &past, new: present, seed: 1 };
        let mut kinds = SPOILS.map(|(_, spoil)| (spoil, spoiler()));
        for text in present {
            let best = logarithms(text, &archive);
            let kinds = kinds.iter_mut().take(KINDS).enumerate();
            let pair = |(kind, (spoil, spoiler)): (usize, &mut (Spoil, Spoiler<'_>))| {
                let below = logarithms(&spoil(spoiler, text), &archive);
                let mut gains = best.0;
                gains.iter_mut().zip(below.0).for_each(|(gain, below)| *gain -= below);
                Pair { kind, fold, gains, fixed: best.1 - below.1 }
            };
            all.push(kinds.map(pair).collect());
        }
    }
    all
}

/// The logarithm of each learned part, and the weighted sum of those of the others.
fn logarithms(text: &str, archive: &Archive) -> ([f64; LEARNED.len()], f64) {
    let (sentences, is_finished) = read(text);
    let writing = Writing { sentences: &sentences, is_finished, structure: None };
    let parts = content_quality(&writing, archive).parts;
    let of = |part: Part| parts.get(&part).map_or(0.0, |value| value.ln());
    let others = parts.keys().filter(|part| !LEARNED.contains(part));
    (LEARNED.map(of), others.map(|part| part.weight() * of(*part)).sum())
}

/// The weights of [`LEARNED`] by the first halves of sets of texts. How much each kind of spoiled
/// version counts is chosen by five folds: all alike, unless one of them counting two or five times
/// gives a greater mean share over all kinds, by more than a standard error, and no smaller least
/// share of a kind with a goal.
pub(crate) fn weights(sets: &[Vec<String>]) -> Result<[f64; LEARNED.len()], Failure> {
    let sets: Vec<Vec<Vec<Pair>>> = sets.iter().map(|texts| pairs(texts)).collect();
    let even = trial(&sets, [1.0; KINDS])?;
    let mut best: Option<(f64, Trial)> = None;
    for kind in 0..KINDS {
        for count in COUNTS {
            let mut counts = [1.0; KINDS];
            counts.iter_mut().skip(kind).take(1).for_each(|own| *own = count);
            let trial = trial(&sets, counts)?;
            let gain = mean(&gains(&trial, &even)).unwrap_or(0.0);
            if trial.least >= even.least && best.as_ref().is_none_or(|best| gain > best.0) {
                best = Some((gain, trial));
            }
        }
    }
    let is_proved = |(gain, trial): &(f64, Trial)| *gain > standard_error(&gains(trial, &even));
    let counts = best.filter(is_proved).map_or(even.counts, |best| best.1.counts);
    Ok(learn(sets.iter().flatten().flatten(), &counts))
}

fn learn<'p>(pairs: impl Iterator<Item = &'p Pair>, counts: &[f64]) -> [f64; LEARNED.len()] {
    let counted = pairs.filter_map(|pair| Some((pair, *counts.get(pair.kind)?)));
    fit::weights(&counted.collect::<Vec<_>>())
}

/// Learns on four folds at a time and judges the fifth.
fn trial(sets: &[Vec<Vec<Pair>>], counts: [f64; KINDS]) -> Result<Trial, Failure> {
    let all = || sets.iter().flatten().flatten();
    let weights: Vec<[f64; LEARNED.len()]> =
        (0..FOLDS).map(|fold| learn(all().filter(|pair| pair.fold != fold), &counts)).collect();
    let is_above = |pair: &Pair| {
        let margin = weights.get(pair.fold).map_or(0.0, |weights| fit::margin(pair, weights));
        f64::from(u8::from(margin > 0.0))
    };
    let text = |pairs: &Vec<Pair>| mean(&pairs.iter().map(is_above).collect::<Vec<f64>>());
    let shares: Option<Vec<f64>> = sets.iter().flatten().map(text).collect();
    let mut least = f64::INFINITY;
    for set in sets {
        for kind in 0..OLD {
            let of = set.iter().flatten().filter(|pair| pair.kind == kind);
            let share = mean(&of.map(is_above).collect::<Vec<f64>>()).ok_or("no texts")?;
            least = least.min(share);
        }
    }
    Ok(Trial { counts, shares: shares.ok_or("no texts")?, least })
}

fn gains(trial: &Trial, other: &Trial) -> Vec<f64> {
    trial.shares.iter().zip(&other.shares).map(|(share, other)| share - other).collect()
}

/// The standard error of the mean.
fn standard_error(values: &[f64]) -> f64 {
    let middle = mean(values).unwrap_or(0.0);
    let squares: Vec<f64> = values.iter().map(|value| (value - middle).powi(2)).collect();
    let count = squares.iter().map(|_| 1.0).sum::<f64>();
    (mean(&squares).unwrap_or(0.0) / (count - 1.0).max(1.0)).sqrt()
}
