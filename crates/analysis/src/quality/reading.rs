//! Quality from the text alone: structure, length, wealth, readability, flow and novelty.

use std::collections::{BTreeMap, HashMap, HashSet};

/// What was published before, as pairs of neighbouring tokens: the measure of what is new, and of
/// what
/// usually follows what.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    /// How often a token is followed by another, and how often it is followed at all.
    pairs: HashMap<(u64, u64), u32>,
    singles: HashMap<u64, u32>,
    total: u64,
    /// Runs of four tokens that stand in the archive.
    runs: HashSet<u64>,
}

impl Archive {
    /// Adds a text, as the units of its sentences (words, or single Han characters).
    pub fn add(&mut self, sentences: &[Vec<String>]) {
        let hashes = hashed(sentences);
        for sentence in &hashes {
            for &unit in sentence {
                *self.singles.entry(unit).or_insert(0) += 1;
                self.total += 1;
            }
            for pair in sentence.windows(2) {
                *self.pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
            }
        }
        self.runs.extend(runs(&hashes));
    }

    /// The mean log-likelihood ratio of a unit after its neighbour against the unit by itself: high
    /// for language, near or below 0 for shuffled words. Nothing for a text without pairs.
    fn flow(&self, sentences: &[Vec<u64>]) -> Option<f64> {
        let count = |unit: u64| f64::from(self.singles.get(&unit).copied().unwrap_or(0));
        let (mut sum, mut pairs) = (0.0, 0.0);
        for pair in sentences.iter().flat_map(|sentence| sentence.windows(2)) {
            let together = f64::from(self.pairs.get(&(pair[0], pair[1])).copied().unwrap_or(0));
            let alone = (count(pair[1]) + 0.5) / (self.total as f64 + 1.0);
            // Half the weight of an unseen pair goes to the unit's own frequency (Jelinek-Mercer).
            let after = (together + 2.0 * alone) / (count(pair[0]) + 2.0);
            sum += (after / alone).ln();
            pairs += 1.0;
        }
        (pairs > 0.0).then(|| sum / pairs)
    }
}

/// What the score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Long enough to say something, not endless.
    Length,
    /// Sentences of readable length, not all alike.
    Readability,
    /// Many different words for its length: nothing is said twice.
    Wealth,
    /// Words follow each other as they do in the archive.
    Flow,
    /// Sentences follow each other: neighbours share words.
    Thread,
    /// It ends as a sentence does.
    Finish,
    /// Not in the archive already.
    Novelty,
}

/// A score and what it is made of, so that it can be explained and disputed.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// 0 to 1.
    pub score: f64,
    /// Each part, 0 to 1.
    pub parts: BTreeMap<Part, f64>,
}

/// No part is below this: what is bad in one way can still be told from what is bad in two.
const LEAST: f64 = 0.002;

/// How much each part counts: the weights under which published texts are likeliest to be above
/// spoiled versions of themselves (a pairwise logit), learned on texts that nothing is scored on.
const WEIGHTS: [(Part, f64); 7] = [
    (Part::Length, 6.7),
    (Part::Readability, 0.6),
    (Part::Wealth, 7.7),
    (Part::Flow, 2.9),
    (Part::Thread, 0.6),
    (Part::Finish, 1.9),
    (Part::Novelty, 4.0),
];

/// The quality of a text against the `archive` of what was published before.
///
/// `sentences`: its units (words, or single Han characters) in order; `is_finished`: whether the
/// text
/// ends with a closing mark. The score is the weighted geometric mean of the parts, so that no part
/// can
/// be bought with another. O(units).
pub fn content_quality(sentences: &[Vec<String>], is_finished: bool, archive: &Archive) -> Quality {
    let hashes = hashed(sentences);
    let units: usize = hashes.iter().map(Vec::len).sum();
    let parts: BTreeMap<Part, f64> = WEIGHTS
        .iter()
        .map(|&(part, _)| {
            let value = match part {
                Part::Length => rising(units as f64, 300.0) * rising(20_000.0, units as f64),
                Part::Readability => readability(&hashes),
                Part::Wealth => wealth(&hashes, units),
                Part::Flow => archive.flow(&hashes).map_or(0.5, |flow| steep(flow, 1.6)),
                Part::Thread => thread(&hashes),
                Part::Finish => {
                    if is_finished {
                        1.0
                    } else {
                        0.4
                    }
                }
                Part::Novelty => novelty(&hashes, archive),
            };
            (part, value.clamp(LEAST, 1.0))
        })
        .collect();
    let total: f64 = WEIGHTS.iter().map(|weight| weight.1).sum();
    let weighed =
        |&(part, weight): &(Part, f64)| weight * parts.get(&part).copied().unwrap_or(LEAST).ln();
    let score = (WEIGHTS.iter().map(weighed).sum::<f64>() / total).exp();
    Quality { score, parts }
}

/// From 0 towards 1, half at `half`.
fn rising(value: f64, half: f64) -> f64 {
    value / (value + half)
}

/// The logistic curve around `middle`.
fn steep(value: f64, middle: f64) -> f64 {
    1.0 / (1.0 + (-2.0 * (value - middle)).exp())
}

/// Readable sentences have 8 to 45 units; the share of text in such sentences, fading outside.
fn readability(sentences: &[Vec<u64>]) -> f64 {
    let units: f64 = sentences.iter().map(|sentence| sentence.len() as f64).sum();
    let good = |sentence: &Vec<u64>| {
        let length = sentence.len() as f64;
        length * (length / 8.0).min(1.0) * (45.0 / length.max(1.0)).min(1.0)
    };
    if units > 0.0 { sentences.iter().map(good).sum::<f64>() / units } else { 0.0 }
}

/// The share of runs of four units that are not said again (a tenth may be: names and terms are),
/// and of different units in a window of
/// fifty (a moving type-token ratio; Covington & McFall 2010, over what is usual for language).
fn wealth(sentences: &[Vec<u64>], units: usize) -> f64 {
    let all = runs(sentences);
    let once: HashSet<u64> = all.iter().copied().collect();
    let unrepeated = if all.is_empty() { 1.0 } else { once.len() as f64 / all.len() as f64 };
    let text: Vec<u64> = sentences.iter().flatten().copied().collect();
    let size = units.clamp(1, 50);
    let ratios: Vec<f64> = text
        .windows(size)
        .step_by(10)
        .map(|window| window.iter().collect::<HashSet<_>>().len() as f64 / size as f64)
        .collect();
    let varied = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
    (unrepeated / 0.9).min(1.0).powi(3) * (varied / 0.65).min(1.0)
}

/// The share of neighbouring sentences that have a unit in common.
fn thread(sentences: &[Vec<u64>]) -> f64 {
    let pairs = sentences.len().saturating_sub(1);
    if pairs == 0 {
        return 0.7;
    }
    let linked = sentences.windows(2).filter(|pair| {
        let first: HashSet<&u64> = pair[0].iter().collect();
        pair[1].iter().filter(|unit| first.contains(unit)).count() >= 2
    });
    0.3 + 0.7 * linked.count() as f64 / pairs as f64
}

/// The share of runs of four units that the archive does not hold.
fn novelty(sentences: &[Vec<u64>], archive: &Archive) -> f64 {
    let all = runs(sentences);
    let known = all.iter().filter(|run| archive.runs.contains(run)).count();
    1.0 - known as f64 / all.len().max(1) as f64
}

fn runs(sentences: &[Vec<u64>]) -> Vec<u64> {
    let fold = |run: &[u64]| {
        run.iter().fold(0_u64, |folded, unit| (folded ^ unit).wrapping_mul(PRIME).rotate_left(29))
    };
    sentences.iter().flat_map(|sentence| sentence.windows(4)).map(fold).collect()
}

const PRIME: u64 = 0x0000_0100_0000_01B3;

/// Units as numbers (FNV-1a), to be compared and counted quickly.
fn hashed(sentences: &[Vec<String>]) -> Vec<Vec<u64>> {
    let hash = |unit: &String| {
        unit.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(PRIME)
        })
    };
    sentences.iter().map(|sentence| sentence.iter().map(hash).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<Vec<String>> {
        let units = |sentence: &str| sentence.split(' ').map(str::to_owned).collect();
        text.split(" . ").map(units).collect()
    }

    const TEA: &str = "green tea is picked by hand in early spring when the leaves are small . \
        the leaves are dried in a hot pan so that they keep their colour . \
        good water for green tea is hot but does not boil";

    fn archive() -> Archive {
        let mut archive = Archive::default();
        for season in ["spring", "summer", "autumn"] {
            let text = "the leaves are picked by hand in early ".to_owned()
                + season
                + " . the leaves are dried in a hot pan . good water is hot but does not boil";
            archive.add(&sentences(&text));
        }
        archive
    }

    fn score(text: &[Vec<String>], archive: &Archive) -> f64 {
        content_quality(text, true, archive).score
    }

    #[test]
    fn spoiled_versions_rank_below_their_original() {
        let archive = archive();
        let original = sentences(TEA);
        let best = score(&original, &archive);
        let mut shuffled = original.clone();
        for sentence in &mut shuffled {
            sentence.sort_unstable_by_key(|word| std::cmp::Reverse(word.clone()));
        }
        let padded = [&original[..], &original[..]].concat();
        assert!(score(&shuffled, &archive) < best);
        assert!(score(&padded, &archive) < best);
        assert!(content_quality(&original[..1], false, &archive).score < best);
        let mut knowing = archive.clone();
        knowing.add(&original);
        assert!(score(&original, &knowing) < best);
    }

    #[test]
    fn every_part_is_shown_and_bounded() {
        for text in [vec![], vec![vec![]], sentences(TEA)] {
            let quality = content_quality(&text, false, &Archive::default());
            assert_eq!(quality.parts.len(), WEIGHTS.len());
            assert!(quality.parts.values().all(|part| (0.0..=1.0).contains(part)));
            assert!((0.0..=1.0).contains(&quality.score));
        }
    }
}
