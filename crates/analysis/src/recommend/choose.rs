//! The choice of a recipe on the community's own held-back interactions.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::blend::{Candidate, weigh};
use super::content::Field;
use super::interactions::Interactions;
use super::item_set::ItemSet;
use super::pick::Request;
use super::recipe::{Recipe, Weights};
use super::score::{Parts, Scratch};
use super::together::{by_rank, keep_largest};
use super::train::Recommender;
use crate::scoring::ndcg;
use crate::{Computed, Refusal, parallel};

/// How many members are asked how good a recipe is, at most.
const JUDGES: usize = 1_200;
/// The share of a judge's items that is held back.
const HELD_BACK: f64 = 0.2;
/// The share of items that is treated as if nobody had chosen them yet.
const FRESH: f64 = 0.06;
/// How far down a list counts.
const DEPTH: usize = 20;
/// The candidates kept for each judge and way of guessing.
const KEPT: usize = 60;
/// The weights tried, as factors of the heaviest one's.
const STEPS: [f32; 9] = [0.0, 0.03, 0.06, 0.12, 0.25, 0.4, 0.6, 1.0, 1.6];
/// How often each weight is tried again.
const ROUNDS: usize = 3;

/// A recipe, and how well it foretold what was held back.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The recipe.
    pub recipe: Recipe,
    /// Mean NDCG@20 on held-back interactions with known items.
    pub known: f64,
    /// Mean NDCG@20 on held-back interactions with items that nobody else was seen with; nothing
    /// without content.
    pub fresh: Option<f64>,
}

/// Finds the recipe that best foretells interactions held back from `chosen`, starting from
/// `start`.
///
/// One setting after the other is tried, and for each the blend is fitted anew; a change must gain
/// to
/// be kept. With `is_thorough` the settings of the learners are tried too, at one training each;
/// without, only the blend is fitted. Deterministic under `seed`. Refuses fewer than 50
/// interactions.
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
    let split = Split::draw(chosen, seed)?;
    let mut best = split.judge(fields, start)?;
    if is_thorough {
        for vary in VARIATIONS {
            for recipe in vary(&best.recipe, fields.len()) {
                let tried = split.judge(fields, &recipe)?;
                if tried.worth() > best.worth() + LEAST_GAIN {
                    best = tried;
                }
            }
        }
    }
    Ok(best)
}

/// A gain smaller than this is taken for chance.
const LEAST_GAIN: f64 = 5e-4;

impl Choice {
    /// Known items count most: they are most of what is shown.
    fn worth(&self) -> f64 {
        self.known + 0.25 * self.fresh.unwrap_or(0.0)
    }
}

type Variation = fn(&Recipe, usize) -> Vec<Recipe>;

/// The settings that are tried, the most telling first.
const VARIATIONS: [Variation; 4] = [
    |recipe, _| {
        let ridge = |factor: f32| Recipe { ridge: recipe.ridge * factor, ..recipe.clone() };
        vec![ridge(0.4), ridge(2.5)]
    },
    |recipe, fields| {
        let likeness = |factor: f32| Recipe {
            likeness: recipe.likeness.map(|worth| worth * factor),
            ..recipe.clone()
        };
        if fields == 0 { Vec::new() } else { vec![likeness(0.4), likeness(2.5)] }
    },
    |recipe, _| {
        let damping = |damping: f32| Recipe { damping, ..recipe.clone() };
        vec![damping(0.25), damping(0.75)]
    },
    |recipe, _| {
        let arriving = |arriving: f32| Recipe { arriving, ..recipe.clone() };
        vec![arriving(0.2), arriving(0.6)]
    },
];

/// What is learned from, and what is asked.
struct Split {
    /// Everything but what was held back from the judges.
    seen: Interactions,
    /// Judges and what was held back from each.
    judges: Vec<(u32, Vec<u32>)>,
    /// Everything but the items taken for fresh.
    without_fresh: Interactions,
    /// The items taken for fresh.
    fresh: ItemSet,
    /// Judges of the fresh, and which of them each chose.
    fresh_judges: Vec<(u32, Vec<u32>)>,
}

impl Split {
    fn draw(chosen: &Interactions, seed: u64) -> Computed<Self> {
        let mut random = StdRng::seed_from_u64(seed);
        let (members, items) = (chosen.members(), chosen.items());
        let mut pairs = Vec::with_capacity(chosen.count());
        let mut others = Vec::with_capacity(chosen.count());
        let is_fresh: Vec<bool> = (0..items).map(|_| random.random_bool(FRESH)).collect();
        let mut order: Vec<u32> =
            (0..members as u32).filter(|&member| chosen.activity(member) >= 5).collect();
        order.shuffle(&mut random);
        order.truncate(JUDGES);
        order.sort_unstable();
        let (mut judges, mut fresh_judges) = (Vec::new(), Vec::new());
        for member in 0..members as u32 {
            let mut history = chosen.history(member).into_owned();
            let (fresh, rest): (Vec<u32>, Vec<u32>) =
                history.iter().partition(|&&item| is_fresh[item as usize]);
            let is_judge = order.binary_search(&member).is_ok();
            if is_judge && !fresh.is_empty() && !rest.is_empty() {
                fresh_judges.push((member, fresh));
            }
            others.extend(rest.iter().map(|&item| (member, item)));
            if is_judge {
                history.shuffle(&mut random);
                let held = ((history.len() as f64 * HELD_BACK) as usize).max(1);
                judges.push((member, history.split_off(history.len() - held)));
            }
            pairs.extend(history.iter().map(|&item| (member, item)));
        }
        if judges.is_empty() {
            return Err(Refusal::NoData);
        }
        let fresh = (0..items as u32).filter(|&item| is_fresh[item as usize]);
        Ok(Self {
            seen: Interactions::new(members, items, &pairs)?,
            judges,
            without_fresh: Interactions::new(members, items, &others)?,
            fresh: ItemSet::of(items, fresh),
            fresh_judges,
        })
    }

    fn judge(&self, fields: &[Field], recipe: &Recipe) -> Computed<Choice> {
        let mut recipe = recipe.clone();
        let recommender = Recommender::train(self.seen.clone(), fields, recipe.clone())?;
        let all = ItemSet::all(self.seen.items());
        let cases = ask(&recommender, &self.judges, &all);
        let active = active_parts(fields.len(), true);
        let (known, weights) = fit_blend(&cases, recipe.known, &active);
        recipe.known = weights;
        let mut fresh_found = None;
        if !fields.is_empty() && !self.fresh_judges.is_empty() {
            let recommender =
                Recommender::train(self.without_fresh.clone(), fields, recipe.clone())?;
            let cases = ask(&recommender, &self.fresh_judges, &self.fresh);
            let active = active_parts(fields.len(), false);
            let (fresh, weights) = fit_blend(&cases, recipe.fresh, &active);
            recipe.fresh = weights;
            fresh_found = Some(fresh);
        }
        Ok(Choice { recipe, known, fresh: fresh_found })
    }
}

/// Which parts of the blend can say anything.
fn active_parts(fields: usize, is_known: bool) -> Vec<usize> {
    let content = super::score::CONTENT..super::score::CONTENT + fields;
    let learned = if is_known { 0..super::score::CONTENT } else { 0..1 };
    learned.chain(content).collect()
}

/// One judge's candidates, which of them were held back, and how many were in all.
struct Case {
    candidates: Vec<(Parts, bool)>,
    relevant: usize,
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

/// Fits the weights by trying steps for one after the other; returns the mean NDCG they reach.
fn fit_blend(cases: &[Case], start: Weights, active: &[usize]) -> (f64, Weights) {
    let mut weights = start.to_parts();
    for (part, weight) in weights.iter_mut().enumerate() {
        if !active.contains(&part) {
            *weight = 0.0;
        }
    }
    let mut best = gain(cases, &weights);
    for _ in 0..ROUNDS {
        let before = best;
        for &part in active {
            let heaviest = weights.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            for step in STEPS {
                let mut tried = weights;
                tried[part] = step * heaviest;
                let reached = gain(cases, &tried);
                if reached > best + 1e-5 {
                    (best, weights) = (reached, tried);
                }
            }
        }
        if best <= before {
            break;
        }
    }
    (best, Weights::of_parts(weights))
}

/// The mean NDCG of `cases` under `weights`.
fn gain(cases: &[Case], weights: &Parts) -> f64 {
    let one = |case: &Case, ranked: &mut Vec<(f32, u32)>| {
        ranked.clear();
        ranked.extend(
            case.candidates
                .iter()
                .enumerate()
                .map(|(at, (parts, _))| (weigh(parts, weights), at as u32)),
        );
        keep_largest(ranked, DEPTH);
        ranked.sort_unstable_by(by_rank);
        let hits: Vec<bool> =
            ranked.iter().map(|&(_, at)| case.candidates[at as usize].1).collect();
        ndcg(&hits, case.relevant, DEPTH)
    };
    let sums = parallel::pieces(cases.len(), Vec::new, |ranked, range| {
        cases[range].iter().map(|case| one(case, ranked)).sum::<f64>()
    });
    sums.iter().sum::<f64>() / cases.len().max(1) as f64
}
