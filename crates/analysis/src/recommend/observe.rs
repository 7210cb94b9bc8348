//! One more interaction, without training again.

use super::together::member_weight;
use super::train::{Recommender, Standing};
use crate::Computed;

impl Recommender {
    /// Takes in that `member` chose `item`; tells whether that was new.
    ///
    /// At once the member's own recommendations follow the new item, a member known in training
    /// becomes a peer to others by it, the item gains in what everybody chooses, and the ties
    /// between it and the member's others grow; at most 100 ties of an item come beside those that
    /// were learned. The ridge and the hidden tastes of items wait for the next training.
    ///
    /// O(history × log reach + the places the item rises in what everybody chooses). Refuses an
    /// item outside the catalogue; a new member is welcome.
    pub fn observe(&mut self, member: u32, item: u32) -> Computed<bool> {
        let before = self.chosen.history(member).into_owned();
        if !self.chosen.add(member, item)? {
            return Ok(false);
        }
        let weight = member_weight(before.len() + 1, self.mean_activity, self.recipe.damping);
        self.own[item as usize] += weight;
        self.rise(item);
        let (own, fame) = (self.own[item as usize], self.popularity[item as usize]);
        self.standings[item as usize] = Standing::of(&self.chosen, &self.recipe, item, own, fame);
        for other in before {
            self.near.add(item, other, weight);
            self.near.add(other, item, weight);
        }
        if let Some(length) = self.lengths.get_mut(member as usize) {
            *length = (*length * *length + self.standings[item as usize].rarity).sqrt();
        }
        Ok(true)
    }

    /// One more chose `item`: moves it up in the order of what everybody chooses.
    fn rise(&mut self, item: u32) {
        let before = self.popularity[item as usize];
        self.popularity[item as usize] = before + 1.0;
        let popularity = &self.popularity;
        // Up to here stands what is as popular as the item now is, or more.
        let to = self.popular.partition_point(|&other| popularity[other as usize] > before + 1.0);
        let from = self.popular.iter().skip(to).position(|&other| other == item);
        if let Some(from) = from {
            self.popular[to..=to + from].rotate_right(1);
        }
    }
}
