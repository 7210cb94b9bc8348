//! Local moves: each node goes where modularity gains most.

use std::collections::VecDeque;

use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;

use super::level::Level;

/// Moves single nodes between communities until none gains by it, beginning with the nodes of
/// `first`. `of` holds labels below the number of nodes. Modularity never falls: a node moves only
/// for a gain.
pub(super) fn improve(
    level: &Level,
    of: &mut [u32],
    mut first: Vec<u32>,
    resolution: f64,
    random: &mut Xoshiro256PlusPlus,
) {
    let n = level.len();
    first.shuffle(random);
    let mut is_queued = vec![false; n];
    for node in &first {
        is_queued[*node as usize] = true;
    }
    let mut queue: VecDeque<u32> = first.into();
    let mut board = Board::of(level, of);
    while let Some(node) = queue.pop_front() {
        is_queued[node as usize] = false;
        let from = of[node as usize];
        let to = board.best(level, of, node, resolution);
        if to == from {
            continue;
        }
        board.shift(level, node, from, to);
        of[node as usize] = to;
        for (other, _) in level.arcs(node) {
            if of[other as usize] != to && !is_queued[other as usize] {
                is_queued[other as usize] = true;
                queue.push_back(other);
            }
        }
    }
}

/// What is known of the communities while nodes move.
struct Board {
    totals: Vec<f64>,
    sizes: Vec<u32>,
    /// Labels that no node has.
    empty: Vec<u32>,
    /// Weight from the node at hand to each community; all 0 between moves.
    sums: Vec<f64>,
    touched: Vec<u32>,
}

impl Board {
    fn of(level: &Level, of: &[u32]) -> Self {
        let n = level.len();
        let mut totals = vec![0.0; n];
        let mut sizes = vec![0; n];
        for (node, label) in of.iter().enumerate() {
            totals[*label as usize] += level.strengths[node];
            sizes[*label as usize] += 1;
        }
        let empty = (0..n as u32).filter(|label| sizes[*label as usize] == 0).collect();
        Self { totals, sizes, empty, sums: vec![0.0; n], touched: Vec::new() }
    }

    /// The community in which `node` gains most; its own when nothing is better.
    fn best(&mut self, level: &Level, of: &[u32], node: u32, resolution: f64) -> u32 {
        let own = of[node as usize];
        let strength = level.strengths[node as usize];
        for (other, weight) in level.arcs(node) {
            let label = of[other as usize];
            if self.sums[label as usize] == 0.0 {
                self.touched.push(label);
            }
            self.sums[label as usize] += weight;
        }
        let share = resolution * strength / level.total;
        let rest = self.totals[own as usize] - strength;
        let stay = self.sums[own as usize] - share * rest;
        let mut best = (stay + 1e-10 * level.total / level.len() as f64, own);
        if best.0 < 0.0
            && self.sizes[own as usize] > 1
            && let Some(label) = self.empty.last()
        {
            best = (0.0, *label);
        }
        for label in &self.touched {
            let gain = self.sums[*label as usize] - share * self.totals[*label as usize];
            if *label != own && gain > best.0 {
                best = (gain, *label);
            }
        }
        for label in self.touched.drain(..) {
            self.sums[label as usize] = 0.0;
        }
        best.1
    }

    fn shift(&mut self, level: &Level, node: u32, from: u32, to: u32) {
        let strength = level.strengths[node as usize];
        self.totals[from as usize] -= strength;
        self.totals[to as usize] += strength;
        if self.sizes[to as usize] == 0 {
            self.empty.pop();
        }
        self.sizes[from as usize] -= 1;
        self.sizes[to as usize] += 1;
        if self.sizes[from as usize] == 0 {
            self.totals[from as usize] = 0.0;
            self.empty.push(from);
        }
    }
}
