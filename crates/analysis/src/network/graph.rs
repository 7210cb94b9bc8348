//! A weighted graph in compressed rows.

use crate::{Computed, Refusal};

/// A tie from one member to another.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tie {
    /// The dense index of the member it goes out from.
    pub from: u32,
    /// The dense index of the member it goes to.
    pub to: u32,
    /// How strong it is: positive and finite.
    pub weight: f64,
}

/// A weighted graph of `len()` members, each with the list of those it is tied to.
///
/// Parallel ties are summed, ties of a member to itself are left out. An undirected graph holds
/// every tie in both lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f64>,
    is_directed: bool,
}

impl Graph {
    /// A graph whose ties hold both ways. O(n + m log m) for `members` and their ties.
    ///
    /// # Errors
    /// [`Refusal::Shape`] for an index that is not below `members`, [`Refusal::Value`] for a weight
    /// that is not positive and finite.
    pub fn undirected(members: u32, ties: &[Tie]) -> Computed<Self> {
        Self::build(members, ties, false)
    }

    /// A graph whose ties go one way. O(n + m log m) for `members` and their ties.
    ///
    /// # Errors
    /// As [`Graph::undirected`].
    pub fn directed(members: u32, ties: &[Tie]) -> Computed<Self> {
        Self::build(members, ties, true)
    }

    fn build(members: u32, ties: &[Tie], is_directed: bool) -> Computed<Self> {
        for tie in ties {
            if tie.from >= members || tie.to >= members {
                return Err(Refusal::Shape);
            }
            if !tie.weight.is_finite() || tie.weight <= 0.0 {
                return Err(Refusal::Value);
            }
        }
        let own = ties.iter().filter(|tie| tie.from != tie.to);
        let mut arcs: Vec<(u32, u32, f64)> = Vec::with_capacity(ties.len() * 2);
        for tie in own {
            arcs.push((tie.from, tie.to, tie.weight));
            if !is_directed {
                arcs.push((tie.to, tie.from, tie.weight));
            }
        }
        // Weights take part in the order so that sums do not depend on the order of the input.
        arcs.sort_unstable_by(|left, right| {
            (left.0, left.1).cmp(&(right.0, right.1)).then(left.2.total_cmp(&right.2))
        });
        Ok(Self::from_sorted(members as usize, &arcs, is_directed))
    }

    fn from_sorted(members: usize, arcs: &[(u32, u32, f64)], is_directed: bool) -> Self {
        let mut offsets = vec![0; members + 1];
        let mut targets: Vec<u32> = Vec::with_capacity(arcs.len());
        let mut weights: Vec<f64> = Vec::with_capacity(arcs.len());
        let mut before = None;
        for (from, to, weight) in arcs {
            if before == Some((*from, *to)) {
                if let Some(last) = weights.last_mut() {
                    *last += weight;
                }
                continue;
            }
            before = Some((*from, *to));
            targets.push(*to);
            weights.push(*weight);
            offsets[*from as usize + 1] = targets.len();
        }
        for at in 1..=members {
            offsets[at] = offsets[at].max(offsets[at - 1]);
        }
        Self { offsets, targets, weights, is_directed }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether ties go one way.
    pub fn is_directed(&self) -> bool {
        self.is_directed
    }

    /// How many ties there are; a tie that holds both ways counts once.
    pub fn tie_count(&self) -> usize {
        if self.is_directed { self.targets.len() } else { self.targets.len() / 2 }
    }

    /// To how many others `member` is tied; 0 for an unknown member.
    pub fn degree(&self, member: u32) -> usize {
        if (member as usize) < self.len() { self.row(member).0.len() } else { 0 }
    }

    /// The same ties the other way round. O(n + m), and a sort where ties go one way.
    #[must_use]
    pub fn reversed(&self) -> Self {
        if !self.is_directed {
            return self.clone();
        }
        let mut arcs: Vec<(u32, u32, f64)> = (0..self.len() as u32)
            .flat_map(|from| self.arcs(from).map(move |(to, weight)| (to, from, weight)))
            .collect();
        arcs.sort_unstable_by_key(|arc| (arc.0, arc.1));
        Self::from_sorted(self.len(), &arcs, true)
    }

    /// The members that `member` is tied to, in rising order, and the weights of these ties.
    pub(crate) fn row(&self, member: u32) -> (&[u32], &[f64]) {
        let range = self.offsets[member as usize]..self.offsets[member as usize + 1];
        (&self.targets[range.clone()], &self.weights[range])
    }

    /// The ties of `member`, with their weights.
    pub(crate) fn arcs(&self, member: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let (targets, weights) = self.row(member);
        targets.iter().copied().zip(weights.iter().copied())
    }

    /// The sum of the weights of the ties of `member`.
    pub(crate) fn strength(&self, member: u32) -> f64 {
        self.row(member).1.iter().sum()
    }
}
