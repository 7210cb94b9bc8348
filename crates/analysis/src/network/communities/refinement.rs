//! Refinement: communities are split into parts that hold together.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;

use super::level::Level;

/// How freely a part is chosen among those that gain: gains are divided by it (in units of the
/// mean tie) before the exponential. The value of the paper.
const FREEDOM: f64 = 0.01;

/// A partition that is at least as fine as `of`, whose parts are connected and well connected to
/// the rest of their community. Labels are below the number of nodes.
pub(super) fn refine(
    level: &Level,
    of: &[u32],
    resolution: f64,
    random: &mut Xoshiro256PlusPlus,
) -> Vec<u32> {
    let n = level.len();
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.shuffle(random);
    let mut parts = Parts::of(level, of, resolution);
    for node in order {
        parts.place(level, of, node, random);
    }
    parts.of
}

struct Parts {
    of: Vec<u32>,
    /// The strength of each part.
    totals: Vec<f64>,
    /// The weight of the ties of each part to the rest of its community.
    outward: Vec<f64>,
    is_single: Vec<bool>,
    /// The strength of each community.
    communities: Vec<f64>,
    resolution: f64,
    sums: Vec<f64>,
    touched: Vec<u32>,
}

impl Parts {
    fn of(level: &Level, of: &[u32], resolution: f64) -> Self {
        let n = level.len();
        let mut communities = vec![0.0; n];
        for (node, label) in of.iter().enumerate() {
            communities[*label as usize] += level.strengths[node];
        }
        let outward = (0..n as u32)
            .map(|node| {
                level
                    .arcs(node)
                    .filter(|(other, _)| of[*other as usize] == of[node as usize])
                    .map(|(_, weight)| weight)
                    .sum()
            })
            .collect();
        Self {
            of: (0..n as u32).collect(),
            totals: level.strengths.clone(),
            outward,
            is_single: vec![true; n],
            communities,
            resolution,
            sums: vec![0.0; n],
            touched: Vec::new(),
        }
    }

    /// Whether a part of strength `total` has as many ties to the rest of its community as chance
    /// would give.
    fn is_well_tied(&self, level: &Level, part: u32, community: f64) -> bool {
        let total = self.totals[part as usize];
        self.outward[part as usize]
            >= self.resolution * total * (community - total) / level.total - 1e-12
    }

    /// Merges a node that is still on its own into a part of its community.
    fn place(&mut self, level: &Level, of: &[u32], node: u32, random: &mut Xoshiro256PlusPlus) {
        let community = self.communities[of[node as usize] as usize];
        let own = node; // The label of a node on its own.
        if !self.is_single[node as usize] || !self.is_well_tied(level, own, community) {
            return;
        }
        for (other, weight) in level.arcs(node) {
            if of[other as usize] != of[node as usize] {
                continue;
            }
            let part = self.of[other as usize];
            if self.sums[part as usize] == 0.0 {
                self.touched.push(part);
            }
            self.sums[part as usize] += weight;
        }
        let chosen = self.choose(level, node, community, random);
        if let Some(part) = chosen {
            let tied = self.sums[part as usize];
            self.totals[part as usize] += level.strengths[node as usize];
            self.outward[part as usize] += self.outward[node as usize] - 2.0 * tied;
            self.totals[node as usize] = 0.0;
            self.outward[node as usize] = 0.0;
            self.of[node as usize] = part;
            self.is_single[part as usize] = false;
            self.is_single[node as usize] = false;
        }
        for part in self.touched.drain(..) {
            self.sums[part as usize] = 0.0;
        }
    }

    /// A part with a gain, drawn with a chance that grows with the gain.
    fn choose(
        &self,
        level: &Level,
        node: u32,
        community: f64,
        random: &mut Xoshiro256PlusPlus,
    ) -> Option<u32> {
        let share = self.resolution * level.strengths[node as usize] / level.total;
        let mut gains: Vec<(f64, u32)> = Vec::with_capacity(self.touched.len());
        for part in &self.touched {
            let gain = self.sums[*part as usize] - share * self.totals[*part as usize];
            if gain > 0.0 && self.is_well_tied(level, *part, community) {
                gains.push((gain, *part));
            }
        }
        let greatest = gains.iter().map(|gain| gain.0).fold(0.0, f64::max);
        let chance = |gain: f64| ((gain - greatest) / FREEDOM).exp();
        let sum: f64 = gains.iter().map(|gain| chance(gain.0)).sum();
        let mut left = random.random::<f64>() * sum;
        for (gain, part) in &gains {
            left -= chance(*gain);
            if left <= 0.0 {
                return Some(*part);
            }
        }
        gains.last().map(|gain| gain.1)
    }
}
