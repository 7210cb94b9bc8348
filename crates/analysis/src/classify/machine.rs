//! A support vector machine on features that are weighed by how well they tell two classes apart.

use std::collections::HashMap;

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

/// Rounds over all documents, at most.
const ROUNDS: usize = 30;
/// What is added to each log-count ratio, so that frequent but neutral features keep a word to say.
const FLOOR: f32 = 0.3;

/// Documents as ascending indices of known features.
pub(crate) type Documents = Vec<Vec<u32>>;

/// The features seen in at least two documents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    index: HashMap<u32, u32>,
}

impl Vocabulary {
    pub(crate) fn of(documents: &[Vec<u32>]) -> Self {
        let mut seen: Vec<u32> = documents.iter().flatten().copied().collect();
        seen.sort_unstable();
        let known = seen.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
        let index = known.zip(0..).map(|(same, index)| (same[0], index)).collect();
        Self { index }
    }

    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }

    pub(crate) fn index(&self, feature: u32) -> Option<u32> {
        self.index.get(&feature).copied()
    }

    pub(crate) fn known(&self, features: &[u32]) -> Vec<u32> {
        features.iter().filter_map(|&feature| self.index(feature)).collect()
    }
}

/// One class against the rest: NB-SVM (Wang & Manning 2012, "Baselines and bigrams").
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    /// How strongly each feature speaks for the class by itself; the unit of its coordinate.
    ratios: Vec<f32>,
    /// Ratio × the machine's weight.
    weights: Vec<f32>,
    offset: f32,
}

impl Machine {
    /// Learns to tell the documents for which `is_in` holds from the rest.
    ///
    /// Features count once a document, scaled by their log-count ratio and to unit length; the
    /// machine is trained by dual coordinate descent with squared hinge loss (Hsieh et al. 2008).
    /// O(rounds × features in all documents).
    pub(crate) fn train(
        documents: &Documents,
        is_in: &[bool],
        features: usize,
        cost: f32,
        seed: u64,
    ) -> Self {
        let ratios = log_count_ratios(documents, is_in, features);
        let mut machine = Self { ratios, weights: vec![0.0; features], offset: 0.0 };
        let scales: Vec<f32> = documents.iter().map(|d| machine.scale(d)).collect();
        let ridge = 0.5 / cost;
        let mut multipliers = vec![0.0_f32; documents.len()];
        let mut order: Vec<usize> = (0..documents.len()).collect();
        let mut random = StdRng::seed_from_u64(seed);
        for _ in 0..ROUNDS {
            order.shuffle(&mut random);
            let mut largest = 0.0_f32;
            for &at in &order {
                let (document, scale) = (&documents[at], scales[at]);
                let side = if is_in[at] { 1.0 } else { -1.0 };
                let margin = side * machine.value_at(document, scale);
                let slope = margin - 1.0 + multipliers[at] * ridge;
                let length = if scale > 0.0 { 2.0 } else { 1.0 };
                let next = (multipliers[at] - slope / (length + ridge)).max(0.0);
                let step = next - multipliers[at];
                largest = largest.max(step.abs());
                multipliers[at] = next;
                machine.shift(document, scale, step * side);
            }
            if largest < 1e-3 {
                break;
            }
        }
        for (weight, ratio) in machine.weights.iter_mut().zip(&machine.ratios) {
            *weight *= ratio;
        }
        machine
    }

    /// How far `document` is on the side of the class: positive for in.
    pub(crate) fn value(&self, document: &[u32]) -> f32 {
        let scale = self.scale(document);
        let sum: f32 = document.iter().map(|&feature| self.weights[feature as usize]).sum();
        sum * scale + self.offset
    }

    /// What one known feature contributes, before the document's scale.
    pub(crate) fn weight(&self, feature: u32) -> f32 {
        self.weights[feature as usize]
    }

    fn scale(&self, document: &[u32]) -> f32 {
        let square: f32 =
            document.iter().map(|&feature| self.ratios[feature as usize].powi(2)).sum();
        if square > 0.0 { square.sqrt().recip() } else { 0.0 }
    }

    fn value_at(&self, document: &[u32], scale: f32) -> f32 {
        let term = |&f: &u32| self.weights[f as usize] * self.ratios[f as usize];
        document.iter().map(term).sum::<f32>() * scale + self.offset
    }

    fn shift(&mut self, document: &[u32], scale: f32, step: f32) {
        if step != 0.0 {
            for &feature in document {
                self.weights[feature as usize] += step * scale * self.ratios[feature as usize];
            }
            self.offset += step;
        }
    }
}

fn log_count_ratios(documents: &Documents, is_in: &[bool], features: usize) -> Vec<f32> {
    let mut counts = vec![[1.0_f32; 2]; features];
    for (document, &is_in) in documents.iter().zip(is_in) {
        for &feature in document {
            counts[feature as usize][usize::from(is_in)] += 1.0;
        }
    }
    let total = |side: usize| counts.iter().map(|count| f64::from(count[side])).sum::<f64>() as f32;
    let (rest, class) = (total(0), total(1));
    counts
        .iter()
        .map(|count| ((count[1] / class) / (count[0] / rest)).ln())
        .map(|ratio| ratio + FLOOR.copysign(ratio))
        .collect()
}
