//! Scores predictions about members: who falls silent, who buys again, who leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use analysis::predict::{BuyerModel, BuyingAgain, Foreteller, Purchases, Silence, Touch};
use analysis::scoring::{auc, brier, expected_calibration_error};

use super::data::rows;
use super::scorer::Call;
use super::{Failure, Finding, Goal, Task};

mod buyers;

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[
    Task { name: "churn-silence", run: silence },
    Task { name: "churn-buyers", run: buyers },
    Task { name: "churn-telco", run: telco },
];

/// A table to learn from or to judge.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<f64>>,
    happened: Vec<bool>,
    groups: Vec<u32>,
}

impl Table {
    fn push(&mut self, row: Vec<f64>, happened: bool, group: u32) {
        self.rows.push(row);
        self.happened.push(happened);
        self.groups.push(group);
    }

    fn learn(&self) -> Result<Foreteller, Failure> {
        Ok(Foreteller::train(&self.rows, &self.happened, &self.groups)?)
    }

    fn foretold(&self, model: &Foreteller) -> Result<Vec<f64>, Failure> {
        let chance = |row: &Vec<f64>| Ok(model.foretell(row)?.chance);
        self.rows.iter().map(chance).collect()
    }
}

/// Labels of 0 and 1 by name.
fn labels(path: &Path) -> Result<BTreeMap<String, bool>, Failure> {
    let mut labels = BTreeMap::new();
    for row in rows(path)? {
        let [name, label] = &row[..] else { return Err("not a label".into()) };
        labels.insert(name.clone(), label == "1");
    }
    Ok(labels)
}

/// Leaves chances for the scorer, by name.
fn leave_chances(about: &str, truth: &Path, chances: &[(String, f64)]) -> Result<(), Failure> {
    let call = Call {
        about,
        mode: "binary",
        option: "pred",
        options: &[("truth", truth.display().to_string())],
        shows: &["auc", "ece10", "brier", "logloss", "n"],
    };
    call.leave(chances.iter().map(|(name, chance)| format!("{name}\t{chance}")))
}

/// The day of the test, and how long silence is foretold for.
const TEST_DAY: f64 = 75.0;
const SILENT_DAYS: f64 = 30.0;

fn silence(data: &Path) -> Result<Vec<Finding>, Failure> {
    let touches = messages(&data.join("community/collegemsg.tsv"))?;
    let started = Instant::now();
    let model = Silence::learn(&touches, TEST_DAY)?;
    let told = model.foretell(SILENT_DAYS)?;
    let seconds = started.elapsed().as_secs_f64();
    let truth = data.join("churn/collegemsg/test_labels.tsv");
    let (mut happened, mut named) = (Vec::new(), Vec::new());
    for (name, silent) in labels(&truth)? {
        let chance = told.get(&name.parse()?).ok_or("a member who never wrote")?.chance;
        happened.push(silent);
        named.push((name, chance));
    }
    leave_chances("falling silent, CollegeMsg", &truth, &named)?;
    let chances: Vec<f64> = named.iter().map(|(_, chance)| *chance).collect();
    let value = auc(&happened, &chances)?;
    let error = expected_calibration_error(&happened, &chances)?;
    let what = "who will fall silent, CollegeMsg: AUC";
    Ok(vec![
        Finding::new(what, "0.839", Goal::AtLeast(0.845), value, seconds),
        Finding::new("… calibration error", "0.060", Goal::AtMost(0.03), error, seconds),
        Finding::new("… Brier", "–", Goal::Told, brier(&happened, &chances)?, seconds),
    ])
}

/// Who wrote to whom, in days from the first message.
fn messages(path: &Path) -> Result<Vec<Touch>, Failure> {
    let mut read: Vec<(u32, u32, f64)> = Vec::new();
    for row in rows(path)? {
        let [from, to, at] = &row[..] else { return Err("not a message".into()) };
        read.push((from.parse()?, to.parse()?, at.parse()?));
    }
    let first = read.iter().map(|message| message.2).fold(f64::INFINITY, f64::min);
    let touch = |(from, to, at): (u32, u32, f64)| Touch { from, to, day: (at - first) / 86_400.0 };
    Ok(read.into_iter().map(touch).collect())
}

/// The calibration period and the span that is asked about, in days.
const CALIBRATION_DAYS: f64 = 272.0;
const HOLDOUT_DAYS: f64 = 39.0 * WEEK;
const WEEK: f64 = 7.0;

fn buyers(data: &Path) -> Result<Vec<Finding>, Failure> {
    let orders = buyers::orders(&data.join("churn/cdnow/calibration.tsv"))?;
    let started = Instant::now();
    let histories = buyers::histories(&orders, CALIBRATION_DAYS);
    let paper: Vec<Purchases> = histories.values().copied().collect();
    let model = BuyerModel::fit(&paper)?;
    let seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let told = BuyingAgain::learn(&orders, CALIBRATION_DAYS)?.foretell(HOLDOUT_DAYS)?;
    let learning = started.elapsed().as_secs_f64();
    let truth = data.join("churn/cdnow/test_active.tsv");
    let (mut happened, mut named, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for (name, bought) in labels(&truth)? {
        let buyer: u32 = name.parse()?;
        happened.push(bought);
        named.push((name, told.get(&buyer).ok_or("an unknown buyer")?.chance));
        let history = histories.get(&buyer).ok_or("an unknown buyer")?;
        alone.push(model.chance_to_buy(history, HOLDOUT_DAYS / WEEK)?);
    }
    leave_chances("buying again, CDNOW", &truth, &named)?;
    let chances: Vec<f64> = named.iter().map(|(_, chance)| *chance).collect();
    let off = [(model.r, 0.243), (model.alpha, 4.414), (model.a, 0.793), (model.b, 2.426)];
    let off = off.iter().map(|(ours, paper)| (ours / paper - 1.0).abs()).fold(0.0, f64::max);
    let value = auc(&happened, &chances)?;
    let error = expected_calibration_error(&happened, &chances)?;
    let error_alone = expected_calibration_error(&happened, &alone)?;
    let what = "who will buy again, CDNOW: AUC";
    buyers::leave_counts(&data.join("churn/cdnow/test_count.tsv"), &histories, &model)?;
    Ok(vec![
        Finding::new(what, "0.781", Goal::AtLeast(0.785), value, learning),
        Finding::new("… calibration error", "–", Goal::Told, error, learning),
        Finding::new("… BG/NBD alone: AUC", "0.781", Goal::Told, auc(&happened, &alone)?, seconds),
        Finding::new("… BG/NBD alone: calibration error", "–", Goal::Told, error_alone, seconds),
        Finding::new(
            "… BG/NBD: farthest parameter from the paper's, share",
            "0",
            Goal::AtMost(0.01),
            off,
            seconds,
        ),
    ])
}

fn telco(data: &Path) -> Result<Vec<Finding>, Failure> {
    let folder = data.join("churn/telco");
    let (train_rows, test_rows) =
        (rows(&folder.join("train.tsv"))?, rows(&folder.join("test.tsv"))?);
    let truth = labels(&folder.join("test_labels.tsv"))?;
    let mut words: BTreeSet<(usize, String)> = BTreeSet::new();
    for row in &train_rows {
        for (column, cell) in row.iter().enumerate().skip(1).take(TELCO_COLUMNS) {
            if cell.trim().parse::<f64>().is_err() {
                words.insert((column, cell.clone()));
            }
        }
    }
    let mut train = Table::default();
    for (group, row) in (0..).zip(&train_rows) {
        train.push(coded(row, &words), row.last().is_some_and(|cell| cell == "Yes"), group);
    }
    let (mut test, mut names) = (Table::default(), Vec::new());
    for row in &test_rows {
        let name = row.first().ok_or("an empty line")?;
        names.push(name.clone());
        test.push(coded(row, &words), *truth.get(name).ok_or("no label")?, 0);
    }
    let started = Instant::now();
    let model = train.learn()?;
    let seconds = started.elapsed().as_secs_f64();
    let told = test.foretold(&model)?;
    let named: Vec<(String, f64)> = names.into_iter().zip(told.iter().copied()).collect();
    leave_chances("leaving, Telco", &folder.join("test_labels.tsv"), &named)?;
    let error = expected_calibration_error(&test.happened, &told)?;
    Ok(vec![
        Finding::new(
            "who will leave, Telco: AUC",
            "–",
            Goal::Told,
            auc(&test.happened, &told)?,
            seconds,
        ),
        Finding::new("… calibration error", "–", Goal::Told, error, seconds),
    ])
}

/// The columns between a customer's name and the label.
const TELCO_COLUMNS: usize = 19;

/// Figures as they are, and one column of 0 or 1 for each word.
fn coded(row: &[String], words: &BTreeSet<(usize, String)>) -> Vec<f64> {
    let cells = row.iter().enumerate().skip(1).take(TELCO_COLUMNS);
    let figures = [5, 18, 19].map(|column: usize| {
        row.get(column).and_then(|cell| cell.trim().parse::<f64>().ok()).unwrap_or(0.0)
    });
    let said: BTreeSet<(usize, String)> =
        cells.map(|(column, cell)| (column, cell.clone())).collect();
    let flags = words.iter().map(|word| f64::from(u8::from(said.contains(word))));
    let logs = figures.iter().map(|figure| figure.max(0.0).ln_1p());
    figures.iter().copied().chain(logs).chain(flags).collect()
}
