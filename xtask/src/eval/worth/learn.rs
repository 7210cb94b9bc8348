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

/// How much each kind counts, and the shares of texts above their spoiled versions on folds that were
/// not learned from: the mean over all kinds, and the least of a kind with a goal in one of the sets,
/// with its standard error.
struct Trial {
    counts: [f64; KINDS],
    mean: f64,
    least: f64,
    error: f64,
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
/// version counts is chosen by five folds, from all alike and one of them two or five times: so that
/// the least share of a kind with a goal is greatest (maximin; Wald 1945).
pub(crate) fn weights(sets: &[Vec<String>]) -> Result<[f64; LEARNED.len()], Failure> {
    let sets: Vec<Vec<Vec<Pair>>> = sets.iter().map(|texts| pairs(texts)).collect();
    let mut trials = vec![trial(&sets, [1.0; KINDS])?];
    for kind in 0..KINDS {
        for count in COUNTS {
            let mut counts = [1.0; KINDS];
            counts.iter_mut().skip(kind).take(1).for_each(|own| *own = count);
            trials.push(trial(&sets, counts)?);
        }
    }
    let counts = chosen(&trials).ok_or("nothing was tried")?.counts;
    Ok(learn(sets.iter().flatten().flatten(), &counts))
}

/// The trial with the greatest mean among those whose least share is within one standard error of the
/// greatest one; the first of them, where more than one has it.
fn chosen(trials: &[Trial]) -> Option<&Trial> {
    let best =
        trials.iter().reduce(|best, next| if next.least > best.least { next } else { best })?;
    let as_good = trials.iter().filter(|trial| trial.least >= best.least - best.error);
    as_good.reduce(|best, next| if next.mean > best.mean { next } else { best })
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
    let of_all: Vec<f64> = all().map(is_above).collect();
    let (mut least, mut error) = (f64::INFINITY, 0.0);
    for set in sets {
        for kind in 0..OLD {
            let of_kind = set.iter().flatten().filter(|pair| pair.kind == kind);
            let above: Vec<f64> = of_kind.map(is_above).collect();
            let share = mean(&above).ok_or("no texts")?;
            if share < least {
                (least, error) = (share, standard_error(&above));
            }
        }
    }
    Ok(Trial { counts, mean: mean(&of_all).ok_or("no texts")?, least, error })
}

/// The standard error of the mean.
fn standard_error(values: &[f64]) -> f64 {
    let middle = mean(values).unwrap_or(0.0);
    let squares: Vec<f64> = values.iter().map(|value| (value - middle).powi(2)).collect();
    let count = squares.iter().map(|_| 1.0).sum::<f64>();
    (mean(&squares).unwrap_or(0.0) / (count - 1.0).max(1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_share_decides_and_the_mean_where_it_is_as_good() {
        let trial = |mean: f64, least: f64, count: f64| Trial {
            counts: [count; KINDS],
            mean,
            least,
            error: 0.01,
        };
        let of = |trials: &[Trial]| chosen(trials).map(|trial| trial.counts[0]);
        assert_eq!(of(&[trial(0.95, 0.91, 1.0), trial(0.90, 0.96, 2.0)]), Some(2.0));
        let near = [trial(0.90, 0.960, 1.0), trial(0.92, 0.955, 2.0), trial(0.99, 0.949, 3.0)];
        assert_eq!(of(&near), Some(2.0));
        assert_eq!(of(&[trial(0.9, 0.9, 1.0), trial(0.9, 0.9, 2.0)]), Some(1.0));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn the_standard_error_is_that_of_a_share() {
        let shares: Vec<f64> = (0..100).map(|at| f64::from(u8::from(at % 10 > 0))).collect();
        assert!((standard_error(&shares) - (0.09_f64 / 99.0).sqrt()).abs() < 1e-12);
    }
}
