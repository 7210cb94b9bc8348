//! The choice of a recipe on the community's own held-back interactions.

mod split;
mod weights;

use self::split::{Split, Trial};
use super::content::Field;
use super::factors::FactorsPlan;
use super::interactions::Interactions;
use super::recipe::Recipe;
use crate::{Computed, Refusal};

/// How far down a list counts.
const DEPTH: usize = 20;
/// Catalogues up to this many items are tried with a regression on all items too.
const DENSE_MOST: usize = 4_000;
/// The first ridge of such a regression that is tried.
const DENSE_RIDGE: f32 = 200.0;
/// How often a setting is moved on in one direction while that gains.
const MOVES: usize = 6;
/// The most co-chosen items of each item that are tried.
const REACH_MOST: usize = 400;
/// The most operations that one regression on more neighbours may cost.
const REGRESSION_MOST: usize = 50_000_000_000;
/// A gain below this over the root of the number of judges is taken for chance.
const CHANCE: f64 = 0.02;

/// A recipe, and how well it foretold what was held back.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The recipe.
    pub recipe: Recipe,
    /// Mean NDCG@20 on held-back interactions with known items; nothing when no member has items
    /// enough to hold some back.
    pub known: Option<f64>,
    /// Mean NDCG@20 on held-back interactions with items that nobody else was seen with; nothing
    /// without content.
    pub fresh: Option<f64>,
}

/// Finds the recipe that best foretells interactions held back from `chosen`, starting from
/// `start`: a random fifth of a member's items, or the latest fifth where ages are known.
///
/// One setting after the other is tried, and for each the blend is fitted anew; a change must gain
/// to be kept, and the fewer members could be asked, the nearer the blend stays to `start`. The
/// blend is always fitted, and in a catalogue of at most 4,000 items the regression of each item on
/// all others tried. With `is_thorough` the other settings of the learners are tried too, at one
/// training or two each. Of more than 4 million interactions a part is learned from.
///
/// Each training costs as [`Recommender::train`](super::Recommender::train), each fit of a blend
/// some 300 passes over the candidates of at most 1,200 members. Deterministic under `seed`. Refuses
/// fewer than 50 interactions and an unsound `start`.
pub fn choose(
    chosen: &Interactions,
    fields: &[Field],
    start: &Recipe,
    is_thorough: bool,
    seed: u64,
) -> Computed<Choice> {
    if chosen.count() < 50 {
        return Err(Refusal::TooLittle { need: 50, have: chosen.count() });
    }
    start.check()?;
    let split = Split::draw(chosen, fields, seed)?;
    let judges = split.judges.len();
    if judges == 0 {
        return Ok(Choice { recipe: start.clone(), known: None, fresh: None });
    }
    let least_gain = CHANCE / (judges as f64).sqrt();
    let mut search = Search { split: &split, best: split.judge(start)?, least_gain };
    if chosen.items() <= DENSE_MOST && !start.is_dense {
        search.try_dense();
    }
    if is_thorough {
        search.vary(chosen, fields.len());
    }
    Ok(split.settle(search.best, start, seed))
}

impl Choice {
    /// Known items count most: they are most of what is shown.
    fn worth(&self) -> f64 {
        self.known.unwrap_or(0.0) + 0.25 * self.fresh.unwrap_or(0.0)
    }
}

/// The best recipe so far, and what others are held against.
struct Search<'a> {
    split: &'a Split,
    best: Trial,
    least_gain: f64,
}

impl Search<'_> {
    /// Keeps `recipe` when it is better. One that cannot be learned by is not.
    fn is_gain(&mut self, recipe: &Recipe) -> bool {
        let tried = self.split.judge(recipe);
        let gained =
            tried.ok().filter(|it| it.choice.worth() > self.best.choice.worth() + self.least_gain);
        gained.map(|gained| self.best = gained).is_some()
    }

    /// Moves a setting by `factor` as long as that gains, else by one over it.
    fn climb(&mut self, factor: f32, change: impl Fn(&Recipe, f32) -> Recipe) {
        for factor in [factor, factor.recip()] {
            let mut moves = 0;
            while moves < MOVES && self.is_gain(&change(&self.best.choice.recipe, factor)) {
                moves += 1;
            }
            if moves > 0 {
                break;
            }
        }
    }

    /// Keeps the best of `recipes` when it is better.
    fn try_each(&mut self, recipes: impl IntoIterator<Item = Recipe>) {
        for recipe in recipes {
            self.is_gain(&recipe);
        }
    }

    /// Tries the regression on all items, with a ridge of its own.
    fn try_dense(&mut self) {
        let recipe =
            Recipe { is_dense: true, ridge: DENSE_RIDGE, ..self.best.choice.recipe.clone() };
        let Ok(best) = self.split.judge(&recipe) else { return };
        let mut dense = Search { best, ..*self };
        dense.climb(2.5, scaled_ridge);
        if dense.best.choice.worth() > self.best.choice.worth() + self.least_gain {
            self.best = dense.best;
        }
    }

    /// Tries the settings of the learners, the most telling first.
    fn vary(&mut self, chosen: &Interactions, fields: usize) {
        self.climb(2.5, scaled_ridge);
        if !self.best.choice.recipe.is_dense {
            let start = self.best.choice.recipe.clone();
            let affordable = |neighbours: &usize| {
                chosen.items().saturating_mul(neighbours.pow(3) / 6) <= REGRESSION_MOST
            };
            let sizes = [60, 150, 250].into_iter().filter(affordable);
            self.try_each(sizes.filter(|size| *size != start.neighbours).map(|neighbours| {
                Recipe { neighbours, reach: start.reach.max(neighbours), ..start.clone() }
            }));
        }
        if fields > 0 {
            self.climb(2.5, |recipe, factor| Recipe {
                likeness: recipe.likeness.map(|worth| worth * factor),
                ..recipe.clone()
            });
        }
        let start = self.best.choice.recipe.clone();
        self.try_each([0.25, 0.75].map(|damping| Recipe { damping, ..start.clone() }));
        let start = self.best.choice.recipe.clone();
        self.try_each([0.2, 0.6].map(|arriving| Recipe { arriving, ..start.clone() }));
        let start = self.best.choice.recipe.clone();
        self.try_each([0.4, 0.8].map(|leaving| Recipe { leaving, ..start.clone() }));
        self.climb(2.0, |recipe, factor| Recipe {
            reach: ((recipe.reach as f32 * factor) as usize).min(REACH_MOST),
            ..recipe.clone()
        });
        self.climb(2.0, |recipe, factor| Recipe {
            peers: (recipe.peers as f32 * factor) as usize,
            ..recipe.clone()
        });
        if chosen.is_dated() {
            self.climb(4.0, |recipe, factor| Recipe {
                half_life_days: recipe.half_life_days * factor,
                ..recipe.clone()
            });
        }
        if self.best.choice.recipe.tastes.is_none() {
            let tastes = Some(FactorsPlan::default());
            self.is_gain(&Recipe { tastes, ..self.best.choice.recipe.clone() });
        }
    }
}

fn scaled_ridge(recipe: &Recipe, factor: f32) -> Recipe {
    Recipe { ridge: recipe.ridge * factor, ..recipe.clone() }
}
