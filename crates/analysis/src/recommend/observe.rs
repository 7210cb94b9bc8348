//! One more interaction, without training again.

use super::together::{mean_activity, member_weight};
use super::train::{Recommender, Standing};
use crate::Computed;

impl Recommender {
    /// Takes in that `member` chose `item`; tells whether that was new.
    ///
    /// At once the member's own recommendations follow the new item, the member becomes a peer to
    /// others by it, and the ties between the item and the member's others grow where they are
    /// remembered. The ridge and a tie that was not remembered wait for the next training.
    /// O(history × log reach). Refuses an item outside the catalogue; a new member is welcome.
    pub fn observe(&mut self, member: u32, item: u32) -> Computed<bool> {
        let before = self.chosen.history(member).into_owned();
        if !self.chosen.add(member, item)? {
            return Ok(false);
        }
        let mean = mean_activity(&self.chosen);
        let weight = member_weight(before.len() + 1, mean, self.recipe.damping);
        self.together.own[item as usize] += weight;
        let own = self.together.own[item as usize];
        self.popularity[item as usize] += 1.0;
        let fame = self.popularity[item as usize];
        self.standings[item as usize] = Standing::of(&self.chosen, &self.recipe, item, own, fame);
        for other in before {
            self.strengthen(item, other, weight);
            self.strengthen(other, item, weight);
        }
        if let Some(length) = self.lengths.get_mut(member as usize) {
            *length = (*length * *length + self.standings[item as usize].rarity).sqrt();
        }
        Ok(true)
    }

    fn strengthen(&mut self, from: u32, to: u32, weight: f32) {
        let cells = self.together.near.row_mut(from);
        if let Ok(at) = cells.binary_search_by_key(&to, |cell| cell.0) {
            cells[at].1 += weight;
        } else if let Some(place) = replaceable(cells, weight) {
            cells[place] = (to, weight);
            cells.sort_unstable_by_key(|cell| cell.0);
        }
    }
}

/// The weakest cell, when it is weaker than `weight`.
fn replaceable(cells: &[(u32, f32)], weight: f32) -> Option<usize> {
    let weakest = cells.iter().enumerate().min_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
    (weakest.1.1 < weight).then_some(weakest.0)
}
