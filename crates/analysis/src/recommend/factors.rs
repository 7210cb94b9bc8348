//! Implicit matrix factorisation: few hidden tastes behind what members choose.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::interactions::Interactions;
use crate::linear::solve_in_place;
use crate::{Computed, Refusal, parallel};

/// How the factors are learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactorsPlan {
    /// How many hidden tastes there are (8 to 128 are usual).
    pub rank: usize,
    /// How much more a choice counts than its absence.
    pub confidence: f32,
    /// The strength of the ridge.
    pub ridge: f32,
    /// How often members and items are solved in turn.
    pub rounds: usize,
    /// The seed of the first guess.
    pub seed: u64,
}

impl Default for FactorsPlan {
    fn default() -> Self {
        Self { rank: 32, confidence: 10.0, ridge: 5.0, rounds: 10, seed: 1 }
    }
}

/// A point in the space of tastes for each member and each item; a member likes what is near
/// (Hu, Koren & Volinsky 2008, "Collaborative filtering for implicit feedback datasets").
///
/// Memory: 4 × rank × (members + items) bytes.
#[derive(Debug, Clone)]
pub struct Factors {
    plan: FactorsPlan,
    members: Vec<f32>,
    items: Vec<f32>,
    item_gram: Vec<f32>,
}

impl Factors {
    /// Learns from `chosen` by alternating least squares.
    ///
    /// O(rounds × (interactions × rank² + (members + items) × rank³)), on all cores. Refuses an
    /// empty history, a rank of 0 or above 256, and parameters that are not positive.
    pub fn train(chosen: &Interactions, plan: FactorsPlan) -> Computed<Self> {
        let positive = |value: f32| value.is_finite() && value > 0.0;
        if plan.rank == 0 || plan.rank > 256 {
            return Err(Refusal::Shape);
        }
        if !(positive(plan.confidence) && positive(plan.ridge)) {
            return Err(Refusal::Value);
        }
        if chosen.count() == 0 {
            return Err(Refusal::NoData);
        }
        let mut random = StdRng::seed_from_u64(plan.seed);
        let mut items: Vec<f32> =
            (0..chosen.items() * plan.rank).map(|_| random.random_range(-0.1..0.1)).collect();
        let mut members = Vec::new();
        for _ in 0..plan.rounds.max(1) {
            members = half(chosen.members(), &items, &plan, |member| chosen.history(member));
            items = half(chosen.items(), &members, &plan, |item| chosen.audience(item));
        }
        let item_gram = gram(&items, plan.rank);
        Ok(Self { plan, members, items, item_gram })
    }

    /// The tastes of a known member; empty for another.
    pub fn tastes(&self, member: u32) -> &[f32] {
        let from = member as usize * self.plan.rank;
        self.members.get(from..from + self.plan.rank).unwrap_or_default()
    }

    /// The tastes of somebody with this `history`, without learning anew. O(history × rank² +
    /// rank³).
    pub fn fold_in(&self, history: &[u32]) -> Computed<Vec<f32>> {
        if history.iter().any(|&item| item as usize >= self.items.len() / self.plan.rank) {
            return Err(Refusal::Shape);
        }
        Ok(solve_one(history, &self.items, &self.item_gram, &self.plan))
    }

    /// The score of `item` for these `tastes`; 0 for an item outside the catalogue. O(rank).
    pub fn score(&self, item: u32, tastes: &[f32]) -> f32 {
        let from = item as usize * self.plan.rank;
        self.items.get(from..from + self.plan.rank).map_or(0.0, |item| dot(item, tastes))
    }

    /// The score of each item for these `tastes`. O(items × rank).
    pub fn scores(&self, tastes: &[f32]) -> Vec<f32> {
        self.items.chunks_exact(self.plan.rank).map(|item| dot(item, tastes)).collect()
    }
}

/// Solves one side, the other being fixed.
fn half<'a>(
    count: usize,
    fixed: &[f32],
    plan: &FactorsPlan,
    linked: impl Fn(u32) -> std::borrow::Cow<'a, [u32]> + Sync,
) -> Vec<f32> {
    let gram = gram(fixed, plan.rank);
    parallel::pieces(
        count,
        || (),
        |(), range| {
            range
                .flat_map(|row| solve_one(&linked(row as u32), fixed, &gram, plan))
                .collect::<Vec<_>>()
        },
    )
    .concat()
}

fn gram(rows: &[f32], rank: usize) -> Vec<f32> {
    let mut gram = vec![0.0; rank * rank];
    for row in rows.chunks_exact(rank) {
        add_square(&mut gram, row, 1.0);
    }
    gram
}

/// Adds `weight` · row · rowᵀ to the upper triangle.
fn add_square(gram: &mut [f32], row: &[f32], weight: f32) {
    for (at, (&value, line)) in row.iter().zip(gram.chunks_exact_mut(row.len())).enumerate() {
        for (cell, other) in line[at..].iter_mut().zip(&row[at..]) {
            *cell += weight * value * other;
        }
    }
}

fn solve_one(linked: &[u32], fixed: &[f32], gram: &[f32], plan: &FactorsPlan) -> Vec<f32> {
    let rank = plan.rank;
    let mut right = vec![0.0; rank];
    if linked.is_empty() {
        return right;
    }
    let mut left = gram.to_vec();
    for place in 0..rank {
        left[place * rank + place] += plan.ridge;
    }
    for &other in linked {
        let row = &fixed[other as usize * rank..(other as usize + 1) * rank];
        add_square(&mut left, row, plan.confidence);
        for (sum, value) in right.iter_mut().zip(row) {
            *sum += (1.0 + plan.confidence) * value;
        }
    }
    solve_in_place(&mut left, &mut right);
    right
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_groups() -> Interactions {
        let pairs: Vec<(u32, u32)> = (0..20_u32)
            .flat_map(|member| {
                (0..5).map(move |nth| (member, member % 2 * 8 + (member / 2 + nth) % 8))
            })
            .collect();
        Interactions::new(20, 16, &pairs).unwrap()
    }

    #[test]
    fn a_member_likes_the_items_of_the_own_group() {
        let plan = FactorsPlan { rank: 4, ridge: 0.5, ..FactorsPlan::default() };
        let factors = Factors::train(&two_groups(), plan).unwrap();
        let scores = factors.scores(factors.tastes(0));
        let (own, other): (f32, f32) = (scores[..8].iter().sum(), scores[8..].iter().sum());
        assert!(own > 2.0 * other.abs());
        let folded = factors.scores(&factors.fold_in(&[8, 9]).unwrap());
        assert!(folded[10] > folded[2]);
        assert!(factors.fold_in(&[16]).is_err());
    }

    #[test]
    fn the_same_seed_gives_the_same_factors() {
        let plan = FactorsPlan { rank: 4, ..FactorsPlan::default() };
        let twice = [(); 2].map(|()| Factors::train(&two_groups(), plan).unwrap());
        assert_eq!(twice[0].tastes(3), twice[1].tastes(3));
    }
}
