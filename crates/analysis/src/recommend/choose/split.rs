//! What is held back from whom, and what a recommender says to it.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::super::blend::Candidate;
use super::super::content::Field;
use super::super::interactions::Interactions;
use super::super::item_set::ItemSet;
use super::super::pick::Request;
use super::super::recipe::{Recipe, Weights};
use super::super::score::{Parts, Scratch};
use super::super::together::keep_largest;
use super::super::train::Recommender;
use super::weights::{active_fresh, active_known, fit_blend, fit_halves, shrunk};
use super::{Choice, DEPTH};
use crate::sparse::Rows;
use crate::{Computed, parallel};

/// How many members are asked how good a recipe is, at most.
const JUDGES: usize = 1_200;
/// The fewest items of a member who is asked.
const LEAST_ITEMS: usize = 5;
/// The share of a judge's items that is held back.
const HELD_BACK: f64 = 0.2;
/// The share of items that is treated as if nobody had chosen them yet.
const FRESH: f64 = 0.06;
/// The candidates kept for each judge and way of guessing.
const KEPT: usize = 60;
/// Of more interactions than this, those of a part of the members are learned from.
const LEARNED_MOST: usize = 4_000_000;

/// A recipe that was tried, with what its blends were fitted to.
pub(super) struct Trial {
    pub(super) choice: Choice,
    cases: Vec<Case>,
    fresh_cases: Vec<Case>,
}

/// Who is asked, and what was held back from each.
pub(super) type Judges = Vec<(u32, Vec<u32>)>;

/// What is learned from, and what is asked.
pub(super) struct Split {
    /// Everything but what was held back from the judges.
    seen: Interactions,
    seen_contents: Vec<Rows>,
    pub(super) judges: Judges,
    /// Everything but the items taken for fresh.
    without_fresh: Interactions,
    fresh_contents: Vec<Rows>,
    /// The items taken for fresh.
    fresh: ItemSet,
    /// Judges of the fresh, and which of them each chose.
    fresh_judges: Judges,
}

impl Split {
    pub(super) fn draw(chosen: &Interactions, fields: &[Field], seed: u64) -> Computed<Self> {
        let mut random = StdRng::seed_from_u64(seed);
        let (members, items) = (chosen.members(), chosen.items());
        let is_fresh: Vec<bool> = (0..items).map(|_| random.random_bool(FRESH)).collect();
        let order = drawn_judges(chosen, &mut random);
        let (mut seen, mut others) = (Vec::new(), Vec::new());
        let (mut judges, mut fresh_judges) = (Vec::new(), Vec::new());
        let share = LEARNED_MOST as f64 / chosen.count().max(1) as f64;
        for member in 0..members as u32 {
            let is_judge = order.binary_search(&member).is_ok();
            if !is_judge && share < 1.0 && !random.random_bool(share) {
                continue;
            }
            let mut history = chosen.history(member).into_owned();
            let (fresh, rest): (Vec<u32>, Vec<u32>) =
                history.iter().partition(|&&item| is_fresh[item as usize]);
            if is_judge && !fresh.is_empty() && !rest.is_empty() {
                fresh_judges.push((member, fresh));
            }
            others.extend(rest.iter().map(|&item| (member, item)));
            if is_judge {
                history.shuffle(&mut random);
                // Where it is known what came last, the last is to be foretold.
                history.sort_by(|&a, &b| {
                    chosen.age_days(member, b).total_cmp(&chosen.age_days(member, a))
                });
                let held = ((history.len() as f64 * HELD_BACK) as usize).max(1);
                judges.push((member, history.split_off(history.len() - held)));
            }
            seen.extend(history.iter().map(|&item| (member, item)));
        }
        let fresh = (0..items as u32).filter(|&item| is_fresh[item as usize]);
        let (seen, without_fresh) = (chosen.part(&seen)?, chosen.part(&others)?);
        Ok(Self {
            seen_contents: Recommender::contents(&seen, fields),
            seen,
            judges,
            fresh_contents: Recommender::contents(&without_fresh, fields),
            without_fresh,
            fresh: ItemSet::of(items, fresh),
            fresh_judges,
        })
    }

    /// Learns by `recipe`, fits both blends, and tells how well they foretell.
    pub(super) fn judge(&self, recipe: &Recipe) -> Computed<Trial> {
        let mut recipe = recipe.clone();
        let fields = self.seen_contents.len();
        let recommender =
            Recommender::learn(self.seen.clone(), &self.seen_contents, recipe.clone())?;
        let cases = ask(&recommender, &self.judges, &ItemSet::all(self.seen.items()));
        drop(recommender);
        let active = active_known(fields, recipe.tastes.is_some());
        let (known, weights) = fit_blend(&cases.iter().collect::<Vec<_>>(), recipe.known, &active);
        recipe.known = weights;
        let (mut fresh_found, mut fresh_cases) = (None, Vec::new());
        if fields > 0 && !self.fresh_judges.is_empty() {
            // Hidden tastes say nothing of what nobody chose.
            let plain = Recipe { tastes: None, ..recipe.clone() };
            let recommender =
                Recommender::learn(self.without_fresh.clone(), &self.fresh_contents, plain)?;
            fresh_cases = ask(&recommender, &self.fresh_judges, &self.fresh);
            let cases: Vec<&Case> = fresh_cases.iter().collect();
            let (fresh, weights) = fit_blend(&cases, recipe.fresh, &active_fresh(fields));
            recipe.fresh = weights;
            fresh_found = Some(fresh);
        }
        let choice = Choice { recipe, known: Some(known), fresh: fresh_found };
        Ok(Trial { choice, cases, fresh_cases })
    }

    /// The choice of `trial` with its blends fitted to halves of the judges and drawn towards those
    /// of `start`, the more the fewer judges there are.
    pub(super) fn settle(&self, trial: Trial, start: &Recipe, seed: u64) -> Choice {
        let mut choice = trial.choice;
        let (recipe, fields) = (&mut choice.recipe, self.seen_contents.len());
        let active = active_known(fields, recipe.tastes.is_some());
        let known = fit_halves(&trial.cases, recipe.known, &active, seed);
        recipe.known = shrunk(known, start.known, trial.cases.len());
        if !trial.fresh_cases.is_empty() {
            let active = active_fresh(fields);
            let fresh = fit_halves(&trial.fresh_cases, recipe.fresh, &active, seed);
            recipe.fresh = shrunk(fresh, start.fresh, trial.fresh_cases.len());
        }
        choice
    }
}

/// Members with enough items, drawn by lot; ascending.
fn drawn_judges(chosen: &Interactions, random: &mut StdRng) -> Vec<u32> {
    let mut order: Vec<u32> = (0..chosen.members() as u32)
        .filter(|&member| chosen.activity(member) >= LEAST_ITEMS)
        .collect();
    order.shuffle(random);
    order.truncate(JUDGES);
    order.sort_unstable();
    order
}

/// One judge's candidates, which of them were held back, and how many were in all.
pub(super) struct Case {
    pub(super) candidates: Vec<(Parts, bool)>,
    pub(super) relevant: usize,
}

fn ask(recommender: &Recommender, judges: &[(u32, Vec<u32>)], allowed: &ItemSet) -> Vec<Case> {
    let ask_one = |scratch: &mut Scratch, (member, held): &(u32, Vec<u32>)| {
        let history = recommender.chosen.history(*member);
        let request = Request::of(*member, allowed, DEPTH);
        let candidates = recommender.candidates(&request, &history, scratch);
        let marked = candidates
            .iter()
            .map(|candidate| (candidate.parts, held.contains(&candidate.item)))
            .collect::<Vec<_>>();
        Case { candidates: foremost(&candidates, &marked), relevant: held.len() }
    };
    parallel::pieces(
        judges.len(),
        || Scratch::new(recommender),
        |scratch, range| {
            judges[range].iter().map(|judge| ask_one(scratch, judge)).collect::<Vec<_>>()
        },
    )
    .into_iter()
    .flatten()
    .collect()
}

/// The candidates that some way of guessing puts in front: no other can come out in front.
fn foremost(candidates: &[Candidate], marked: &[(Parts, bool)]) -> Vec<(Parts, bool)> {
    let mut kept = vec![false; candidates.len()];
    for part in 0..Weights::PARTS {
        let mut ranked: Vec<(f32, u32)> = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| candidate.parts[part] > 0.0)
            .map(|(at, candidate)| (candidate.parts[part], at as u32))
            .collect();
        keep_largest(&mut ranked, KEPT);
        for (_, at) in ranked {
            kept[at as usize] = true;
        }
    }
    marked.iter().zip(kept).filter(|(_, kept)| *kept).map(|(marked, _)| *marked).collect()
}
