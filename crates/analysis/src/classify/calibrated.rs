//! A classifier with as many classes as its examples have, and honest probabilities.

use std::collections::BTreeMap;

use super::grams::grams;
use super::machine::{Documents, Machine, Vocabulary};
use crate::odds::chance;
use crate::{Computed, Refusal};

/// Costs tried for the machines; the best on held-out folds is taken.
const COSTS: [f32; 3] = [0.1, 0.3, 1.0];
/// Folds for the choice of the cost and for the calibration.
const FOLDS: usize = 3;

/// What a text is taken for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The class.
    pub label: u32,
    /// How sure, 0 to 1.
    pub probability: f32,
}

/// A linear classifier of texts, learned from examples.
///
/// Memory: 8 bytes a feature and class, 16 a feature. Judging a text is O(its features × classes).
#[derive(Debug, Clone)]
pub struct TextClassifier {
    vocabulary: Vocabulary,
    machines: Vec<Machine>,
    /// From a machine's value to the odds: slope and offset (Platt 1999).
    scales: Vec<(f32, f32)>,
}

impl TextClassifier {
    /// Learns from `documents` (the distinct features of each, see [`hashed`](super::hashed)) and
    /// their `labels`, from 0 without gaps.
    ///
    /// Refuses fewer than ten examples, fewer than two classes, and lengths that differ.
    pub fn train(documents: &[Vec<u32>], labels: &[u32], seed: u64) -> Computed<Self> {
        if documents.len() != labels.len() {
            return Err(Refusal::Shape);
        }
        if documents.len() < 10 {
            return Err(Refusal::TooLittle { need: 10, have: documents.len() });
        }
        let classes = labels.iter().max().map_or(0, |label| *label as usize + 1);
        let is_given = |class: usize| labels.iter().any(|&label| label as usize == class);
        if classes < 2 || !(0..classes).all(is_given) {
            return Err(Refusal::NoData);
        }
        let vocabulary = Vocabulary::of(documents);
        let known: Documents =
            documents.iter().map(|features| vocabulary.known(features)).collect();
        let heads = if classes == 2 { 1..2 } else { 0..classes };
        let folds = folds(labels);
        let task =
            Task { documents: &known, labels, folds: &folds, features: vocabulary.len(), seed };
        let mut best: Option<(f64, f32, Vec<Vec<f32>>)> = None;
        for cost in COSTS {
            let values: Vec<Vec<f32>> =
                heads.clone().map(|class| task.held_out(class as u32, cost)).collect();
            let right = task.right(&values);
            if best.as_ref().is_none_or(|best| right > best.0) {
                best = Some((right, cost, values));
            }
        }
        let (_, cost, values) = best.ok_or(Refusal::NoData)?;
        let scales = heads.clone().zip(&values);
        let scales = scales.map(|(class, values)| platt(values, &task.sides(class as u32)));
        let scales = scales.collect();
        let machines = heads.map(|class| task.train(class as u32, cost, None)).collect();
        Ok(Self { vocabulary, machines, scales })
    }

    /// What a text with these `features` is taken for.
    pub fn judge(&self, features: &[u32]) -> Verdict {
        let known = self.vocabulary.known(features);
        let chances = self.machines.iter().zip(&self.scales).map(|(machine, scale)| {
            let odds = scale.0 * machine.value(&known) + scale.1;
            1.0 / (1.0 + (-odds).exp())
        });
        if let [_] = self.machines[..] {
            let chance = chances.fold(0.0, |_, chance| chance);
            let (label, probability) = if chance >= 0.5 { (1, chance) } else { (0, 1.0 - chance) };
            return Verdict { label, probability };
        }
        let chances: Vec<f32> = chances.collect();
        let sum: f32 = chances.iter().sum();
        let best = (0..chances.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b]));
        let best = best.unwrap_or(0);
        Verdict { label: best as u32, probability: chances[best] / sum.max(f32::MIN_POSITIVE) }
    }

    /// The runs of characters of `text` that speak most for `label`, strongest first: the reasons
    /// that a moderator is shown. At most `count`; none overlaps a stronger one.
    pub fn reasons(&self, text: &str, label: u32, count: usize) -> Vec<(String, f32)> {
        let (head, sign) = match self.machines.len() {
            1 => (0, if label == 1 { 1.0 } else { -1.0 }),
            _ => (label as usize, 1.0),
        };
        let Some(machine) = self.machines.get(head) else { return Vec::new() };
        let mut told: Vec<_> = grams(text)
            .into_iter()
            .filter_map(|gram| {
                let weight = sign * machine.weight(self.vocabulary.index(gram.feature)?);
                (weight > 0.0).then_some((gram.range, weight))
            })
            .collect();
        told.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.start.cmp(&b.0.start)));
        let mut reasons: Vec<(std::ops::Range<usize>, f32)> = Vec::new();
        for (range, weight) in told {
            let overlaps =
                reasons.iter().any(|(other, _)| range.start < other.end && other.start < range.end);
            if !overlaps && reasons.len() < count {
                reasons.push((range, weight));
            }
        }
        let spelled =
            |(range, weight)| Some((text.get::<std::ops::Range<usize>>(range)?.to_owned(), weight));
        reasons.into_iter().filter_map(spelled).collect()
    }
}

/// A fold for each example, each label spread evenly over the folds.
fn folds(labels: &[u32]) -> Vec<usize> {
    let mut seen = BTreeMap::new();
    let mut next = |label: u32| {
        let count = seen.entry(label).or_insert(0_usize);
        *count += 1;
        *count % FOLDS
    };
    labels.iter().map(|&label| next(label)).collect()
}

struct Task<'a> {
    documents: &'a Documents,
    labels: &'a [u32],
    folds: &'a [usize],
    features: usize,
    seed: u64,
}

impl Task<'_> {
    fn sides(&self, class: u32) -> Vec<bool> {
        self.labels.iter().map(|&label| label == class).collect()
    }

    /// Trains on all documents, or on all but those of one fold.
    fn train(&self, class: u32, cost: f32, without: Option<usize>) -> Machine {
        let is_taken = |at: usize| without != Some(self.folds[at]);
        let taken = (0..self.documents.len()).filter(|&at| is_taken(at));
        let documents = taken.clone().map(|at| self.documents[at].clone()).collect();
        let is_in: Vec<bool> = taken.map(|at| self.labels[at] == class).collect();
        Machine::train(&documents, &is_in, self.features, cost, self.seed)
    }

    /// The value of each document by a machine that did not see its fold.
    fn held_out(&self, class: u32, cost: f32) -> Vec<f32> {
        let mut values = vec![0.0; self.documents.len()];
        for fold in 0..FOLDS {
            let machine = self.train(class, cost, Some(fold));
            for at in (0..self.documents.len()).filter(|&at| self.folds[at] == fold) {
                values[at] = machine.value(&self.documents[at]);
            }
        }
        values
    }

    /// The share of documents that the held-out values put in the right class.
    fn right(&self, values: &[Vec<f32>]) -> f64 {
        let guess = |at: usize| match values {
            [only] => u32::from(only[at] > 0.0),
            all => (0..all.len())
                .max_by(|&a, &b| all[a][at].total_cmp(&all[b][at]))
                .map_or(0, |class| class as u32),
        };
        let right = (0..self.labels.len()).filter(|&at| guess(at) == self.labels[at]).count();
        right as f64 / self.labels.len() as f64
    }
}

/// The slope and offset that make 1 / (1 + exp(−(slope · value + offset))) the likeliest
/// probability,
/// by Newton's method on targets drawn in from 0 and 1 as in Platt (1999).
fn platt(values: &[f32], sides: &[bool]) -> (f32, f32) {
    let positive = sides.iter().filter(|is_in| **is_in).count() as f64;
    let negative = sides.len() as f64 - positive;
    let (high, low) = ((positive + 1.0) / (positive + 2.0), 1.0 / (negative + 2.0));
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0_f64; 2], [1e-9_f64, 0.0, 1e-9]);
        for (&value, &is_in) in values.iter().zip(sides) {
            let value = f64::from(value);
            let chance = chance(slope * value + offset);
            let error = chance - if is_in { high } else { low };
            let spread = chance * (1.0 - chance);
            g = [g[0] + error * value, g[1] + error];
            h = [h[0] + spread * value * value, h[1] + spread * value, h[2] + spread];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        if determinant.abs() < 1e-12 {
            break;
        }
        let step =
            [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant];
        slope -= step[0].clamp(-2.0, 2.0);
        offset -= step[1].clamp(-2.0, 2.0);
        if step[0].abs() + step[1].abs() < 1e-9 {
            break;
        }
    }
    (slope as f32, offset as f32)
}

#[cfg(test)]
mod tests {
    use super::super::hashed;
    use super::*;

    const TOPICS: [&str; 3] = ["茶叶和茶具的选择", "跑步训练与比赛", "数据库索引的设计"];

    fn examples() -> (Vec<Vec<u32>>, Vec<u32>) {
        let endings = ["", "，我来问问", "，谢谢大家", "？", "，有经验吗", "，求教"];
        let texts = (0..18).map(|at| format!("{}{}", TOPICS[at % 3], endings[at / 3]));
        (texts.map(|text| hashed(&text)).collect(), (0..18).map(|at| at % 3).collect())
    }

    #[test]
    fn a_new_text_gets_the_label_of_those_it_resembles() {
        let (documents, labels) = examples();
        let classifier = TextClassifier::train(&documents, &labels, 1).unwrap();
        let verdict = classifier.judge(&hashed("请问数据库怎么设计索引"));
        assert_eq!(verdict.label, 2);
        assert!(verdict.probability > 1.0 / 3.0 && verdict.probability <= 1.0);
        let reasons = classifier.reasons("请问数据库怎么设计索引", 2, 2);
        let is_of_topic = |run: &str| run.chars().any(|ch| TOPICS[2].contains(ch));
        assert!(!reasons.is_empty() && is_of_topic(&reasons[0].0), "{reasons:?}");
    }

    #[test]
    fn two_classes_take_one_machine_and_the_same_seed_gives_the_same_verdict() {
        let (documents, labels) = examples();
        let sides: Vec<u32> = labels.iter().map(|&label| u32::from(label == 1)).collect();
        let judge = || {
            TextClassifier::train(&documents, &sides, 4).unwrap().judge(&hashed("马拉松比赛训练"))
        };
        assert_eq!(judge(), judge());
        assert_eq!(judge().label, 1);
    }

    #[test]
    fn examples_that_teach_nothing_are_refused() {
        let (documents, labels) = examples();
        let train = |documents: &[Vec<u32>], labels: &[u32]| {
            TextClassifier::train(documents, labels, 1).map(|_| ())
        };
        assert_eq!(train(&documents, &labels[1..]), Err(Refusal::Shape));
        assert_eq!(train(&documents, &[0; 18]), Err(Refusal::NoData));
        assert_eq!(
            train(&documents[..3], &labels[..3]),
            Err(Refusal::TooLittle { need: 10, have: 3 })
        );
    }
}
