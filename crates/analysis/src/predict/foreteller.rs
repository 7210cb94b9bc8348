//! A model that is chosen by what it foretells, and calibrated.

use super::calibration::Calibration;
use super::logistic::Logistic;
use super::trees::{Trees, TreesPlan};
use crate::scoring::log_loss;
use crate::{Computed, Refusal};

/// Folds of the cross-validation.
const FOLDS: usize = 5;
/// Fewest examples, and fewest of each kind.
const LEAST: usize = 30;
const LEAST_OF_KIND: usize = 8;
const RIDGES: [f64; 4] = [0.3, 3.0, 30.0, 200.0];
const PLANS: [TreesPlan; 3] = [
    TreesPlan { rounds: 80, depth: 1, pace: 0.08, leaf: 20, ridge: 5.0 },
    TreesPlan { rounds: 100, depth: 2, pace: 0.06, leaf: 20, ridge: 5.0 },
    TreesPlan { rounds: 120, depth: 3, pace: 0.04, leaf: 25, ridge: 8.0 },
];

/// What is foretold of one member.
#[derive(Debug, Clone, PartialEq)]
pub struct Foresight {
    /// The chance, 0 to 1.
    pub chance: f64,
    /// Features by how much they move the log-odds away from the usual, strongest first.
    pub reasons: Vec<(usize, f64)>,
}

/// A logistic regression and boosted trees, mixed by cross-validation and calibrated.
#[derive(Debug, Clone)]
pub struct Foreteller {
    logistic: Logistic,
    trees: Trees,
    /// The share of the trees in the mean of the two chances.
    share: f64,
    calibration: Calibration,
    loss: f64,
    width: usize,
}

impl Foreteller {
    /// Learns from `rows` of features and what happened. Rows of one member seen at several times
    /// carry the same number in `groups`, and never stand on both sides of a fold.
    ///
    /// O(folds × models × their training). Deterministic: folds follow the order of the groups'
    /// numbers. Refuses fewer than 30 rows, 8 of a kind or 2 groups, examples of which all of a kind
    /// stand in one fold, and unsound figures.
    pub fn train(rows: &[Vec<f64>], happened: &[bool], groups: &[u32]) -> Computed<Self> {
        let width = check(rows, happened)?;
        if groups.len() != rows.len() {
            return Err(Refusal::Shape);
        }
        let did = happened.iter().filter(|h| **h).count();
        let fewest = did.min(rows.len() - did);
        if rows.len() < LEAST {
            return Err(Refusal::TooLittle { need: LEAST, have: rows.len() });
        }
        if fewest < LEAST_OF_KIND {
            return Err(Refusal::TooLittle { need: LEAST_OF_KIND, have: fewest });
        }
        let folds = folds(groups)?;
        let table = Table { rows, happened, folds: &folds };
        let (line_loss, ridge, line) = table.best(&RIDGES, |rows, happened, &ridge| {
            let model = Logistic::train(rows, happened, ridge)?;
            Ok(Box::new(move |row: &[f64]| model.chance(row)))
        })?;
        let (_, plan, wood) = table.best(&PLANS, |rows, happened, &plan| {
            let model = Trees::train(rows, happened, plan)?;
            Ok(Box::new(move |row: &[f64]| model.chance(row)))
        })?;
        let mut best = (line_loss, 0.0, line.clone());
        for share in [0.25, 0.5, 0.75, 1.0] {
            let mixed: Vec<f64> =
                line.iter().zip(&wood).map(|(a, b)| a + share * (b - a)).collect();
            let loss = log_loss(happened, &mixed)?;
            if loss < best.0 {
                best = (loss, share, mixed);
            }
        }
        let (loss, share, raw) = best;
        Ok(Self {
            logistic: Logistic::train(rows, happened, ridge)?,
            trees: Trees::train(rows, happened, plan)?,
            share,
            calibration: Calibration::choose(&raw, happened)?,
            loss,
            width,
        })
    }

    /// What is foretold of one with these `features`, with reasons. Refuses another number of them
    /// than was learned from, and what is not finite.
    pub fn foretell(&self, features: &[f64]) -> Computed<Foresight> {
        check_row(features, self.width)?;
        let (a, b) = (self.logistic.chance(features)?, self.trees.chance(features)?);
        let line = self.logistic.contributions(features)?;
        let wood = self.trees.contributions(features)?;
        let mut reasons: Vec<(usize, f64)> = line
            .iter()
            .zip(wood)
            .map(|(line, wood)| line + self.share * (wood - line))
            .enumerate()
            .collect();
        reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        Ok(Foresight { chance: self.calibration.apply(a + self.share * (b - a))?, reasons })
    }

    /// The mean log loss on members that the model had not seen, before calibration.
    pub fn held_out_loss(&self) -> f64 {
        self.loss
    }
}

/// The fold of each row: the groups in the order of their numbers, dealt out in turn.
fn folds(groups: &[u32]) -> Computed<Vec<usize>> {
    let mut distinct = groups.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 {
        return Err(Refusal::TooLittle { need: 2, have: distinct.len() });
    }
    let rank = |group: &u32| distinct.partition_point(|other| other < group);
    Ok(groups.iter().map(|group| rank(group) % FOLDS).collect())
}

type Judge = Box<dyn Fn(&[f64]) -> Computed<f64>>;

struct Table<'a> {
    rows: &'a [Vec<f64>],
    happened: &'a [bool],
    folds: &'a [usize],
}

impl Table<'_> {
    /// The plan whose held-out chances lose least, with its loss and those chances.
    fn best<P: Copy>(
        &self,
        plans: &[P],
        train: impl Fn(&[Vec<f64>], &[bool], &P) -> Computed<Judge>,
    ) -> Computed<(f64, P, Vec<f64>)> {
        let mut best: Option<(f64, P, Vec<f64>)> = None;
        for plan in plans {
            let mut told = vec![0.0; self.rows.len()];
            for fold in 0..FOLDS {
                let is_held = |at: usize| self.folds[at] == fold;
                if !self.folds.contains(&fold) {
                    continue;
                }
                let taken = (0..self.rows.len()).filter(|&at| !is_held(at));
                let (rows, happened): (Vec<Vec<f64>>, Vec<bool>) =
                    taken.map(|at| (self.rows[at].clone(), self.happened[at])).unzip();
                let judge = train(&rows, &happened, plan)?;
                for at in (0..self.rows.len()).filter(|&at| is_held(at)) {
                    told[at] = judge(&self.rows[at])?;
                }
            }
            let loss = log_loss(self.happened, &told)?;
            if best.as_ref().is_none_or(|best| loss < best.0) {
                best = Some((loss, *plan, told));
            }
        }
        best.ok_or(Refusal::NoData)
    }
}

/// The width of the table, when it is sound.
pub(crate) fn check(rows: &[Vec<f64>], happened: &[bool]) -> Computed<usize> {
    let width = rows.first().ok_or(Refusal::NoData)?.len();
    if rows.len() != happened.len() || rows.iter().any(|row| row.len() != width) {
        return Err(Refusal::Shape);
    }
    if rows.iter().flatten().any(|value| !value.is_finite()) {
        return Err(Refusal::Value);
    }
    Ok(width)
}

/// Whether a row has `width` figures, all sound.
pub(crate) fn check_row(row: &[f64], width: usize) -> Computed<()> {
    if row.len() != width {
        return Err(Refusal::Shape);
    }
    if row.iter().any(|value| !value.is_finite()) {
        return Err(Refusal::Value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::scoring::{auc, expected_calibration_error};

    /// Silence grows with the first feature; the second and third are noise.
    fn examples(count: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<bool>) {
        let mut random = StdRng::seed_from_u64(seed);
        (0..count)
            .map(|_| {
                let row: Vec<f64> = (0..3).map(|_| random.random_range(-1.0..1.0)).collect();
                let happened = random.random_bool(0.5 + 0.4 * row[0]);
                (row, happened)
            })
            .unzip()
    }

    #[test]
    fn little_data_is_learned_from_without_believing_noise() {
        let (rows, happened) = examples(120, 1);
        let groups: Vec<u32> = (0..120).collect();
        let model = Foreteller::train(&rows, &happened, &groups).unwrap();
        let (new, truth) = examples(4000, 2);
        let told: Vec<f64> = new.iter().map(|row| model.foretell(row).unwrap().chance).collect();
        assert!(auc(&truth, &told).unwrap() > 0.68);
        assert!(expected_calibration_error(&truth, &told).unwrap() < 0.12);
        let sight = model.foretell(&[0.9, 0.1, -0.1]).unwrap();
        assert_eq!(sight.reasons[0].0, 0);
        assert!(sight.reasons[0].1 > 0.0);
        for row in [&[][..], &[0.9, 0.1], &[0.1; 4]] {
            assert_eq!(model.foretell(row), Err(Refusal::Shape));
        }
        assert_eq!(model.foretell(&[0.9, f64::NAN, 0.1]), Err(Refusal::Value));
    }

    #[test]
    fn the_numbers_of_the_groups_do_not_matter() {
        let (rows, happened) = examples(120, 1);
        let train = |step: u32| {
            let groups: Vec<u32> = (0..120).map(|at| at / 2 * step).collect();
            Foreteller::train(&rows, &happened, &groups).map(|model| model.held_out_loss())
        };
        assert_eq!(train(1), train(5));
        assert_eq!(train(0), Err(Refusal::TooLittle { need: 2, have: 1 }));
        let few: Vec<u32> = (0..120).map(|at| at % 3).collect();
        assert!(Foreteller::train(&rows, &happened, &few).is_ok());
    }

    #[test]
    fn too_little_to_learn_from_is_refused() {
        let (rows, _) = examples(40, 3);
        let groups: Vec<u32> = (0..40).collect();
        let train = |happened: &[bool]| Foreteller::train(&rows, happened, &groups).map(|_| ());
        assert_eq!(train(&[true; 40]), Err(Refusal::TooLittle { need: 8, have: 0 }));
        assert_eq!(train(&[true; 3]), Err(Refusal::Shape));
    }
}
