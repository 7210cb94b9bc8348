//! The phrases that a text is about.

use std::collections::HashMap;

/// Longest phrase, in units.
const LONGEST: usize = 4;

/// A phrase and how much the text is about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// Its units, in order.
    pub units: Vec<String>,
    /// Its weight: comparable within one text.
    pub weight: f64,
}

/// The `count` phrases of a text that tell most.
///
/// `sentences`: the text's units (words, or single Han characters) in order, a phrase never
/// crossing
/// from one to the next. `rarity` tells how little a unit says by itself in the archive, for
/// example
/// its idf. A phrase weighs by its count, its length and the rarity of its units, less what it owes
/// to
/// longer phrases (C-value; Frantzi, Ananiadou & Mima 2000). O(4 × units + phrases × log phrases).
pub fn keyphrases(
    sentences: &[Vec<String>],
    rarity: impl Fn(&str) -> f64,
    count: usize,
) -> Vec<Phrase> {
    let mut times: HashMap<&[String], usize> = HashMap::new();
    for sentence in sentences {
        for length in 1..=LONGEST {
            for phrase in sentence.windows(length) {
                *times.entry(phrase).or_insert(0) += 1;
            }
        }
    }
    let mut inside: HashMap<&[String], (usize, usize)> = HashMap::new();
    for (phrase, &times) in times.iter().filter(|(_, times)| **times > 1) {
        for length in 1..phrase.len() {
            for part in phrase.windows(length) {
                let within = inside.entry(part).or_insert((0, 0));
                *within = (within.0 + times, within.1 + 1);
            }
        }
    }
    let least = if times.values().any(|times| *times > 1) { 2 } else { 1 };
    let mut phrases: Vec<Phrase> = times
        .iter()
        .filter(|(_, times)| **times >= least)
        .map(|(phrase, &times)| {
            let owed = inside.get(phrase).map_or(0.0, |&(sum, kinds)| sum as f64 / kinds as f64);
            let rare: f64 = phrase.iter().map(|unit| rarity(unit).max(0.0)).sum();
            let alone = (times as f64 - owed).max(0.0);
            let length = (phrase.len() as f64 + 1.0).log2();
            Phrase { units: phrase.to_vec(), weight: length * alone * rare / phrase.len() as f64 }
        })
        .filter(|phrase| phrase.weight > 0.0)
        .collect();
    phrases.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.units.cmp(&b.units)));
    let mut told: Vec<Phrase> = Vec::new();
    for phrase in phrases {
        let is_part = told.iter().any(|other| {
            other.units.windows(phrase.units.len().max(1)).any(|part| part == phrase.units)
                || phrase.units.windows(other.units.len()).any(|part| part == other.units)
        });
        if !is_part && told.len() < count {
            told.push(phrase);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repeated_phrase_comes_before_its_parts() {
        let sentence = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let sentences = [
            sentence("the green tea ceremony is old"),
            sentence("a green tea ceremony takes time"),
            sentence("the water is hot"),
        ];
        let rarity = |unit: &str| if ["the", "is", "a"].contains(&unit) { 0.1 } else { 3.0 };
        let phrases = keyphrases(&sentences, rarity, 2);
        assert_eq!(phrases[0].units, ["green", "tea", "ceremony"]);
        assert!(phrases.iter().all(|phrase| phrase.units != ["tea"]));
        assert!(keyphrases(&[], rarity, 2).is_empty());
    }
}
