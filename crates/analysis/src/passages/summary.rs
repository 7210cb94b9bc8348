//! The sentences that stand for a text.

use std::collections::{BTreeMap, BTreeSet};

/// The share of a sentence's rank that is spread evenly, as in PageRank.
const EVENLY: f64 = 0.15;
const ROUNDS: usize = 60;
/// How much likeness to a chosen sentence counts against a sentence.
const REPETITION: f64 = 0.5;
/// More sentences than this are not looked at: the beginning of a text holds its core.
const MOST_SENTENCES: usize = 400;

/// The numbers of the at most `count` sentences that stand for the text, in its order.
///
/// `sentences`: the tokens of each. Sentences that many others resemble rank high (LexRank; Erkan &
/// Radev 2004, by tf-idf cosine), and no two that say the same are taken (Carbonell & Goldstein
/// 1998). O(sentences² × tokens), for 400 sentences at most.
pub fn summary(sentences: &[Vec<String>], count: usize) -> Vec<usize> {
    let sentences = &sentences[..sentences.len().min(MOST_SENTENCES)];
    let vectors = vectors(sentences);
    let likeness: Vec<Vec<f64>> =
        vectors.iter().map(|a| vectors.iter().map(|b| cosine(a, b)).collect()).collect();
    let ranks = ranks(&likeness);
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < count {
        let worth = |at: usize| {
            let said = chosen.iter().map(|&other| likeness[at][other]).fold(0.0, f64::max);
            (1.0 - REPETITION) * ranks[at] - REPETITION * said
        };
        let next = (0..sentences.len())
            .filter(|at| !chosen.contains(at) && !vectors[*at].is_empty())
            .max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a)));
        let Some(next) = next else { break };
        chosen.push(next);
    }
    chosen.sort_unstable();
    chosen
}

/// Unit vectors of tokens, the rare ones weighing more.
fn vectors(sentences: &[Vec<String>]) -> Vec<BTreeMap<&str, f64>> {
    let mut held: BTreeMap<&str, f64> = BTreeMap::new();
    for sentence in sentences {
        for token in sentence.iter().collect::<BTreeSet<_>>() {
            *held.entry(token).or_insert(0.0) += 1.0;
        }
    }
    let count = sentences.len() as f64;
    let rarity = |token: &str| (1.0 + count / held.get(token).copied().unwrap_or(1.0)).ln();
    sentences
        .iter()
        .map(|sentence| {
            let mut vector: BTreeMap<&str, f64> = BTreeMap::new();
            for token in sentence {
                *vector.entry(token).or_insert(0.0) += rarity(token);
            }
            let length = vector.values().map(|value| value * value).sum::<f64>().sqrt();
            for value in vector.values_mut() {
                *value /= length;
            }
            vector
        })
        .collect()
}

fn cosine(a: &BTreeMap<&str, f64>, b: &BTreeMap<&str, f64>) -> f64 {
    a.iter().filter_map(|(token, value)| Some(value * b.get(token)?)).sum()
}

/// Ranks by likeness, the largest being 1.
fn ranks(likeness: &[Vec<f64>]) -> Vec<f64> {
    let count = likeness.len() as f64;
    let sums: Vec<f64> = likeness.iter().map(|row| row.iter().sum::<f64>().max(1e-12)).collect();
    let mut ranks = vec![1.0 / count; likeness.len()];
    for _ in 0..ROUNDS {
        ranks = (0..likeness.len())
            .map(|to| {
                let given = |from: usize| ranks[from] * likeness[from][to] / sums[from];
                EVENLY / count + (1.0 - EVENLY) * (0..likeness.len()).map(given).sum::<f64>()
            })
            .collect();
    }
    let largest = ranks.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    ranks.iter().map(|rank| rank / largest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_central_sentence_is_taken_and_its_repetition_is_not() {
        let sentence = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let text = [
            sentence("green tea is grown in spring"),
            sentence("green tea is grown in spring"),
            sentence("tea grown in spring is sweet"),
            sentence("the printer needs paper"),
        ];
        let told = summary(&text, 2);
        assert_eq!(told.len(), 2);
        assert!(!(told.contains(&0) && told.contains(&1)));
        assert!(told.contains(&0) || told.contains(&2));
        assert!(summary(&[], 3).is_empty());
        assert_eq!(summary(&text, 9).len(), 4);
    }
}
