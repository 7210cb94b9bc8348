//! The recommender itself, and how it is made.

use super::content::Field;
use super::interactions::Interactions;
use super::recipe::{Recipe, Weights};
use super::ridge::Evidence;
use super::together::{self, Together};
use crate::sparse::Rows;
use crate::{Computed, Refusal};

/// Everything that is needed to recommend; made by [`Recommender::train`].
///
/// Memory: 8 bytes an interaction and 8 × (reach + neighbours + 50 for each field) an item.
#[derive(Debug, Clone)]
pub struct Recommender {
    pub(crate) chosen: Interactions,
    pub(crate) recipe: Recipe,
    pub(crate) together: Together,
    /// From each of a member's items to the items that it speaks for, with the ridge's weight.
    pub(crate) ridge: Rows,
    /// The same for the likeness in each field of content.
    pub(crate) contents: Vec<Rows>,
    /// Length of each member's history as a vector of items weighted by rarity.
    pub(crate) lengths: Vec<f32>,
    /// What depends on how many chose an item.
    pub(crate) standings: Vec<Standing>,
    /// Items from the most to the least chosen.
    pub(crate) popular: Vec<u32>,
}

impl Recommender {
    /// How many items of like content are remembered for each item.
    const CONTENT_REACH: usize = 100;

    /// Learns from `chosen` and from what the items are about.
    ///
    /// O(Σ squared lengths of histories + items × neighbours³/6), on all cores. Refuses a field
    /// that
    /// does not describe each item, more fields than [`Weights::FIELDS`], and an empty catalogue.
    pub fn train(chosen: Interactions, fields: &[Field], recipe: Recipe) -> Computed<Self> {
        if chosen.items() == 0 {
            return Err(Refusal::NoData);
        }
        if fields.len() > Weights::FIELDS || fields.iter().any(|f| f.items() != chosen.items()) {
            return Err(Refusal::Shape);
        }
        let together = together::count(&chosen, recipe.reach, recipe.damping);
        let known: Vec<bool> = together.own.iter().map(|&own| own > 0.0).collect();
        let contents: Vec<Rows> =
            fields.iter().map(|field| field.nearest(&known, Self::CONTENT_REACH)).collect();
        let evidence = Evidence { together: &together, contents: &contents, recipe: &recipe };
        let ridge = super::ridge::fit(&evidence).transposed();
        let contents = contents.iter().map(Rows::transposed).collect();
        let standings: Vec<Standing> = (0..chosen.items() as u32)
            .map(|item| Standing::of(&chosen, &recipe, item, together.own[item as usize]))
            .collect();
        let lengths = lengths(&chosen, &standings);
        let popular = by_popularity(&chosen);
        Ok(Self { chosen, recipe, together, ridge, contents, lengths, standings, popular })
    }

    /// The interactions that the recommender knows.
    pub fn chosen(&self) -> &Interactions {
        &self.chosen
    }

    /// The recipe it was made by.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The same recommender with other blends; nothing is learned anew.
    pub fn with_blends(mut self, known: Weights, fresh: Weights) -> Self {
        self.recipe.known = known;
        self.recipe.fresh = fresh;
        self
    }
}

/// What depends on how many members chose an item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    /// How much sharing the item says, squared: the rarer, the more (the idf of its audience).
    pub(crate) rarity: f32,
    /// Its weight at the start of the walk.
    pub(crate) leaving: f32,
    /// Its weight at the end of the walk.
    pub(crate) arriving: f32,
    /// How much it is chosen by everybody.
    pub(crate) fame: f32,
}

impl Standing {
    pub(crate) fn of(chosen: &Interactions, recipe: &Recipe, item: u32, own: f32) -> Self {
        let reach = chosen.reach(item) as f32;
        Self {
            rarity: (1.0 + chosen.members() as f32 / reach.max(1.0)).ln().powi(2),
            leaving: own.max(1.0).powf(-recipe.leaving),
            arriving: own.max(1.0).powf(-recipe.arriving),
            fame: reach.ln_1p(),
        }
    }
}

fn lengths(chosen: &Interactions, standings: &[Standing]) -> Vec<f32> {
    let square = |item: &u32| standings[*item as usize].rarity;
    (0..chosen.members() as u32)
        .map(|member| chosen.history(member).iter().map(square).sum::<f32>().sqrt())
        .collect()
}

fn by_popularity(chosen: &Interactions) -> Vec<u32> {
    let mut items: Vec<u32> = (0..chosen.items() as u32).collect();
    items.sort_by_cached_key(|&item| std::cmp::Reverse(chosen.reach(item)));
    items
}
