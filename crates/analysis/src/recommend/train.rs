//! The recommender itself, and how it is made.

use super::content::Field;
use super::factors::Factors;
use super::interactions::Interactions;
use super::late::Ties;
use super::recipe::{Recipe, Weights};
use super::ridge::Evidence;
use super::together;
use crate::sparse::Rows;
use crate::{Computed, Refusal};

/// Everything that is needed to recommend; made by [`Recommender::train`].
///
/// Memory: 8 bytes an interaction and 8 × (reach + neighbours + 30 to 100 for each field) an item.
#[derive(Debug, Clone)]
pub struct Recommender {
    pub(crate) chosen: Interactions,
    /// How many items there were when it was trained.
    pub(crate) learned_items: usize,
    pub(crate) recipe: Recipe,
    /// The damped counts of members who chose both, to the nearest items of each.
    pub(crate) near: Ties,
    /// The damped count of members who chose each item.
    pub(crate) own: Vec<f32>,
    /// How many items a member usually chose when the recommender was trained.
    pub(crate) mean_activity: f32,
    /// From each of a member's items to the items that it speaks for, with the ridge's weight.
    pub(crate) ridge: Ties,
    /// The same for the likeness in each field of content.
    pub(crate) contents: Vec<Ties>,
    /// The hidden tastes, when the recipe asks for them.
    pub(crate) tastes: Option<Factors>,
    /// Length of each member's history as a vector of items weighted by rarity.
    pub(crate) lengths: Vec<f32>,
    /// What depends on how many chose an item.
    pub(crate) standings: Vec<Standing>,
    /// How many chose each item, the older interactions counting less where ages are known.
    pub(crate) popularity: Vec<f32>,
    /// Items from the most to the least popular.
    pub(crate) popular: Vec<u32>,
}

impl Recommender {
    /// How many items of like content are remembered for each item of a catalogue of `items`.
    pub(crate) fn content_reach(items: usize) -> usize {
        (8_000_000 / items.max(1)).clamp(30, 100)
    }

    /// Learns from `chosen` and from what the items are about.
    ///
    /// O(Σ squared lengths of histories + items × neighbours³/6), on all cores; items³ for a dense
    /// recipe. Refuses a field that does not describe each item, more fields than
    /// [`Weights::FIELDS`], an empty catalogue, a recipe whose figures are not finite or out of
    /// their range, and a dense one above [`Ease::MOST_ITEMS`](super::Ease::MOST_ITEMS).
    pub fn train(chosen: Interactions, fields: &[Field], recipe: Recipe) -> Computed<Self> {
        if fields.len() > Weights::FIELDS || fields.iter().any(|f| f.items() != chosen.items()) {
            return Err(Refusal::Shape);
        }
        let contents = Self::contents(&chosen, fields);
        Self::learn(chosen, &contents, recipe)
    }

    /// For each field the nearest of the items that somebody chose, for each item.
    pub(crate) fn contents(chosen: &Interactions, fields: &[Field]) -> Vec<Rows> {
        let known: Vec<bool> =
            (0..chosen.items() as u32).map(|item| chosen.reach(item) > 0).collect();
        let reach = Self::content_reach(chosen.items());
        fields.iter().map(|field| field.nearest(&known, reach)).collect()
    }

    /// Learns from `chosen` and from the nearest items by content.
    pub(crate) fn learn(chosen: Interactions, contents: &[Rows], recipe: Recipe) -> Computed<Self> {
        recipe.check()?;
        if chosen.items() == 0 {
            return Err(Refusal::NoData);
        }
        let together = together::count(&chosen, recipe.reach, recipe.damping);
        let evidence = Evidence { together: &together, contents, recipe: &recipe };
        let ridge = if recipe.is_dense {
            super::ridge::fit_dense(&chosen, &evidence)?
        } else {
            super::ridge::fit(&evidence)
        };
        let ridge = Ties::of(ridge.transposed());
        let plan = recipe.tastes.filter(|_| chosen.count() > 0);
        let tastes = plan.map(|plan| Factors::train(&chosen, plan)).transpose()?;
        let popularity = chosen.popularity(recipe.half_life_days)?;
        let contents = contents.iter().map(|rows| Ties::of(rows.transposed())).collect();
        let standings: Vec<Standing> = (0..chosen.items() as u32)
            .map(|item| (item, together.own[item as usize], popularity[item as usize]))
            .map(|(item, own, fame)| Standing::of(&chosen, &recipe, item, own, fame))
            .collect();
        let lengths = lengths(&chosen, &standings);
        let popular = by_popularity(&popularity);
        Ok(Self {
            learned_items: chosen.items(),
            chosen,
            recipe,
            near: Ties::of(together.near),
            own: together.own,
            mean_activity: together.mean_activity,
            ridge,
            contents,
            tastes,
            lengths,
            standings,
            popularity,
            popular,
        })
    }

    /// The interactions that the recommender knows.
    pub fn chosen(&self) -> &Interactions {
        &self.chosen
    }

    /// The recipe it was made by.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The same recommender with other blends; nothing is learned anew. O(1). Refuses weights that
    /// are negative or not finite.
    pub fn with_blends(mut self, known: Weights, fresh: Weights) -> Computed<Self> {
        self.recipe.known = known;
        self.recipe.fresh = fresh;
        self.recipe.check()?;
        Ok(self)
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
    pub(crate) fn of(
        chosen: &Interactions,
        recipe: &Recipe,
        item: u32,
        own: f32,
        popularity: f32,
    ) -> Self {
        let reach = chosen.reach(item) as f32;
        Self {
            rarity: (1.0 + chosen.members() as f32 / reach.max(1.0)).ln().powi(2),
            leaving: own.max(1.0).powf(-recipe.leaving),
            arriving: own.max(1.0).powf(-recipe.arriving),
            fame: popularity.ln_1p(),
        }
    }
}

fn lengths(chosen: &Interactions, standings: &[Standing]) -> Vec<f32> {
    let square = |item: &u32| standings[*item as usize].rarity;
    (0..chosen.members() as u32)
        .map(|member| chosen.history(member).iter().map(square).sum::<f32>().sqrt())
        .collect()
}

fn by_popularity(popularity: &[f32]) -> Vec<u32> {
    let mut items: Vec<u32> = (0..popularity.len() as u32).collect();
    items.sort_by(|&a, &b| popularity[b as usize].total_cmp(&popularity[a as usize]));
    items
}
