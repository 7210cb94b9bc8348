//! A ridge regression of each item on its nearest items.
//!
//! EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data") regresses each item on
//! all
//! others and needs the inverse of a dense items × items matrix. Here each item has only its
//! nearest
//! `k` as regressors, as in SLIM with feature selection (Ning & Karypis 2011), so that memory is
//! items × k and time items × k³/6. Likeness of content is added to the counts of common members,
//! as
//! in collective EASE (Jeunen, Van Balen & Goethals 2020): items that nobody chose yet get weights
//! too.

use super::ease::Ease;
use super::interactions::Interactions;
use super::recipe::Recipe;
use super::together::{RARITY, Together, keep_largest, mean_activity, member_weight};
use crate::linear::solve_in_place;
use crate::parallel;
use crate::sparse::Rows;
use crate::{Computed, Refusal};

/// What the regression sees: common members, and likeness in each field of content.
pub(crate) struct Evidence<'a> {
    pub(crate) together: &'a Together,
    pub(crate) contents: &'a [Rows],
    pub(crate) recipe: &'a Recipe,
}

/// More regressors than this are never used; their places fit in one byte.
pub(crate) const MOST_NEIGHBOURS: usize = 250;

/// The weights: for each item (row) its regressors.
pub(crate) fn fit(evidence: &Evidence<'_>) -> Rows {
    let items = evidence.together.own.len();
    let size = evidence.recipe.neighbours.min(MOST_NEIGHBOURS);
    let chunks = parallel::pieces(
        items,
        || (),
        |(), range| range.map(|item| evidence.ties(item as u32)).collect(),
    );
    let ties = Rows::of_chunks(items, chunks);
    let chunks = parallel::pieces(
        items,
        || Memory { place: vec![0; items], gram: vec![0.0; size * size] },
        |memory, range| {
            range.map(|item| evidence.regress(item as u32, size, &ties, memory)).collect()
        },
    );
    Rows::of_chunks(items, chunks)
}

/// Regressors of one item that are kept of all, at most.
const DENSE_KEPT: usize = 500;
/// So much ridge leaves nothing to an item that nobody chose: it explains no other.
const UNCHOSEN: f32 = 1e5;

/// The weights of each item (row) on all other items, by EASE over damped counts and likeness.
///
/// Refuses more items than [`Ease::MOST_ITEMS`]. O(items³).
pub(crate) fn fit_dense(chosen: &Interactions, evidence: &Evidence<'_>) -> Computed<Rows> {
    if chosen.items() > Ease::MOST_ITEMS {
        return Err(Refusal::Shape);
    }
    let (recipe, mean) = (evidence.recipe, mean_activity(chosen));
    let mut gram = Ease::gram(chosen, |activity| member_weight(activity, mean, recipe.damping));
    for (content, likeness) in evidence.contents.iter().zip(recipe.likeness) {
        for item in 0..chosen.items() as u32 {
            for &(other, alike) in content.row(item) {
                let back = content.value(other, item);
                // The lists are cut, so that one of a pair may name the other without return.
                if (alike, item) > (back, other) {
                    let (row, column) = (item.max(other), item.min(other));
                    gram[(row as usize, column as usize)] += alike * likeness;
                }
            }
        }
    }
    for (item, &own) in evidence.together.own.iter().enumerate() {
        let ridge = recipe.ridge + evidence.worth_of_likeness();
        gram[(item, item)] += if own > 0.0 { ridge } else { UNCHOSEN };
    }
    Ok(Ease::solve(&gram)?.rows(DENSE_KEPT))
}

struct Memory {
    /// One more than the place of an item among the regressors; 0 for the others.
    place: Vec<u8>,
    gram: Vec<f32>,
}

/// Ties ascending by item, what ties an item more than once added up.
pub(super) fn add_up(ties: &mut Vec<(u32, f32)>) {
    ties.sort_by_key(|tie| tie.0);
    ties.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
}

impl Evidence<'_> {
    /// The strongest ties of `item`: common members plus what likeness is worth, ascending by item.
    fn ties(&self, item: u32) -> Vec<(u32, f32)> {
        let mut ties: Vec<(u32, f32)> = self.together.near.row(item).to_vec();
        for (content, likeness) in self.contents.iter().zip(self.recipe.likeness) {
            let near = content.row(item).iter();
            ties.extend(near.map(|&(other, alike)| (other, alike * likeness)));
        }
        add_up(&mut ties);
        self.strongest(&ties, self.recipe.reach)
    }

    /// The `most` ties that stand out, given how much each partner is tied with everything.
    fn strongest(&self, ties: &[(u32, f32)], most: usize) -> Vec<(u32, f32)> {
        let mut ranked: Vec<(f32, u32)> = ties
            .iter()
            .enumerate()
            .filter(|(_, tie)| tie.1 > 0.0)
            .map(|(at, tie)| {
                let all = self.together.own[tie.0 as usize] + self.worth_of_likeness();
                (tie.1 / (all + RARITY).sqrt(), at as u32)
            })
            .collect();
        keep_largest(&mut ranked, most);
        let mut near: Vec<(u32, f32)> = ranked.iter().map(|&(_, at)| ties[at as usize]).collect();
        near.sort_unstable_by_key(|cell| cell.0);
        near
    }

    fn worth_of_likeness(&self) -> f32 {
        self.recipe.likeness.iter().take(self.contents.len()).sum()
    }

    fn regress(&self, item: u32, size: usize, ties: &Rows, memory: &mut Memory) -> Vec<(u32, f32)> {
        let mut near = self.strongest(ties.row(item), size);
        near.retain(|cell| self.together.own[cell.0 as usize] > 0.0);
        let size = near.len();
        for (place, cell) in (1_u8..).zip(&near) {
            memory.place[cell.0 as usize] = place;
        }
        memory.gram[..size * size].fill(0.0);
        for (row, cell) in near.iter().enumerate() {
            for &(column, tie) in ties.row(cell.0) {
                let place = memory.place[column as usize];
                if place > 0 {
                    let column = usize::from(place) - 1;
                    let cell = &mut memory.gram[row.min(column) * size + row.max(column)];
                    *cell = cell.max(tie);
                }
            }
            memory.gram[row * size + row] =
                self.together.own[cell.0 as usize] + self.worth_of_likeness() + self.recipe.ridge;
        }
        for cell in &near {
            memory.place[cell.0 as usize] = 0;
        }
        let mut weights: Vec<f32> = near.iter().map(|cell| cell.1).collect();
        solve_in_place(&mut memory.gram[..size * size], &mut weights);
        near.iter().zip(weights).map(|(cell, weight)| (cell.0, weight)).collect()
    }
}
