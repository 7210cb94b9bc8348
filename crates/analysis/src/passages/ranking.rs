//! Which of the passages that look right is put first.

use faer::linalg::solvers::{Llt, Solve};
use faer::{Mat, Side};

use crate::{Computed, Refusal};

/// How many signs a passage is judged by.
pub const SIGNS: usize = 14;

/// Newton steps, at most.
const STEPS: usize = 60;
/// Fewest questions that weights are learned from.
const LEAST: usize = 50;
/// Ridge on each weight, a question, in units of the sign's own spread.
const RIDGE: f64 = 1e-3;

/// What speaks for a passage as the answer to one question, in this order:
/// its own BM25 and its work's (a tenth of each); the share of the question's rarity that it holds,
/// and that it holds together with the passage before it; what it holds that its own work seldom
/// says, in words and in single characters; its length and what it says beyond the question (both
/// as logarithms); whether it opens its work, and where in it it stands; how far it is below the
/// best of its work; how many pieces its work has (as a logarithm); the share of the question's
/// tokens that it holds; its first score over the question's rarity.
pub type Signs = [f64; SIGNS];

/// One passage that may be the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub passage: u32,
    /// What speaks for it.
    pub signs: Signs,
}

/// How much each sign counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranking {
    weights: Signs,
}

impl Default for Ranking {
    /// Learned on questions about encyclopaedia articles in traditional Chinese (DRCD).
    fn default() -> Self {
        Self {
            weights: [
                0.127, 0.466, -4.476, 2.719, -0.044, 0.549, -1.458, 0.894, 0.410, -0.496, -0.439,
                -1.098, 3.195, 12.259,
            ],
        }
    }
}

/// The candidates of one question, each with whether it answers.
pub type Judged = Vec<(Candidate, bool)>;

impl Ranking {
    /// The weights under which the right candidates are likeliest to be chosen: a conditional logit
    /// over the candidates of each question (McFadden 1974; the listwise loss of Cao et al. 2007),
    /// with a ridge, by Newton's method. O(steps × candidates × signs²).
    ///
    /// Questions none or all of whose candidates answer teach nothing. Refuses fewer than 50 others.
    pub fn learn(questions: &[Judged]) -> Computed<Self> {
        let teaches = |judged: &&Judged| {
            judged.iter().any(|(_, answers)| *answers)
                && !judged.iter().all(|(_, answers)| *answers)
        };
        let lists: Vec<&Judged> = questions.iter().filter(teaches).collect();
        if lists.len() < LEAST {
            return Err(Refusal::TooLittle { need: LEAST, have: lists.len() });
        }
        if lists
            .iter()
            .flat_map(|list| list.iter())
            .any(|(c, _)| !c.signs.iter().all(|s| s.is_finite()))
        {
            return Err(Refusal::Value);
        }
        let spreads = spreads(&lists);
        let mut ranking = Self { weights: [0.0; SIGNS] };
        for _ in 0..STEPS {
            if ranking.step(&lists, &spreads)? < 1e-7 {
                break;
            }
        }
        Ok(ranking)
    }

    /// How much speaks for `candidate`: the higher, the likelier it answers.
    pub fn score(&self, candidate: &Candidate) -> f64 {
        candidate.signs.iter().zip(self.weights).map(|(sign, weight)| sign * weight).sum()
    }

    /// The weights, in the order of the signs.
    pub fn weights(&self) -> Signs {
        self.weights
    }

    /// One Newton step; returns its largest part, in units of the signs' spreads.
    fn step(&mut self, lists: &[&Judged], spreads: &Signs) -> Computed<f64> {
        let mut slope = Mat::<f64>::zeros(SIGNS, 1);
        let mut bend = Mat::<f64>::zeros(SIGNS, SIGNS);
        for list in lists {
            let chances = self.chances(list, |_| true);
            let right = self.chances(list, |answers| answers);
            add_moments(&mut slope, &mut bend, list, &chances, &right);
        }
        for at in 0..SIGNS {
            let ridge = RIDGE * lists.len() as f64 * spreads[at].powi(2);
            slope[(at, 0)] -= ridge * self.weights[at];
            bend[(at, at)] += ridge + 1e-9;
        }
        let factored =
            Llt::new(bend.as_ref(), Side::Lower).map_err(|_singular| Refusal::Unsettled)?;
        let step = factored.solve(&slope);
        let (from, before) = (self.weights, self.loss(lists, spreads));
        let mut share = 1.0;
        // A full step may overshoot where most chances are near 0 or 1.
        for _ in 0..20 {
            self.weights = std::array::from_fn(|at| from[at] + share * step[(at, 0)]);
            if self.loss(lists, spreads) < before {
                let parts = (0..SIGNS).map(|at| (share * step[(at, 0)] * spreads[at]).abs());
                return Ok(parts.fold(0.0, f64::max));
            }
            share /= 2.0;
        }
        self.weights = from;
        Ok(0.0)
    }

    /// What the weights cost: the surprise at the right candidates and the ridge.
    fn loss(&self, lists: &[&Judged], spreads: &Signs) -> f64 {
        let surprise = |list: &&Judged| {
            let right = list.iter().zip(self.chances(list, |_| true));
            -right.filter(|((_, answers), _)| *answers).map(|(_, chance)| chance).sum::<f64>().ln()
        };
        let large: f64 = self.weights.iter().zip(spreads).map(|(w, s)| (w * s).powi(2)).sum();
        lists.iter().map(surprise).sum::<f64>() + 0.5 * RIDGE * lists.len() as f64 * large
    }

    /// The chance that each candidate is chosen among those that are `taken`.
    fn chances(&self, list: &Judged, taken: impl Fn(bool) -> bool) -> Vec<f64> {
        let scores: Vec<f64> = list
            .iter()
            .map(
                |(candidate, answers)| {
                    if taken(*answers) { self.score(candidate) } else { f64::NEG_INFINITY }
                },
            )
            .collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sizes: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
        let sum: f64 = sizes.iter().sum();
        sizes.iter().map(|size| size / sum).collect()
    }
}

/// Adds one question's slope of the log-likelihood and its bend under `chances`.
fn add_moments(
    slope: &mut Mat<f64>,
    bend: &mut Mat<f64>,
    list: &Judged,
    chances: &[f64],
    right: &[f64],
) {
    let mean = |at: usize| -> f64 {
        list.iter().zip(chances).map(|((candidate, _), chance)| chance * candidate.signs[at]).sum()
    };
    let means: [f64; SIGNS] = std::array::from_fn(mean);
    for (((candidate, _), chance), right) in list.iter().zip(chances).zip(right) {
        let from: [f64; SIGNS] = std::array::from_fn(|at| candidate.signs[at] - means[at]);
        for i in 0..SIGNS {
            slope[(i, 0)] += (right - chance) * from[i];
            for (j, other) in from[..=i].iter().enumerate() {
                bend[(i, j)] += chance * from[i] * other;
            }
        }
    }
}

fn spreads(lists: &[&Judged]) -> Signs {
    let count = lists.iter().map(|list| list.len()).sum::<usize>() as f64;
    let all = || lists.iter().flat_map(|list| list.iter().map(|(candidate, _)| candidate.signs));
    std::array::from_fn(|at| {
        let mean = all().map(|signs| signs[at]).sum::<f64>() / count;
        let square = all().map(|signs| (signs[at] - mean).powi(2)).sum::<f64>() / count;
        if square > 1e-18 { square.sqrt() } else { 1.0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The one with most of the second sign answers; the first says nothing.
    fn question(seed: usize) -> Judged {
        let noise = |at: usize| ((seed * 31 + at * 17) % 13) as f64;
        let best = (0..5).max_by(|&a, &b| noise(a + 7).total_cmp(&noise(b + 7))).unwrap();
        (0..5)
            .map(|at| {
                let mut signs = [0.0; SIGNS];
                signs[0] = noise(at * 3 + 1);
                signs[1] = noise(at + 7);
                (Candidate { passage: at as u32, signs }, at == best)
            })
            .collect()
    }

    #[test]
    fn what_tells_the_right_passage_is_learned() {
        let questions: Vec<Judged> = (0..80).map(question).collect();
        let ranking = Ranking::learn(&questions).unwrap();
        let right = (100..140).map(question).filter(|judged| {
            let best =
                judged.iter().max_by(|a, b| ranking.score(&a.0).total_cmp(&ranking.score(&b.0)));
            best.is_some_and(|(_, answers)| *answers)
        });
        assert!(right.count() >= 38);
        assert!(ranking.weights()[1] > 5.0 * ranking.weights()[0].abs());
    }

    #[test]
    fn questions_that_teach_nothing_are_refused() {
        let all: Judged = question(1).into_iter().map(|(candidate, _)| (candidate, true)).collect();
        assert_eq!(Ranking::learn(&vec![all; 60]), Err(Refusal::TooLittle { need: 50, have: 0 }));
    }
}
