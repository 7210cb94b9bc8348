//! The seams of a network: ties and members whose loss would tear it apart.

use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::bridges::bridges;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;

use super::graph::Graph;

/// Where a network hangs together by a single thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seams {
    /// Ties whose loss separates members, each with the lower index first, in rising order.
    pub ties: Vec<(u32, u32)>,
    /// Members whose loss separates others, in rising order.
    pub members: Vec<u32>,
}

/// The bridges and the articulation points of `graph`, its directions left aside (Tarjan, "A Note
/// on Finding the Bridges of a Graph", 1974). O(n + m).
pub fn seams(graph: &Graph) -> Seams {
    let n = graph.len();
    let mut pairs: Vec<(u32, u32)> = (0..n as u32)
        .flat_map(|from| graph.arcs(from).map(move |(to, _)| (from.min(to), from.max(to))))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut plain: UnGraph<(), ()> = UnGraph::with_capacity(n, pairs.len());
    for _ in 0..n {
        plain.add_node(());
    }
    for (left, right) in pairs {
        plain.add_edge(NodeIndex::new(left as usize), NodeIndex::new(right as usize), ());
    }
    let index = |node: NodeIndex| node.index() as u32;
    let mut ties: Vec<(u32, u32)> = bridges(&plain)
        .map(|tie| {
            let (left, right) = (index(tie.source()), index(tie.target()));
            (left.min(right), left.max(right))
        })
        .collect();
    ties.sort_unstable();
    let mut members: Vec<u32> = articulation_points(&plain).into_iter().map(index).collect();
    members.sort_unstable();
    Seams { ties, members }
}
