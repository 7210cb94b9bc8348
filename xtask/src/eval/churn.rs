//! Scores predictions about members: who falls silent, who buys again, who leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use analysis::predict::{BuyerModel, Foreteller, Purchases};
use analysis::scoring::{auc, brier, expected_calibration_error};

use super::data::rows;
use super::{Failure, Finding, Goal, Task};

mod buyers;
mod silence;

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

/// A count as a figure.
fn figure(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// The last day whose next 30 days are known whole on the test day.
const TRAIN_DAY: f64 = 45.0;
const TEST_DAY: f64 = 75.0;

fn silence(data: &Path) -> Result<Vec<Finding>, Failure> {
    let messages = silence::Messages::read(&data.join("community/collegemsg.tsv"))?;
    let started = Instant::now();
    let mut train = Table::default();
    for (name, happened) in labels(&data.join("churn/collegemsg/train_labels.tsv"))? {
        let member = name.parse()?;
        train.push(messages.features(member, TRAIN_DAY), happened, member);
    }
    let model = train.learn()?;
    let seconds = started.elapsed().as_secs_f64();
    let mut test = Table::default();
    for (name, happened) in labels(&data.join("churn/collegemsg/test_labels.tsv"))? {
        let member = name.parse()?;
        test.push(messages.features(member, TEST_DAY), happened, member);
    }
    let told = test.foretold(&model)?;
    let value = auc(&test.happened, &told)?;
    let error = expected_calibration_error(&test.happened, &told)?;
    let what = "who will fall silent, CollegeMsg: AUC";
    Ok(vec![
        Finding::new(what, "0.839", Goal::AtLeast(0.845), value, seconds),
        Finding::new("… calibration error", "0.060", Goal::AtMost(0.03), error, seconds),
        Finding::new("… Brier", "–", Goal::Told, brier(&test.happened, &told)?, seconds),
    ])
}

/// The weeks of the calibration period, and the cut inside it that the model is learned at.
const CUT_WEEKS: f64 = 26.0;
const END_WEEKS: f64 = 272.0 / 7.0;
const HOLDOUT_WEEKS: f64 = 39.0;

fn buyers(data: &Path) -> Result<Vec<Finding>, Failure> {
    let orders = buyers::Orders::read(&data.join("churn/cdnow/calibration.tsv"))?;
    let started = Instant::now();
    let everybody: Vec<Purchases> =
        orders.names().map(|name| orders.until(name, END_WEEKS)).collect();
    let model = BuyerModel::fit(&everybody)?;
    let seconds = started.elapsed().as_secs_f64();
    let early: Vec<Purchases> = orders.names().map(|name| orders.until(name, CUT_WEEKS)).collect();
    let early_model = BuyerModel::fit(&early)?;
    let mut train = Table::default();
    for (group, name) in (0..).zip(orders.names()) {
        let row = orders.features(name, CUT_WEEKS, END_WEEKS - CUT_WEEKS, &early_model);
        train.push(row, orders.buys_within(name, CUT_WEEKS, END_WEEKS), group);
    }
    let foreteller = train.learn()?;
    let learning = started.elapsed().as_secs_f64();
    let mut test = Table::default();
    let mut chances = Vec::new();
    for (name, happened) in labels(&data.join("churn/cdnow/test_active.tsv"))? {
        test.push(orders.features(&name, END_WEEKS, HOLDOUT_WEEKS, &model), happened, 0);
        chances.push(model.chance_to_buy(&orders.until(&name, END_WEEKS), HOLDOUT_WEEKS));
    }
    let told = test.foretold(&foreteller)?;
    let off = [(model.r, 0.243), (model.alpha, 4.414), (model.a, 0.793), (model.b, 2.426)];
    let off = off.iter().map(|(ours, paper)| (ours / paper - 1.0).abs()).fold(0.0, f64::max);
    let both = auc(&test.happened, &told)?;
    let alone = auc(&test.happened, &chances)?;
    let error = expected_calibration_error(&test.happened, &chances)?;
    let what = "who will buy again, CDNOW: AUC";
    Ok(vec![
        Finding::new(what, "0.781", Goal::AtLeast(0.785), both, learning),
        Finding::new("… BG/NBD alone: AUC", "0.781", Goal::Told, alone, seconds),
        Finding::new("… BG/NBD alone: calibration error", "–", Goal::Told, error, seconds),
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
    let mut test = Table::default();
    for row in &test_rows {
        let name = row.first().ok_or("an empty line")?;
        test.push(coded(row, &words), *truth.get(name).ok_or("no label")?, 0);
    }
    let started = Instant::now();
    let model = train.learn()?;
    let seconds = started.elapsed().as_secs_f64();
    let told = test.foretold(&model)?;
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
