//! What items are about, and which items are about the same.

use std::collections::BTreeMap;

use super::together::{Tally, keep_largest};
use crate::parallel;
use crate::sparse::{Links, Rows};
use crate::{Computed, Refusal};

/// A feature of more items than this share (and than [`COMMON_LEAST`]) tells nothing.
const COMMON_SHARE: f64 = 0.1;
const COMMON_LEAST: usize = 1_000;

/// Of the holders of one feature every so manyth is compared with each other holder, at most this
/// many: a common feature alone does not tell the nearest, and the rare ones are compared in full.
const HOLDERS_MOST: usize = 2_000;

/// One kind of content: tags, words, citations; each item a unit vector of its features, the rare
/// ones weighing more (tf-idf with binary tf; Salton & Buckley 1988).
#[derive(Debug, Clone)]
pub struct Field {
    features: Rows,
    /// How rare each feature is; 0 for one that tells nothing.
    rarities: Vec<f32>,
}

impl Field {
    /// Takes `pairs` of (item, feature). O(pairs). Refuses a pair outside `items` × `features`.
    pub fn new(items: usize, features: usize, pairs: &[(u32, u32)]) -> Computed<Self> {
        let by_item = Links::new(items, features, pairs)?;
        let mut holders = vec![0_usize; features];
        for (_, feature) in by_item.pairs() {
            holders[feature as usize] += 1;
        }
        let common = COMMON_LEAST.max((items as f64 * COMMON_SHARE) as usize);
        let weight = |&held: &usize| {
            if held > common { 0.0 } else { (1.0 + items as f32 / held.max(1) as f32).ln() }
        };
        let rarities: Vec<f32> = holders.iter().map(weight).collect();
        let rows = (0..items as u32).map(|item| {
            let mut row: Vec<(u32, f32)> = by_item
                .row(item)
                .iter()
                .map(|&feature| (feature, rarities[feature as usize]))
                .collect();
            row.retain(|cell| cell.1 > 0.0);
            let length = row.iter().map(|cell| cell.1 * cell.1).sum::<f32>().sqrt();
            for cell in &mut row {
                cell.1 /= length;
            }
            row
        });
        let features = Rows::new(features, rows)?;
        Ok(Self { features, rarities })
    }

    /// A field of links between items (who cites whom, what refers to what): two items are alike
    /// when
    /// they are linked, or linked with the same. O(pairs). Refuses a pair outside the catalogue.
    pub fn of_references(items: usize, pairs: &[(u32, u32)]) -> Computed<Self> {
        if pairs.iter().any(|pair| pair.0.max(pair.1) as usize >= items) {
            return Err(Refusal::Shape);
        }
        let both = pairs.iter().flat_map(|&(from, to)| [(from, to), (to, from)]);
        let itself = (0..items as u32).map(|item| (item, item));
        Self::new(items, items, &both.chain(itself).collect::<Vec<_>>())
    }

    /// How many items the field describes.
    pub fn items(&self) -> usize {
        self.features.height()
    }

    /// The `reach` nearest of the items that are `among`, with their cosine, to something that has
    /// these `features`, ascending. O(cells).
    pub(crate) fn nearest_to(
        &self,
        features: &[u32],
        among: impl Fn(u32) -> bool,
        reach: usize,
    ) -> Vec<(u32, f32)> {
        let mut own: BTreeMap<u32, f32> = BTreeMap::new();
        for &feature in features {
            let rarity = self.rarities.get(feature as usize).copied().unwrap_or(0.0);
            if rarity > 0.0 {
                own.insert(feature, rarity);
            }
        }
        let length = own.values().map(|rarity| rarity * rarity).sum::<f32>().sqrt();
        let mut ranked: Vec<(f32, u32)> = Vec::new();
        for item in (0..self.items() as u32).filter(|&item| among(item)) {
            let shared = self.features.row(item).iter();
            let sum: f32 = shared.filter_map(|cell| Some(cell.1 * own.get(&cell.0)?)).sum();
            if sum > 0.0 {
                ranked.push((sum / length, item));
            }
        }
        keep_largest(&mut ranked, reach);
        let mut near: Vec<(u32, f32)> =
            ranked.into_iter().map(|(alike, item)| (item, alike)).collect();
        near.sort_unstable_by_key(|cell| cell.0);
        near
    }

    /// For each item the `reach` nearest items of `among`, with their cosine.
    ///
    /// O(Σ over features of their items × those of them that are compared, 2,000 at most) on all
    /// cores.
    pub(crate) fn nearest(&self, among: &[bool], reach: usize) -> Rows {
        let holders = self.features.transposed();
        let strides: Vec<usize> = (0..holders.height() as u32)
            .map(|feature| holders.row(feature).len().div_ceil(HOLDERS_MOST).max(1))
            .collect();
        let equally: Vec<f32> =
            among.iter().map(|&within| if within { 1.0 } else { 0.0 }).collect();
        let chunks = parallel::pieces(
            self.items(),
            || Tally::new(self.items()),
            |tally, range| {
                range
                    .map(|item| {
                        for &(feature, share) in self.features.row(item as u32) {
                            let stride = strides[feature as usize];
                            for &(other, weight) in holders.row(feature).iter().step_by(stride) {
                                tally.add(other, share * weight);
                            }
                        }
                        tally.nearest(item as u32, reach, &equally)
                    })
                    .collect()
            },
        );
        Rows::of_chunks(self.items(), chunks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_feature_tells_the_nearest_among_thousands_of_a_common_one() {
        let items = 26_000;
        let common = (0..2_600).map(|item| (item, 0));
        let rare = (0..2_600).map(|item| (item, 1 + item / 2));
        let field = Field::new(items, 1_301, &common.chain(rare).collect::<Vec<_>>()).unwrap();
        let near = field.nearest(&vec![true; items], 1);
        for item in [0, 1, 1_300, 2_599] {
            assert_eq!(near.row(item)[0].0, item ^ 1);
        }
        assert!(near.row(25_999).is_empty());
        assert_eq!(field.nearest_to(&[7], |item| item != 12, 5)[0].0, 13);
    }
}
