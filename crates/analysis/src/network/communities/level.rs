//! One level of aggregation: a graph whose nodes may hold ties within themselves.

use crate::network::graph::Graph;

/// A weighted undirected graph with loops.
pub(super) struct Level {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f64>,
    /// The weight of the ties within each node, each tie once.
    inside: Vec<f64>,
    /// The sum of the weights at each node, ties within it twice.
    pub(super) strengths: Vec<f64>,
    /// Twice the weight of all ties.
    pub(super) total: f64,
}

impl Level {
    /// The lowest level: every member a node.
    pub(super) fn of(graph: &Graph) -> Self {
        let n = graph.len();
        let mut offsets = Vec::with_capacity(n + 1);
        let mut targets = Vec::new();
        let mut weights = Vec::new();
        offsets.push(0);
        for member in 0..n as u32 {
            let (row, row_weights) = graph.row(member);
            targets.extend_from_slice(row);
            weights.extend_from_slice(row_weights);
            offsets.push(targets.len());
        }
        Self::with(offsets, targets, weights, vec![0.0; n])
    }

    fn with(offsets: Vec<usize>, targets: Vec<u32>, weights: Vec<f64>, inside: Vec<f64>) -> Self {
        let strengths: Vec<f64> = inside
            .iter()
            .enumerate()
            .map(|(node, own)| {
                weights[offsets[node]..offsets[node + 1]].iter().sum::<f64>() + 2.0 * own
            })
            .collect();
        let total = strengths.iter().sum();
        Self { offsets, targets, weights, inside, strengths, total }
    }

    pub(super) fn len(&self) -> usize {
        self.inside.len()
    }

    pub(super) fn arcs(&self, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.offsets[node as usize]..self.offsets[node as usize + 1];
        self.targets[range.clone()].iter().copied().zip(self.weights[range].iter().copied())
    }

    /// The modularity of a partition with labels below the number of nodes.
    pub(super) fn quality(&self, of: &[u32], resolution: f64) -> f64 {
        let mut within = 0.0;
        let mut totals = vec![0.0; self.len()];
        for node in 0..self.len() as u32 {
            let own = of[node as usize];
            totals[own as usize] += self.strengths[node as usize];
            within += 2.0 * self.inside[node as usize];
            within += self
                .arcs(node)
                .filter(|(other, _)| of[*other as usize] == own)
                .map(|(_, weight)| weight)
                .sum::<f64>();
        }
        let chance: f64 = totals.iter().map(|total| (total / self.total).powi(2)).sum();
        within / self.total - resolution * chance
    }

    /// The next level: one node for each part of `refined`, in the community of `of` that it lies
    /// in. Also gives the new node of each old one.
    pub(super) fn aggregate(&self, refined: &[u32], of: &[u32]) -> (Self, Vec<u32>, Vec<u32>) {
        let (node, count) = packed(refined);
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (old, new) in node.iter().enumerate() {
            members[*new as usize].push(old as u32);
        }
        let mut offsets = vec![0];
        let (mut targets, mut weights) = (Vec::new(), Vec::new());
        let mut inside = vec![0.0; count];
        let mut sums = vec![0.0; count];
        let mut touched: Vec<u32> = Vec::new();
        let mut communities = vec![0; count];
        for (new, old) in members.iter().enumerate() {
            for member in old {
                communities[new] = of[*member as usize];
                inside[new] += self.inside[*member as usize];
                for (other, weight) in self.arcs(*member) {
                    let other = node[other as usize];
                    if other as usize == new {
                        inside[new] += weight / 2.0;
                        continue;
                    }
                    if sums[other as usize] == 0.0 {
                        touched.push(other);
                    }
                    sums[other as usize] += weight;
                }
            }
            touched.sort_unstable();
            for other in touched.drain(..) {
                targets.push(other);
                weights.push(sums[other as usize]);
                sums[other as usize] = 0.0;
            }
            offsets.push(targets.len());
        }
        let (communities, _) = packed(&communities);
        (Self::with(offsets, targets, weights, inside), communities, node)
    }
}

/// The same partition with labels 0, 1, 2 … in the order of their first node, and their number.
pub(super) fn packed(of: &[u32]) -> (Vec<u32>, usize) {
    let greatest = of.iter().copied().max().unwrap_or(0) as usize;
    let mut names = vec![u32::MAX; greatest + 1];
    let mut count = 0;
    let packed = of
        .iter()
        .map(|label| {
            let name = &mut names[*label as usize];
            if *name == u32::MAX {
                *name = count;
                count += 1;
            }
            *name
        })
        .collect();
    (packed, count as usize)
}
