//! What each way of guessing says about each item, for one member.

use super::recipe::Weights;
use super::together::keep_largest;
use super::train::Recommender;

/// How many members are asked whether they are like-minded, over all items of a history, about: for
/// each that is wanted, and at most; and for one item at least.
const ASKED_FOR_ONE: usize = 32;
const ASKED_MOST: usize = 4_096;
const ASKED_LEAST: usize = 24;

/// What the ways of guessing say of one item, in the order of [`Weights`].
pub(crate) type Parts = [f32; Weights::PARTS];

/// Places of the ways of guessing among the parts.
pub(crate) const RIDGE: usize = 0;
pub(crate) const WALK: usize = 1;
pub(crate) const PEERS: usize = 2;
pub(crate) const POPULAR: usize = 3;
pub(crate) const TASTES: usize = 4;
pub(crate) const CONTENT: usize = 5;

/// Working memory of one asker, to be used again and again. Memory: 37 bytes an item, 4 a member.
#[derive(Debug, Clone)]
pub struct Scratch {
    parts: Vec<Parts>,
    is_touched: Vec<bool>,
    touched: Vec<u32>,
    kinship: Vec<f32>,
    kin: Vec<u32>,
}

impl Scratch {
    /// Working memory for asking `recommender`. O(items + members).
    pub fn new(recommender: &Recommender) -> Self {
        let items = recommender.chosen.items();
        Self {
            parts: vec![[0.0; Weights::PARTS]; items],
            is_touched: vec![false; items],
            touched: Vec::new(),
            kinship: vec![0.0; recommender.chosen.members()],
            kin: Vec::new(),
        }
    }

    /// Makes room for what `recommender` knows.
    fn fit(&mut self, recommender: &Recommender) {
        let items = recommender.chosen.items().max(self.parts.len());
        self.parts.resize(items, [0.0; Weights::PARTS]);
        self.is_touched.resize(items, false);
        self.kinship.resize(recommender.chosen.members().max(self.kinship.len()), 0.0);
    }

    fn add(&mut self, item: u32, part: usize, value: f32) {
        if !self.is_touched[item as usize] {
            self.is_touched[item as usize] = true;
            self.touched.push(item);
        }
        self.parts[item as usize][part] += value;
    }
}

impl Recommender {
    /// The parts of each item that anything speaks for, in no order; the scratch is empty after.
    ///
    /// O(history × (reach + neighbours + audience) + peers × their histories + touched × tastes).
    pub(crate) fn parts(
        &self,
        asking: Option<u32>,
        history: &[u32],
        scratch: &mut Scratch,
    ) -> Vec<(u32, Parts)> {
        scratch.fit(self);
        // Hidden tastes know only what was there when they were learned.
        let learned = history.partition_point(|&item| (item as usize) < self.learned_items);
        for &item in history {
            for (other, weight) in self.ridge.row(item) {
                scratch.add(other, RIDGE, weight);
            }
            let leaving = self.standings[item as usize].leaving;
            for (other, tie) in self.near.row(item) {
                scratch.add(other, WALK, tie * leaving);
            }
            for (field, content) in self.contents.iter().enumerate() {
                for (other, alike) in content.row(item) {
                    scratch.add(other, CONTENT + field, alike);
                }
            }
        }
        self.ask_peers(asking, history, scratch);
        let tastes =
            self.tastes.as_ref().map(|factors| (factors, factors.fold_in(&history[..learned])));
        let mut said = Vec::with_capacity(scratch.touched.len());
        for item in scratch.touched.drain(..) {
            let mut parts = std::mem::take(&mut scratch.parts[item as usize]);
            scratch.is_touched[item as usize] = false;
            let standing = &self.standings[item as usize];
            parts[WALK] *= standing.arriving;
            parts[POPULAR] = standing.fame;
            if let Some((factors, Ok(member))) = &tastes {
                parts[TASTES] = factors.score(item, member);
            }
            said.push((item, parts));
        }
        said
    }

    /// Adds what like-minded members chose: neighbours by the cosine of rarity-weighted histories,
    /// each counting by its square (Resnick et al. 1994; Breese et al. 1998 for the weighting).
    fn ask_peers(&self, asking: Option<u32>, history: &[u32], scratch: &mut Scratch) {
        let asked = self.recipe.peers.saturating_mul(ASKED_FOR_ONE).min(ASKED_MOST);
        let each = (asked / history.len().max(1)).max(ASKED_LEAST);
        for &item in history {
            let shared = self.standings[item as usize].rarity;
            let audience = self.chosen.audience(item);
            let stride = audience.len().div_ceil(each).max(1);
            for &member in audience.iter().step_by(stride) {
                let Some(kinship) = scratch.kinship.get_mut(member as usize) else { continue };
                if *kinship == 0.0 {
                    scratch.kin.push(member);
                }
                *kinship += shared;
            }
        }
        let mut ranked: Vec<(f32, u32)> = Vec::with_capacity(scratch.kin.len());
        for member in scratch.kin.drain(..) {
            let shared = std::mem::take(&mut scratch.kinship[member as usize]);
            if Some(member) != asking && (member as usize) < self.lengths.len() {
                ranked.push((shared / self.lengths[member as usize].max(1e-6), member));
            }
        }
        keep_largest(&mut ranked, self.recipe.peers);
        for (kinship, member) in ranked {
            for &item in self.chosen.history(member).iter() {
                scratch.add(item, PEERS, kinship * kinship);
            }
        }
    }

    /// The usual number of items a member of the community chose, when it was trained.
    pub fn mean_activity(&self) -> f32 {
        self.mean_activity
    }
}
