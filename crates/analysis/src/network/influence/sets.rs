//! Reverse reachable sets: who could have told a member drawn at random.

use std::ops::Range;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::Cascade;
use crate::network::graph::Graph;
use crate::parallel;

/// A growing collection of reverse reachable sets.
pub(super) struct Sets {
    seed: u64,
    stream: u64,
    offsets: Vec<usize>,
    members: Vec<u32>,
}

impl Sets {
    /// An empty collection. Collections of different streams share no draws.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self { seed, stream, offsets: vec![0], members: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// How many members all sets hold together.
    pub(super) fn entries(&self) -> usize {
        self.members.len()
    }

    pub(super) fn get(&self, at: usize) -> &[u32] {
        &self.members[self.offsets[at]..self.offsets[at + 1]]
    }

    /// Draws until there are `count` sets. `incoming` lists for each member who may tell it.
    pub(super) fn draw(&mut self, incoming: &Graph, cascade: Cascade, count: usize) {
        let from = self.len();
        let (seed, stream) = (self.seed, self.stream);
        let parts = parallel::pieces(
            count.saturating_sub(from),
            || Search::new(incoming.len()),
            |search: &mut Search, range: Range<usize>| {
                let origin = ((from + range.start) as u64) << 8 | stream;
                let mut random = Xoshiro256PlusPlus::seed_from_u64(
                    seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ origin,
                );
                let mut lengths = Vec::with_capacity(range.len());
                let mut members = Vec::new();
                for _ in range {
                    let before = members.len();
                    search.run(incoming, cascade, &mut random, &mut members);
                    lengths.push(members.len() - before);
                }
                (lengths, members)
            },
        );
        for (lengths, members) in parts {
            for length in lengths {
                let end = self.offsets.last().copied().unwrap_or(0) + length;
                self.offsets.push(end);
            }
            self.members.extend(members);
        }
    }

    /// How many sets hold at least one of `chosen`; `n` members in all.
    pub(super) fn hit_by(&self, chosen: &[u32], n: usize) -> usize {
        let mut is_chosen = vec![false; n];
        for member in chosen {
            is_chosen[*member as usize] = true;
        }
        (0..self.len())
            .filter(|set| self.get(*set).iter().any(|member| is_chosen[*member as usize]))
            .count()
    }
}

/// The working memory of one search.
struct Search {
    seen_in: Vec<u32>,
    run: u32,
}

impl Search {
    fn new(n: usize) -> Self {
        Self { seen_in: vec![0; n], run: 0 }
    }

    /// Appends to `members` the set of a root drawn at random.
    fn run(
        &mut self,
        incoming: &Graph,
        cascade: Cascade,
        random: &mut Xoshiro256PlusPlus,
        members: &mut Vec<u32>,
    ) {
        self.run += 1;
        let root = random.random_range(0..self.seen_in.len() as u32);
        let mut head = members.len();
        members.push(root);
        self.seen_in[root as usize] = self.run;
        while let Some(member) = members.get(head).copied() {
            head += 1;
            let scale = match cascade {
                Cascade::Weighted => 1.0 / incoming.strength(member),
                Cascade::Uniform(_) => 1.0,
            };
            for (other, weight) in incoming.arcs(member) {
                let chance = match cascade {
                    Cascade::Weighted => weight * scale,
                    Cascade::Uniform(chance) => chance,
                };
                if random.random::<f64>() < chance && self.seen_in[other as usize] != self.run {
                    self.seen_in[other as usize] = self.run;
                    members.push(other);
                }
            }
        }
    }
}
