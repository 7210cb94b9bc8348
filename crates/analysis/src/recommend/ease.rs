//! EASE: one dense matrix from items to items, for small catalogues.

use faer::linalg::solvers::{DenseSolveCore, Llt};
use faer::{Mat, Side};

use super::interactions::Interactions;
use super::together::keep_largest;
use crate::sparse::Rows;
use crate::{Computed, Refusal};

/// The closed form of the best item-to-item weights under a ridge and a zero diagonal (Steck 2019,
/// "Embarrassingly shallow autoencoders for sparse data"). Memory: 4 × items² bytes.
#[derive(Debug, Clone)]
pub struct Ease {
    weights: Mat<f32>,
}

impl Ease {
    /// The most items it takes: beyond, the matrix outgrows a small machine.
    pub const MOST_ITEMS: usize = 8_000;

    /// Learns from `chosen` with the given `ridge`, in interactions (above 0; 50 to 1000 are
    /// usual).
    ///
    /// O(items³). Refuses more than [`Ease::MOST_ITEMS`] items, and a ridge that is not positive.
    pub fn train(chosen: &Interactions, ridge: f32) -> Computed<Self> {
        let items = chosen.items();
        if items > Self::MOST_ITEMS {
            return Err(Refusal::Shape);
        }
        if !(ridge.is_finite() && ridge > 0.0) {
            return Err(Refusal::Value);
        }
        let mut gram = Self::gram(chosen, |_| 1.0);
        for item in 0..items {
            gram[(item, item)] += ridge;
        }
        Self::solve(&gram)
    }

    /// The common members of each two items, each member counting by `weight` of how much it chose;
    /// the lower triangle. O(Σ squared lengths of histories).
    pub(crate) fn gram(chosen: &Interactions, weight: impl Fn(usize) -> f32) -> Mat<f32> {
        let mut gram = Mat::<f32>::zeros(chosen.items(), chosen.items());
        for member in 0..chosen.members() as u32 {
            let history = chosen.history(member);
            let weight = weight(history.len());
            for (at, &first) in history.iter().enumerate() {
                for &second in &history[at..] {
                    gram[(second as usize, first as usize)] += weight;
                }
            }
        }
        gram
    }

    /// The weights from the lower triangle of a gram matrix with its ridge.
    pub(crate) fn solve(gram: &Mat<f32>) -> Computed<Self> {
        let items = gram.nrows();
        let factored =
            Llt::new(gram.as_ref(), Side::Lower).map_err(|_singular| Refusal::Unsettled)?;
        let mut weights = factored.inverse();
        for column in 0..items {
            let own = -weights[(column, column)];
            for row in 0..items {
                weights[(row, column)] /= own;
            }
            weights[(column, column)] = 0.0;
        }
        Ok(Self { weights })
    }

    /// For each item its `most` heaviest regressors, ascending.
    pub(crate) fn rows(&self, most: usize) -> Rows {
        let items = self.weights.nrows();
        let row = |item: usize| {
            let weight = |other: u32| self.weights[(other as usize, item)];
            let mut ranked: Vec<(f32, u32)> = (0..items as u32)
                .map(|other| (weight(other).abs(), other))
                .filter(|ranked| ranked.0 > 0.0)
                .collect();
            keep_largest(&mut ranked, most);
            let mut row: Vec<(u32, f32)> =
                ranked.iter().map(|&(_, other)| (other, weight(other))).collect();
            row.sort_unstable_by_key(|cell| cell.0);
            row
        };
        Rows::of_chunks(items, vec![(0..items).map(row).collect()])
    }

    /// The score of each item for somebody with this `history`. O(history × items).
    ///
    /// Refuses an item outside the catalogue.
    pub fn scores(&self, history: &[u32]) -> Computed<Vec<f32>> {
        let items = self.weights.nrows();
        if history.iter().any(|&item| item as usize >= items) {
            return Err(Refusal::Shape);
        }
        let score = |column: usize| {
            history.iter().map(|&item| self.weights[(item as usize, column)]).sum::<f32>()
        };
        Ok((0..items).map(score).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups of three items; each member chose two of one group.
    fn groups() -> Interactions {
        let pairs =
            [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 2), (3, 3), (3, 4), (4, 4), (4, 5)];
        Interactions::new(6, 6, &pairs).unwrap()
    }

    #[test]
    fn items_of_the_same_group_are_foretold() {
        let scores = Ease::train(&groups(), 0.5).unwrap().scores(&[0]).unwrap();
        assert!(scores[1] > scores[3] && scores[2] > scores[4]);
        assert_eq!(scores[0], 0.0);
    }

    #[test]
    fn the_weights_are_the_closed_form() {
        // Two items, chosen together by one and the first alone by another: G + λ = [3 1; 1 2].
        let chosen = Interactions::new(2, 2, &[(0, 0), (0, 1), (1, 0)]).unwrap();
        let scores = Ease::train(&chosen, 1.0).unwrap().scores(&[0]).unwrap();
        assert!((scores[1] - 1.0 / 3.0).abs() < 1e-6);
        assert!(Ease::train(&chosen, 0.0).is_err());
    }
}
