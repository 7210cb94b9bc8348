//! What was published before: the measure of what is new and of what is usual.

use std::collections::{HashMap, HashSet};

use super::units::{RUN, Reading, runs};

/// The weight of a window among those that make up what is usual falls by this from one to the next.
const FADING: f64 = 0.999;
/// How much what is known of a unit in general counts against what is known of its place.
const GENERAL: f64 = 2.0;

/// What was published before, as pairs of neighbouring units, runs of units, and the places in a
/// text where units stand.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    /// How often a unit is followed by another, and how often it is followed at all.
    pairs: HashMap<(u64, u64), u32>,
    singles: HashMap<u64, u32>,
    total: u64,
    /// Runs of units that stand in the archive.
    runs: HashSet<u64>,
    /// How many texts there are, and how many hold a term.
    texts: u32,
    holding: HashMap<u64, u32>,
    /// How many first, last and all sentences there are, and in how many of each a unit stands.
    sentences: [u32; 3],
    places: HashMap<u64, [u32; 3]>,
    flows: Usual,
}

/// A running mean and spread.
#[derive(Debug, Clone, Copy, Default)]
struct Usual {
    weight: f64,
    sum: f64,
    squares: f64,
}

/// Where in a text a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    First,
    Last,
}

impl Archive {
    /// Adds a text, as the units of its sentences (words, or single Han characters). O(units).
    pub fn add(&mut self, sentences: &[Vec<String>]) {
        let reading = Reading::of(sentences);
        // How a text flows is measured before it is known itself.
        for window in reading.windows() {
            if let Some(flow) = self.raw_flow(window) {
                self.flows.add(flow);
            }
        }
        for sentence in &reading.sentences {
            for &unit in sentence {
                *self.singles.entry(unit).or_insert(0) += 1;
                self.total += 1;
            }
            for pair in sentence.windows(2) {
                *self.pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
            }
            self.runs.extend(runs(sentence, RUN));
        }
        self.texts += 1;
        let all: HashSet<u64> = reading.terms.iter().flatten().copied().collect();
        for term in all {
            *self.holding.entry(term).or_insert(0) += 1;
        }
        let last = reading.sentences.len().saturating_sub(1);
        for (at, sentence) in reading.sentences.iter().enumerate() {
            let stands = [u32::from(at == 0), u32::from(at == last), 1];
            for (count, stands) in self.sentences.iter_mut().zip(stands) {
                *count += stands;
            }
            for unit in sentence.iter().copied().collect::<HashSet<u64>>() {
                let counts = self.places.entry(unit).or_insert([0; 3]);
                for (count, stands) in counts.iter_mut().zip(stands) {
                    *count += stands;
                }
            }
        }
    }

    pub(super) fn knows(&self, run: u64) -> bool {
        self.runs.contains(&run)
    }

    /// How much a term says of what a text is about: little when most texts hold it (inverse
    /// document frequency; Spärck Jones 1972).
    pub(super) fn telling(&self, term: u64) -> f64 {
        let holding = f64::from(self.holding.get(&term).copied().unwrap_or(0));
        ((f64::from(self.texts) + 1.0) / (holding + 0.5)).ln().max(0.0)
    }

    /// How a window flows against what is usual in the archive, in spreads; 0 without any usual.
    pub(super) fn flow(&self, window: &[Vec<u64>]) -> Option<f64> {
        Some(self.flows.place(self.raw_flow(window)?))
    }

    /// The mean log-likelihood ratio of a unit after its neighbour against the unit by itself: high
    /// for language, near or below 0 for shuffled words. Nothing for a text without pairs.
    fn raw_flow(&self, window: &[Vec<u64>]) -> Option<f64> {
        let count = |unit: u64| f64::from(self.singles.get(&unit).copied().unwrap_or(0));
        let (mut sum, mut pairs) = (0.0, 0.0);
        for pair in window.iter().flat_map(|sentence| sentence.windows(2)) {
            let together = f64::from(self.pairs.get(&(pair[0], pair[1])).copied().unwrap_or(0));
            let alone = (count(pair[1]) + 0.5) / (self.total as f64 + 1.0);
            // Half the weight of an unseen pair goes to the unit's own frequency (Jelinek-Mercer).
            let after = (together + 2.0 * alone) / (count(pair[0]) + 2.0);
            sum += (after / alone).ln();
            pairs += 1.0;
        }
        (pairs > 0.0).then(|| sum / pairs)
    }

    /// How much a sentence looks as if it stood at `place`: the mean log-odds of its units.
    pub(super) fn stands(&self, sentence: &[u64], place: Place) -> f64 {
        let at = usize::from(place == Place::Last);
        let (there, all) = (f64::from(self.sentences[at]), f64::from(self.sentences[2]));
        let elsewhere = all - there;
        if there < 1.0 || elsewhere < 1.0 || sentence.is_empty() {
            return 0.0;
        }
        let odds = |unit: &u64| {
            let counts = self.places.get(unit).copied().unwrap_or([0; 3]);
            let here = f64::from(counts[at]);
            let general = GENERAL * there / all;
            let others = f64::from(counts[2]) - here + GENERAL - general;
            ((here + general) / there / (others / elsewhere)).ln()
        };
        let distinct: HashSet<&u64> = sentence.iter().collect();
        let mut all: Vec<f64> = distinct.iter().map(|unit| odds(unit)).collect();
        // Summed in order of size, so that the order of a set changes nothing.
        all.sort_by(f64::total_cmp);
        all.iter().sum::<f64>() / all.len() as f64
    }
}

impl Usual {
    fn add(&mut self, value: f64) {
        self.weight = FADING * self.weight + 1.0;
        self.sum = FADING * self.sum + value;
        self.squares = FADING * self.squares + value * value;
    }

    /// How many spreads `value` is above the mean; 0 while fewer than ten are known.
    fn place(&self, value: f64) -> f64 {
        if self.weight < 10.0 {
            return 0.0;
        }
        let mean = self.sum / self.weight;
        let spread = (self.squares / self.weight - mean * mean).max(1e-6).sqrt();
        (value - mean) / spread
    }
}
