//! The parts of a text's quality, each 0 to 1.

use std::collections::{HashMap, HashSet};

use super::archive::{Archive, Place};
use super::reading::Structure;
use super::units::{RUN, Reading, runs};
use crate::odds::chance;
use crate::scoring;

/// Beyond this, in Han characters or what says as much, length adds little.
const ENOUGH: f64 = 200.0;
const ENDLESS: f64 = 20_000.0;
/// Readable sentences are as long as this.
const READABLE: (f64, f64) = (8.0, 60.0);
/// Blocks of a page are readable as long as this; a text below `PLAIN` needs none.
const BLOCK: (f64, f64) = (15.0, 300.0);
const PLAIN: f64 = 300.0;
/// Units over which variety is measured, and the share of different ones that is usual.
const SPREAD: usize = 50;
const VARIED: f64 = 0.7;
/// A clause has this length, and so much said again halves what the text is worth.
const CLAUSE: f64 = 10.0;
const AGAIN: f64 = 15.0;
/// Sentences on each side of a seam, and of a passage in which any two are compared.
const SIDE: usize = 4;
const REACH: usize = 5;

/// From 0 towards 1, half at `half`.
fn rising(value: f64, half: f64) -> f64 {
    value / (value + half)
}

/// The mean of the worst and of the average; nothing for nothing.
fn worst(values: &[f64]) -> Option<f64> {
    let least = values.iter().copied().reduce(f64::min)?;
    Some((least + mean(values)) / 2.0)
}

fn mean(values: &[f64]) -> f64 {
    scoring::mean(values).unwrap_or(0.0)
}

pub(super) fn length(reading: &Reading) -> f64 {
    let length = reading.length();
    (1.0 - (-length / ENOUGH).exp()) * rising(ENDLESS, length)
}

/// The share of text in sentences of readable length, fading outside.
pub(super) fn readability(reading: &Reading) -> f64 {
    let good = |length: &f64| length * within(*length, READABLE);
    let sum = reading.length();
    if sum > 0.0 { reading.lengths.iter().map(good).sum::<f64>() / sum } else { 0.0 }
}

/// 1 inside the band, fading outside.
fn within(value: f64, band: (f64, f64)) -> f64 {
    (value / band.0).min(1.0) * (band.1 / value.max(1e-9)).min(1.0)
}

/// Different units where they are fewest (a moving type-token ratio; Covington & McFall 2010).
pub(super) fn wealth(reading: &Reading) -> f64 {
    let text: Vec<u64> = reading.sentences.iter().flatten().copied().collect();
    let size = text.len().clamp(1, SPREAD);
    let ratios: Vec<f64> = text
        .windows(size)
        .step_by(5)
        .map(|window| window.iter().collect::<HashSet<_>>().len() as f64 / size as f64)
        .collect();
    (worst(&ratios).unwrap_or(0.0) / VARIED).min(1.0)
}

/// How little is said twice: falls with each run of units that stands in the text already, however
/// long the text is.
pub(super) fn repetition(reading: &Reading) -> f64 {
    let mut seen: HashSet<u64> = HashSet::new();
    let sentences = reading.sentences.iter().zip(&reading.lengths);
    // A clause has ten Han characters, or the words that say as much; what is shorter is a name.
    let clause = |units: &Vec<u64>, length: &f64| {
        ((CLAUSE * units.len() as f64 / length.max(1.0)).round() as usize).max(2)
    };
    let again = sentences.map(|(units, length)| {
        let all: Vec<u64> = runs(units, clause(units, length)).collect();
        let known = all.iter().filter(|run| !seen.insert(**run)).count();
        length * known as f64 / all.len().max(1) as f64
    });
    1.0 - rising(again.sum(), AGAIN)
}

/// How the words follow each other where they do it worst, against what is usual.
pub(super) fn flow(reading: &Reading, archive: &Archive) -> f64 {
    // What flows much better than usual is no better for it: it may be copied.
    let flow = |window| Some(archive.flow(window)?.min(1.0));
    let flows: Vec<f64> = reading.windows().filter_map(flow).collect();
    worst(&flows).map_or(0.5, |least| chance((least + mean(&flows)) / 2.0 + 1.0))
}

/// What is new where least is.
pub(super) fn novelty(reading: &Reading, archive: &Archive) -> f64 {
    let new = |window: &[Vec<u64>]| {
        let all: Vec<u64> = window.iter().flat_map(|sentence| runs(sentence, RUN)).collect();
        let known = all.iter().filter(|run| archive.knows(**run)).count();
        1.0 - known as f64 / all.len().max(1) as f64
    };
    worst(&reading.windows().map(new).collect::<Vec<f64>>()).unwrap_or(0.5)
}

/// What sentences have in common, each term by how much it tells; a sentence that is said again is
/// left out.
pub(super) struct Likeness {
    bags: Vec<HashMap<u64, f64>>,
}

impl Likeness {
    pub(super) fn of(reading: &Reading, archive: &Archive) -> Self {
        let mut seen: HashSet<&Vec<u64>> = HashSet::new();
        let first = reading.terms.iter().filter(|terms| seen.insert(terms));
        let bag =
            |terms: &Vec<u64>| terms.iter().map(|&term| (term, archive.telling(term))).collect();
        Self { bags: first.map(bag).collect() }
    }

    /// The cosine of the terms of two runs of sentences.
    fn cosine(&self, one: std::ops::Range<usize>, other: std::ops::Range<usize>) -> f64 {
        let joined = |range: std::ops::Range<usize>| -> Vec<(u64, f64)> {
            let all = self.bags[range].iter().flatten().map(|(term, telling)| (*term, *telling));
            let mut all: Vec<(u64, f64)> = all.collect();
            all.sort_by_key(|entry| entry.0);
            all.dedup_by_key(|entry| entry.0);
            all
        };
        let (one, other) = (joined(one), joined(other));
        let size = |bag: &[(u64, f64)]| bag.iter().map(|entry| entry.1 * entry.1).sum::<f64>();
        let common: f64 = one
            .iter()
            .filter(|entry| other.binary_search_by_key(&entry.0, |entry| entry.0).is_ok())
            .map(|entry| entry.1 * entry.1)
            .sum();
        common / (size(&one) * size(&other)).sqrt().max(1e-9)
    }

    /// How much more neighbours have in common than any two sentences of a passage, which is what
    /// they would have in a random order; in standard errors, through the logistic curve.
    pub(super) fn thread(&self) -> f64 {
        let count = self.bags.len();
        if count < 3 {
            return 0.5;
        }
        let pairs: Vec<(usize, f64)> = (0..count)
            .flat_map(|i| (i.saturating_sub(REACH)..i).map(move |j| (i, j)))
            .map(|(i, j)| (i - j, self.cosine(i..i + 1, j..j + 1)))
            .collect();
        let near: Vec<f64> = pairs.iter().filter(|pair| pair.0 == 1).map(|pair| pair.1).collect();
        let pairs: Vec<f64> = pairs.into_iter().map(|pair| pair.1).collect();
        let usual = mean(&pairs);
        let spread = mean(&pairs.iter().map(|pair| (pair - usual).powi(2)).collect::<Vec<_>>());
        let error = (spread / near.len() as f64).sqrt();
        chance((mean(&near) - usual) / (error + 1e-3))
    }

    /// What the sides of the worst seam have in common: a text is about one thing.
    pub(super) fn unity(&self) -> f64 {
        let count = self.bags.len();
        let seam = |at: usize| self.cosine(at.saturating_sub(SIDE)..at, at..(at + SIDE).min(count));
        let seams: Vec<f64> = (1..count).map(seam).collect();
        0.25 + 0.75 * rising(worst(&seams).unwrap_or(0.1), 0.1)
    }
}

/// How much the first sentence looks like one that opens a text (or the last like one that closes
/// it), against the others.
pub(super) fn frame(reading: &Reading, archive: &Archive, place: Place) -> f64 {
    let mut odds: Vec<f64> =
        reading.sentences.iter().map(|sentence| archive.stands(sentence, place)).collect();
    if place == Place::Last {
        odds.reverse();
    }
    let [own, others @ ..] = &odds[..] else { return 0.5 };
    if others.is_empty() {
        return 0.5;
    }
    chance(3.0 * (own - mean(others)))
}

/// Whether the page is laid out for its length: blocks of readable length, not all headings, and
/// links in moderation.
pub(super) fn structure(structure: Structure, reading: &Reading) -> f64 {
    let length = reading.length();
    let Structure { headings, paragraphs, items, code, links } = structure;
    let blocks = f64::from(paragraphs) + f64::from(items) + f64::from(headings);
    let all = (blocks + f64::from(code)).max(1.0);
    let laid = if length < PLAIN { 1.0 } else { within(length / all, BLOCK) };
    let bodies = (2.0 * (all - f64::from(headings)) / all).min(1.0);
    let allowed = 2.0 + length / 60.0;
    let linked = (allowed / f64::from(links).max(1e-9)).min(1.0);
    (laid * bodies * linked).sqrt()
}
