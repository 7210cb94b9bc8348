//! An item that comes after training.

use super::content::Field;
use super::train::{Recommender, Standing};
use crate::linear::solve_in_place;
use crate::{Computed, Refusal};

impl Recommender {
    /// Adds an item that was made after training and returns its number, the next free one.
    ///
    /// `fields` are those that the recommender was trained with, `features` what the new item is
    /// about in each of them; a feature that no item had is passed over. By its likeness to items
    /// that somebody chose it takes part in the content and in the ridge at once, as an item that
    /// nobody chose yet does after training. O(cells of the fields + neighbours³/6). Refuses other
    /// than one list of features for each field, and fields of another training.
    pub fn add_item(&mut self, fields: &[Field], features: &[Vec<u32>]) -> Computed<u32> {
        let is_described = |field: &Field| field.items() == self.learned_items;
        if fields.len() != self.contents.len()
            || features.len() != fields.len()
            || !fields.iter().all(is_described)
        {
            return Err(Refusal::Shape);
        }
        let reach = Self::content_reach(self.learned_items);
        let mut alike = Vec::with_capacity(fields.len());
        for (field, features) in fields.iter().zip(features) {
            let is_known = |item: u32| self.chosen.reach(item) > 0;
            alike.push(field.nearest_to(features, is_known, reach));
        }
        let weights = self.regressed(&alike);
        let item = self.chosen.add_item();
        self.own.push(0.0);
        self.popularity.push(0.0);
        self.popular.push(item);
        self.standings.push(Standing::of(&self.chosen, &self.recipe, item, 0.0, 0.0));
        for (ties, near) in self.contents.iter_mut().zip(alike) {
            for (other, alike) in near {
                ties.add(other, item, alike);
                ties.add(item, other, alike);
            }
        }
        for (other, weight) in weights {
            self.ridge.add(other, item, weight);
        }
        Ok(item)
    }

    /// The ridge's weights of an item of which only the likeness to others is known.
    fn regressed(&self, alike: &[Vec<(u32, f32)>]) -> Vec<(u32, f32)> {
        let mut near: Vec<(u32, f32)> = Vec::new();
        for (alike, likeness) in alike.iter().zip(self.recipe.likeness) {
            near.extend(alike.iter().map(|&(other, alike)| (other, alike * likeness)));
        }
        super::ridge::add_up(&mut near);
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        near.truncate(self.recipe.neighbours.min(super::ridge::MOST_NEIGHBOURS));
        let size = near.len();
        let worth: f32 = self.recipe.likeness.iter().take(alike.len()).sum();
        let mut gram = vec![0.0; size * size];
        for (row, &(one, _)) in near.iter().enumerate() {
            for (column, &(other, _)) in near.iter().enumerate().skip(row + 1) {
                gram[row * size + column] = self.tie(one, other);
            }
            gram[row * size + row] = self.own[one as usize] + worth + self.recipe.ridge;
        }
        let mut weights: Vec<f32> = near.iter().map(|cell| cell.1).collect();
        solve_in_place(&mut gram, &mut weights);
        near.iter().zip(weights).map(|(cell, weight)| (cell.0, weight)).collect()
    }

    /// Common members of two items, and what their likeness is worth.
    fn tie(&self, one: u32, other: u32) -> f32 {
        let contents = self.contents.iter().zip(self.recipe.likeness);
        let alike = contents.map(|(content, likeness)| {
            content.value(one, other).max(content.value(other, one)) * likeness
        });
        self.near.value(one, other).max(self.near.value(other, one)) + alike.sum::<f32>()
    }
}
