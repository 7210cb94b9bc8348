//! Who stands between others.

use std::ops::Range;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::graph::Graph;
use crate::parallel;
use crate::{Computed, Refusal};

/// The share of shortest paths between two others that lead through each member, 0 ..= 1, exactly
/// (Brandes, "A Faster Algorithm for Betweenness Centrality", 2001).
///
/// Every tie is one step: weights say how strong a tie is, not how long. Both directions of a pair
/// count in a directed graph. O(n · m) on all cores; memory 8 bytes × n × 64 at most.
///
/// # Errors
/// [`Refusal::NoData`] without members.
pub fn betweenness(graph: &Graph) -> Computed<Vec<f64>> {
    let sources: Vec<u32> = (0..graph.len() as u32).collect();
    measure(graph, &sources)
}

/// The same from `samples` members drawn without repetition as sources (Brandes and Pich,
/// "Centrality Estimation in Large Networks", 2007): unbiased, with an error that falls as one over
/// the root of `samples`. O(`samples` · m) on all cores.
///
/// # Errors
/// [`Refusal::NoData`] without members or samples.
pub fn betweenness_sampled(graph: &Graph, samples: usize, seed: u64) -> Computed<Vec<f64>> {
    let mut sources: Vec<u32> = (0..graph.len() as u32).collect();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let drawn = samples.min(sources.len());
    for at in 0..drawn {
        let other = random.random_range(at..sources.len());
        sources.swap(at, other);
    }
    sources.truncate(drawn);
    measure(graph, &sources)
}

/// Sums are kept apart for so many parts of the sources, at most: 8 bytes a member each, added in
/// the same order whatever the number of cores.
const PARTS: usize = 64;
/// The fewest sources of a part.
const PART_LEAST: usize = 256;

fn measure(graph: &Graph, sources: &[u32]) -> Computed<Vec<f64>> {
    let n = graph.len();
    if sources.is_empty() {
        return Err(Refusal::NoData);
    }
    let parts = parallel::pieces_of(
        sources.len(),
        sources.len().div_ceil(PARTS).max(PART_LEAST),
        || Walk::new(n),
        |walk: &mut Walk, range: Range<usize>| {
            let mut sums = vec![0.0; n];
            for source in &sources[range] {
                walk.from(graph, *source, &mut sums);
            }
            sums
        },
    );
    let mut sums = vec![0.0; n];
    for part in parts {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += value;
        }
    }
    let others = if n > 2 { ((n - 1) * (n - 2)) as f64 } else { 1.0 };
    let scale = n as f64 / sources.len() as f64 / others;
    Ok(sums.iter().map(|sum| sum * scale).collect())
}

/// The working memory of one breadth-first walk.
struct Walk {
    order: Vec<u32>,
    distance: Vec<u32>,
    paths: Vec<f64>,
    credit: Vec<f64>,
}

impl Walk {
    fn new(n: usize) -> Self {
        Self {
            order: Vec::with_capacity(n),
            distance: vec![u32::MAX; n],
            paths: vec![0.0; n],
            credit: vec![0.0; n],
        }
    }

    /// Adds to `sums` what each member contributes to the shortest paths out of `source`.
    fn from(&mut self, graph: &Graph, source: u32, sums: &mut [f64]) {
        self.order.clear();
        self.order.push(source);
        self.distance[source as usize] = 0;
        self.paths[source as usize] = 1.0;
        let mut head = 0;
        while let Some(member) = self.order.get(head).copied() {
            head += 1;
            let step = self.distance[member as usize] + 1;
            let paths = self.paths[member as usize];
            for next in graph.row(member).0 {
                let at = *next as usize;
                if self.distance[at] == u32::MAX {
                    self.distance[at] = step;
                    self.order.push(*next);
                }
                if self.distance[at] == step {
                    self.paths[at] += paths;
                }
            }
        }
        for member in self.order.iter().rev() {
            let at = *member as usize;
            let step = self.distance[at] + 1;
            let mut credit = 0.0;
            for next in graph.row(*member).0 {
                let next = *next as usize;
                if self.distance[next] == step {
                    credit += (1.0 + self.credit[next]) / self.paths[next];
                }
            }
            self.credit[at] = credit * self.paths[at];
            if *member != source {
                sums[at] += self.credit[at];
            }
        }
        for member in &self.order {
            let at = *member as usize;
            self.distance[at] = u32::MAX;
            self.paths[at] = 0.0;
            self.credit[at] = 0.0;
        }
    }
}
