//! The list that a member is shown, with a reason for each item.

use std::collections::BTreeSet;

use super::blend::{Candidate, normalise};
use super::item_set::ItemSet;
use super::score::{CONTENT, PEERS, POPULAR, Parts, RIDGE, Scratch, TASTES, WALK};
use super::together::{by_rank, keep_largest};
use super::train::Recommender;
use crate::{Computed, Refusal};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The member, when the recommender may know it: its history is used and left out of the
    /// answer.
    pub member: Option<u32>,
    /// Items that the asker chose besides: the whole history of somebody the recommender never saw.
    pub history: &'a [u32],
    /// The only items that may be recommended.
    pub allowed: &'a ItemSet,
    /// How many are wanted.
    pub count: usize,
    /// 0: the likeliest items; towards 1: items unlike each other (maximal marginal relevance,
    /// Carbonell & Goldstein 1998).
    pub diversity: f32,
    /// How much newer items gain: an item of age 0 counts 1 + freshness, an old one 1.
    pub freshness: f32,
    /// The age of each item in days, for `freshness`; empty when that is 0.
    pub ages_days: &'a [f32],
    /// After how many days the gain of a new item has halved.
    pub half_life_days: f32,
    /// The share of places that go to items drawn by lot, the little known ones more often (0 to
    /// 1).
    pub exploration: f32,
    /// The seed of the lot.
    pub seed: u64,
}

impl<'a> Request<'a> {
    /// Asks for the `count` likeliest items for `member`, out of `allowed`.
    pub fn of(member: u32, allowed: &'a ItemSet, count: usize) -> Self {
        Self { member: Some(member), ..Self::of_history(&[], allowed, count) }
    }

    /// The same for somebody of whom only the `history` is known.
    pub fn of_history(history: &'a [u32], allowed: &'a ItemSet, count: usize) -> Self {
        Self {
            member: None,
            history,
            allowed,
            count,
            diversity: 0.0,
            freshness: 0.0,
            ages_days: &[],
            half_life_days: 14.0,
            exploration: 0.0,
            seed: 0,
        }
    }

    fn check(&self, recommender: &Recommender) -> Computed<()> {
        let share = |value: f32| (0.0..=1.0).contains(&value);
        let items = recommender.chosen.items();
        if self.history.iter().any(|&item| item as usize >= items)
            || (self.freshness > 0.0 && self.ages_days.len() != items)
        {
            return Err(Refusal::Shape);
        }
        let is_sound = share(self.diversity)
            && share(self.exploration)
            && self.freshness.is_finite()
            && self.freshness >= 0.0
            && self.half_life_days > 0.0;
        if is_sound { Ok(()) } else { Err(Refusal::Value) }
    }
}

/// Why an item was picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Those who chose `item`, which the member chose, chose this too.
    Because {
        /// The member's item that speaks most for this one.
        item: u32,
    },
    /// It is about the same as `item`, which the member chose.
    Alike {
        /// The member's item that is most alike.
        item: u32,
        /// In which field of content.
        field: usize,
    },
    /// Like-minded members chose it, or members of the same tastes.
    Peers,
    /// Many choose it.
    Popular,
    /// It was drawn by lot, so that new things get a chance.
    Explored,
}

/// One recommended item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// The item.
    pub item: u32,
    /// Its score: comparable within one answer only.
    pub score: f32,
    /// Why it is there.
    pub reason: Reason,
}

/// How many candidates are looked at for diversity, for each that is wanted.
const POOL: usize = 4;

impl Recommender {
    /// The items for `request`, best first, never outside its allowed set nor in the history.
    ///
    /// O(history × (reach + neighbours) + candidates); O(allowed) more with exploration. The scratch
    /// grows when it was made for another recommender. Refuses an item outside the catalogue,
    /// shares outside 0 to 1, and ages that do not cover the catalogue.
    pub fn recommend(&self, request: &Request<'_>, scratch: &mut Scratch) -> Computed<Vec<Pick>> {
        request.check(self)?;
        let history = self.whole_history(request);
        let count = request.count.min(self.chosen.items());
        let request = &Request { count, ..*request };
        let candidates = self.candidates(request, &history, scratch);
        let mut ranked: Vec<(f32, u32)> = candidates
            .iter()
            .enumerate()
            .map(|(at, candidate)| {
                let gain = newness(request, candidate.item);
                let score = candidate.score(&self.recipe);
                // What speaks against an item speaks less against a new one.
                (if score > 0.0 { score * gain } else { score / gain }, at as u32)
            })
            .collect();
        let wanted = if request.diversity > 0.0 { request.count * POOL } else { request.count };
        keep_largest(&mut ranked, wanted);
        ranked.sort_unstable_by(by_rank);
        if request.diversity > 0.0 {
            ranked = self.spread_out(&ranked, &candidates, request);
        }
        let mut picks: Vec<Pick> = ranked
            .iter()
            .map(|&(score, at)| {
                let candidate = &candidates[at as usize];
                let reason = self.reason(candidate, request.allowed, &history);
                Pick { item: candidate.item, score, reason }
            })
            .collect();
        self.fill(&mut picks, request, &history);
        self.explore(&mut picks, request, &history);
        Ok(picks)
    }

    fn whole_history(&self, request: &Request<'_>) -> Vec<u32> {
        let known = request.member.map(|member| self.chosen.history(member));
        let mut history = [known.as_deref().unwrap_or_default(), request.history].concat();
        history.sort_unstable();
        history.dedup();
        history
    }

    /// What may be shown and has something that speaks for it, on a common scale.
    pub(crate) fn candidates(
        &self,
        request: &Request<'_>,
        history: &[u32],
        scratch: &mut Scratch,
    ) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = self
            .parts(request.member, history, scratch)
            .into_iter()
            .filter(|(item, _)| {
                request.allowed.holds(*item) && history.binary_search(item).is_err()
            })
            .map(|(item, parts)| {
                let is_fresh = self.chosen.reach(item) == 0;
                Candidate { item, parts, is_fresh }
            })
            .collect();
        normalise(&mut candidates);
        candidates
    }

    /// The heaviest way of guessing that can be told, and the item of the history that it rests on.
    /// What may not be shown is not named.
    fn reason(&self, candidate: &Candidate, allowed: &ItemSet, history: &[u32]) -> Reason {
        let recipe = &self.recipe;
        let weights: Parts =
            if candidate.is_fresh { recipe.fresh } else { recipe.known }.to_parts();
        let weight = |part: usize| candidate.parts[part] * weights[part];
        let mut parts: Vec<usize> = (0..weights.len()).filter(|&part| weight(part) > 0.0).collect();
        parts.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
        let source = |ties: &dyn Fn(u32) -> f32| {
            let named = history.iter().filter(|&&item| allowed.holds(item));
            let ties = named.map(|&item| (ties(item), item)).filter(|(tie, _)| *tie > 0.0);
            ties.max_by(|a, b| by_rank(b, a)).map(|(_, item)| item)
        };
        let told = |part: usize| match part {
            PEERS | TASTES => Some(Reason::Peers),
            POPULAR => Some(Reason::Popular),
            RIDGE => source(&|item| self.ridge.value(item, candidate.item))
                .map(|item| Reason::Because { item }),
            WALK => source(&|item| self.near.value(item, candidate.item))
                .map(|item| Reason::Because { item }),
            _ => {
                let field = part - CONTENT;
                let content = self.contents.get(field)?;
                let item = source(&|item| content.value(item, candidate.item))?;
                Some(Reason::Alike { item, field })
            }
        };
        parts.into_iter().find_map(told).unwrap_or(Reason::Peers)
    }

    /// Takes one after the other the item with the best sum of score and unlikeness to those taken.
    fn spread_out(
        &self,
        ranked: &[(f32, u32)],
        candidates: &[Candidate],
        request: &Request<'_>,
    ) -> Vec<(f32, u32)> {
        let best = ranked.first().map_or(1.0, |first| first.0.abs().max(f32::MIN_POSITIVE));
        let mut left: Vec<(f32, u32, f32)> =
            ranked.iter().map(|&(score, at)| (score, at, 0.0)).collect();
        let mut taken = Vec::with_capacity(request.count);
        while taken.len() < request.count {
            let worth = |&(score, _, alike): &(f32, u32, f32)| {
                (1.0 - request.diversity) * score / best - request.diversity * alike
            };
            let next = (0..left.len())
                .max_by(|&a, &b| worth(&left[a]).total_cmp(&worth(&left[b])).then(b.cmp(&a)));
            let Some(next) = next else { break };
            let (score, at, _) = left.remove(next);
            taken.push((score, at));
            for other in &mut left {
                let pair = (candidates[at as usize].item, candidates[other.1 as usize].item);
                other.2 = other.2.max(self.likeness(pair.0, pair.1));
            }
        }
        taken
    }

    /// How alike two items are, 0 to 1: the cosine of their audiences or of their content.
    /// O(log reach).
    pub fn likeness(&self, a: u32, b: u32) -> f32 {
        let near = &self.near;
        let both = near.value(a, b).max(near.value(b, a));
        let own = |item: u32| self.own.get(item as usize).copied().unwrap_or(0.0);
        let audience = both / (own(a) * own(b)).sqrt().max(f32::MIN_POSITIVE);
        let contents = self.contents.iter().map(|rows| rows.value(a, b).max(rows.value(b, a)));
        contents.fold(audience, f32::max).clamp(0.0, 1.0)
    }

    /// Fills the list with what everybody chooses when too little speaks for anything.
    fn fill(&self, picks: &mut Vec<Pick>, request: &Request<'_>, history: &[u32]) {
        if picks.len() >= request.count {
            return;
        }
        let mut taken: BTreeSet<u32> = picks.iter().map(|pick| pick.item).collect();
        let lowest = picks.last().map_or(1.0, |pick| pick.score);
        for (place, &item) in self.popular.iter().enumerate() {
            if picks.len() >= request.count {
                break;
            }
            if request.allowed.holds(item)
                && history.binary_search(&item).is_err()
                && taken.insert(item)
            {
                let score = lowest.min(0.0) - place as f32 * 1e-6;
                picks.push(Pick { item, score, reason: Reason::Popular });
            }
        }
    }

    /// Gives the share of places that belongs to the lot, at the end of the list, to items drawn
    /// without repetition, little known ones more often (Efraimidis & Spirakis 2006). O(allowed).
    fn explore(&self, picks: &mut [Pick], request: &Request<'_>, history: &[u32]) {
        let places = (request.exploration * picks.len() as f32).round() as usize;
        if places == 0 {
            return;
        }
        let (kept, given) = picks.split_at_mut(picks.len().saturating_sub(places));
        let kept: BTreeSet<u32> = kept.iter().map(|pick| pick.item).collect();
        let items = self.chosen.items();
        let mut drawn: Vec<(f32, u32)> = request
            .allowed
            .iter()
            .take_while(|&item| (item as usize) < items)
            .filter(|item| !kept.contains(item) && history.binary_search(item).is_err())
            .map(|item| {
                let chance = (1.0 + self.chosen.reach(item) as f32).sqrt().recip();
                (share_of(item, request.seed).ln() / chance, item)
            })
            .collect();
        keep_largest(&mut drawn, given.len());
        drawn.sort_unstable_by(by_rank);
        for (place, (_, item)) in given.iter_mut().zip(drawn) {
            *place = Pick { item, score: 0.0, reason: Reason::Explored };
        }
    }
}

/// A number above 0 and below 1, always the same for one item and seed (SplitMix64).
fn share_of(item: u32, seed: u64) -> f32 {
    let mut bits = seed ^ u64::from(item).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (((bits ^ (bits >> 31)) >> 41) as f32 + 0.5) / (1_u32 << 23) as f32
}

fn newness(request: &Request<'_>, item: u32) -> f32 {
    if request.freshness == 0.0 {
        return 1.0;
    }
    let age_days = request.ages_days.get(item as usize).copied().unwrap_or(0.0);
    1.0 + request.freshness * (-age_days.max(0.0) / request.half_life_days).exp2()
}
