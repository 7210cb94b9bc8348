//! Small boosted trees, for what is not linear.

use super::foreteller::{check, check_row};
use crate::odds::chance;
use crate::{Computed, Refusal};

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TreesPlan {
    /// How many trees.
    pub rounds: usize,
    /// How many questions deep each is (1 to 4).
    pub depth: usize,
    /// How much of each tree's advice is taken.
    pub pace: f64,
    /// How many examples a leaf holds at least.
    pub leaf: usize,
    /// Ridge on the advice of a leaf.
    pub ridge: f64,
}

impl Default for TreesPlan {
    fn default() -> Self {
        Self { rounds: 120, depth: 2, pace: 0.06, leaf: 15, ridge: 3.0 }
    }
}

/// A sum of small trees, each grown on what those before it got wrong (Friedman 2001; second-order
/// steps with ridge as in Chen & Guestrin 2016).
#[derive(Debug, Clone, PartialEq)]
pub struct Trees {
    width: usize,
    start: f64,
    trees: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Leaf(f64),
    Ask { feature: usize, border: f64, advice: f64, below: Box<Node>, above: Box<Node> },
}

impl Trees {
    /// Learns from `rows` of features and what happened.
    ///
    /// O(rounds × depth × rows × features + features × rows log rows). Refuses rows
    /// of different lengths, figures that are not finite, and a depth outside 1 to 4.
    pub fn train(rows: &[Vec<f64>], happened: &[bool], plan: TreesPlan) -> Computed<Self> {
        let width = check(rows, happened)?;
        if !(1..=4).contains(&plan.depth)
            || !plan.pace.is_finite()
            || plan.ridge.is_nan()
            || plan.ridge <= 0.0
        {
            return Err(Refusal::Value);
        }
        let share = happened.iter().filter(|h| **h).count() as f64 / happened.len() as f64;
        let share = share.clamp(1e-6, 1.0 - 1e-6);
        let start = (share / (1.0 - share)).ln();
        let orders: Vec<Vec<u32>> = (0..width)
            .map(|feature| {
                let mut order: Vec<u32> = (0..rows.len() as u32).collect();
                let value = |at: u32| rows[at as usize][feature];
                order.sort_by(|&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
                order
            })
            .collect();
        let mut odds = vec![start; rows.len()];
        let mut trees = Vec::with_capacity(plan.rounds);
        for _ in 0..plan.rounds {
            let pull: Vec<(f64, f64)> = odds
                .iter()
                .zip(happened)
                .map(|(&odds, &happened)| {
                    let chance = chance(odds);
                    (f64::from(u8::from(happened)) - chance, chance * (1.0 - chance))
                })
                .collect();
            let garden = Garden { rows, pull: &pull, plan };
            let tree = garden.grow(orders.clone(), plan.depth);
            for (odds, row) in odds.iter_mut().zip(rows) {
                *odds += tree.advice(row);
            }
            trees.push(tree);
        }
        Ok(Self { width, start, trees })
    }

    /// The chance for one with these `features`, 0 to 1. Refuses another number of them than was
    /// learned from, and what is not finite.
    pub fn chance(&self, features: &[f64]) -> Computed<f64> {
        check_row(features, self.width)?;
        let advice: f64 = self.trees.iter().map(|tree| tree.advice(features)).sum();
        Ok(chance(self.start + advice))
    }

    /// What each feature adds to the log-odds: each question's change of advice is put to the
    /// feature asked for (Saabas 2014). Sums to the log-odds less those of everybody together.
    /// Refuses as [`Trees::chance`].
    pub fn contributions(&self, features: &[f64]) -> Computed<Vec<f64>> {
        check_row(features, self.width)?;
        let mut parts = vec![0.0; features.len()];
        for tree in &self.trees {
            let mut node = tree;
            while let Node::Ask { feature, border, advice, below, above } = node {
                node = if features[*feature] <= *border { below } else { above };
                parts[*feature] += node.own_advice() - advice;
            }
        }
        Ok(parts)
    }
}

impl Node {
    fn advice(&self, features: &[f64]) -> f64 {
        let mut node = self;
        while let Self::Ask { feature, border, below, above, .. } = node {
            node = if features[*feature] <= *border { below } else { above };
        }
        node.own_advice()
    }

    fn own_advice(&self) -> f64 {
        match self {
            Self::Leaf(advice) | Self::Ask { advice, .. } => *advice,
        }
    }
}

struct Garden<'a> {
    rows: &'a [Vec<f64>],
    pull: &'a [(f64, f64)],
    plan: TreesPlan,
}

impl Garden<'_> {
    /// Grows a tree on the examples in `orders`: for each feature, the same examples sorted by it.
    fn grow(&self, orders: Vec<Vec<u32>>, depth: usize) -> Node {
        let Some(first) = orders.first() else { return Node::Leaf(0.0) };
        let all = first.iter().fold((0.0, 0.0), |sum, &at| self.plus(sum, at));
        let advice = self.plan.pace * all.0 / (all.1 + self.plan.ridge);
        let best = if depth == 0 { None } else { self.best_question(&orders, all) };
        let Some((feature, border)) = best else { return Node::Leaf(advice) };
        let is_below = |at: &u32| self.rows[*at as usize][feature] <= border;
        let (mut below, mut above) = (Vec::new(), Vec::new());
        for order in orders {
            let (low, high): (Vec<u32>, Vec<u32>) = order.into_iter().partition(is_below);
            below.push(low);
            above.push(high);
        }
        Node::Ask {
            feature,
            border,
            advice,
            below: Box::new(self.grow(below, depth - 1)),
            above: Box::new(self.grow(above, depth - 1)),
        }
    }

    /// The feature and border that help most; nothing when none helps.
    fn best_question(&self, orders: &[Vec<u32>], all: (f64, f64)) -> Option<(usize, f64)> {
        let worth = |sum: (f64, f64)| sum.0 * sum.0 / (sum.1 + self.plan.ridge);
        let mut best = (worth(all) + 1e-9, None);
        for (feature, order) in orders.iter().enumerate() {
            let mut low = (0.0, 0.0);
            for (taken, pair) in (1..).zip(order.windows(2)) {
                low = self.plus(low, pair[0]);
                let value = |at: u32| self.rows[at as usize][feature];
                let (here, next) = (value(pair[0]), value(pair[1]));
                let is_even = taken >= self.plan.leaf && order.len() - taken >= self.plan.leaf;
                if here < next && is_even {
                    let gained = worth(low) + worth((all.0 - low.0, all.1 - low.1));
                    if gained > best.0 {
                        best = (gained, Some((feature, here + (next - here) / 2.0)));
                    }
                }
            }
        }
        best.1
    }

    fn plus(&self, sum: (f64, f64), at: u32) -> (f64, f64) {
        let pull = self.pull[at as usize];
        (sum.0 + pull.0, sum.1 + pull.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_depends_on_two_features_together_is_learned_and_explained() {
        let rows: Vec<Vec<f64>> =
            (0..400).map(|at| vec![f64::from(at % 20), f64::from(at / 20), 1.0]).collect();
        let happened: Vec<bool> =
            rows.iter().map(|row| (row[0] > 9.0) != (row[1] > 11.0)).collect();
        let trees = Trees::train(&rows, &happened, TreesPlan::default()).unwrap();
        let likely = trees.chance(&[15.0, 3.0, 1.0]).unwrap();
        assert!(likely > 0.7 && trees.chance(&[15.0, 17.0, 1.0]).unwrap() < 0.3);
        let parts = trees.contributions(&[15.0, 3.0, 1.0]).unwrap();
        assert_eq!(parts[2], 0.0);
        let odds = (likely / (1.0 - likely)).ln();
        let roots: f64 = trees.trees.iter().map(Node::own_advice).sum();
        assert!((odds - trees.start - roots - parts.iter().sum::<f64>()).abs() < 1e-9);
        for row in [&[][..], &[1.0, 1.0], &[1.0; 4]] {
            assert_eq!(trees.chance(row), Err(Refusal::Shape));
            assert_eq!(trees.contributions(row), Err(Refusal::Shape));
        }
        assert_eq!(trees.chance(&[1.0, f64::NAN, 1.0]), Err(Refusal::Value));
        assert_eq!(trees.contributions(&[1.0, f64::NAN, 1.0]), Err(Refusal::Value));
    }
}
