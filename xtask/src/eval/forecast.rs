//! Scores forecasts: growth curves and the series of the M3 competition.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use analysis::forecast::{Ask, Forecast, Pool, Step, forecast};

use super::data::rows;
use super::scorer::{Call, at};
use super::{Failure, Finding, Goal, Task};

/// The tasks of this part.
pub(crate) const TASKS: &[Task] =
    &[Task { name: "forecast-growth", run: growth }, Task { name: "forecast-m3", run: m3 }];

/// A series: its period and its values.
struct Series {
    period: usize,
    values: Vec<f64>,
}

/// Where the data of one task is, and what its series are.
struct Source {
    about: &'static str,
    train: &'static str,
    truth: &'static str,
    pool: Pool,
}

/// Sums over all series that were forecast.
#[derive(Default)]
struct Sums {
    error: f64,
    likely: f64,
    wide: f64,
    series: f64,
    seconds: f64,
}

fn numbers(cells: &[String]) -> Result<Vec<f64>, Failure> {
    cells.iter().map(|cell| Ok(cell.parse()?)).collect()
}

fn train(path: &Path) -> Result<BTreeMap<String, Series>, Failure> {
    rows(path)?
        .iter()
        .map(|row| match &row[..] {
            [name, period, values @ ..] => {
                let series = Series { period: period.parse()?, values: numbers(values)? };
                Ok((name.clone(), series))
            }
            _ => Err(format!("{}: a line without a series", path.display()).into()),
        })
        .collect()
}

impl Sums {
    fn add(&mut self, made: &Forecast, truth: &[f64]) -> Result<(), Failure> {
        if made.steps.len() != truth.len() {
            return Err("a forecast of another length than the truth".into());
        }
        let share = 1.0 / f64::from(u32::try_from(truth.len())?);
        for (step, value) in made.steps.iter().zip(truth) {
            let size = value.abs() + step.mean.abs();
            if size > 0.0 {
                self.error += share * 200.0 * (value - step.mean).abs() / size;
            }
            let within = |bounds: (f64, f64)| bounds.0 <= *value && *value <= bounds.1;
            self.likely += if within(step.likely) { share } else { 0.0 };
            self.wide += if within(step.wide) { share } else { 0.0 };
        }
        self.series += 1.0;
        Ok(())
    }
}

fn score(data: &Path, source: &Source) -> Result<Sums, Failure> {
    let known = train(&data.join(source.train))?;
    let (mut sums, mut lines) = (Sums::default(), Vec::new());
    for row in rows(&data.join(source.truth))? {
        let [name, truth @ ..] = &row[..] else {
            return Err("a line without a series".into());
        };
        let series = known.get(name).ok_or_else(|| format!("{name} is not in the history"))?;
        let ask = Ask { pool: source.pool, period: series.period, horizon: truth.len() };
        let started = Instant::now();
        let made = forecast(&series.values, ask)?;
        sums.seconds += started.elapsed().as_secs_f64();
        sums.add(&made, &numbers(truth)?)?;
        lines.push(line(name, &made));
    }
    let call = Call {
        about: source.about,
        mode: "forecast",
        option: "pred",
        options: &[("train", at(data, source.train)), ("truth", at(data, source.truth))],
        shows: &["smape", "mase", "coverage95", "series"],
    };
    call.leave(lines.into_iter())?;
    Ok(sums)
}

/// A forecast with its 95 % interval, as the scorer takes it.
fn line(name: &str, made: &Forecast) -> String {
    let told = |value: &dyn Fn(&Step) -> f64| {
        let told: Vec<String> = made.steps.iter().map(|step| value(step).to_string()).collect();
        told.join(" ")
    };
    let (mean, low, high) = (told(&|s| s.mean), told(&|s| s.wide.0), told(&|s| s.wide.1));
    format!("{name} {mean} | {low} | {high}")
}

fn growth(data: &Path) -> Result<Vec<Finding>, Failure> {
    let source = Source {
        about: "growth curves",
        train: "growth/growth_train.txt",
        truth: "growth/growth_truth.txt",
        pool: Pool::Growth,
    };
    let sums = score(data, &source)?;
    let (count, seconds) = (sums.series, sums.seconds);
    let finding =
        |what, known, goal, sum: f64| Finding::new(what, known, goal, sum / count, seconds);
    Ok(vec![
        finding("growth curves, sMAPE", "damped Holt 6.07", Goal::AtMost(5.9), sums.error),
        finding(
            "growth curves, coverage of the 95 % interval",
            "damped Holt 0.947",
            Goal::Within(0.93, 0.97),
            sums.wide,
        ),
        finding("growth curves, coverage of the 80 % interval", "", Goal::Told, sums.likely),
    ])
}

fn m3(data: &Path) -> Result<Vec<Finding>, Failure> {
    let source = Source {
        about: "M3",
        train: "forecast/m3_train.txt",
        truth: "forecast/m3_truth.txt",
        pool: Pool::Series,
    };
    let sums = score(data, &source)?;
    let (count, seconds) = (sums.series, sums.seconds);
    let finding =
        |what, known, goal, sum: f64| Finding::new(what, known, goal, sum / count, seconds);
    Ok(vec![
        finding("M3, 3,003 series, sMAPE", "Theta 12.76", Goal::AtMost(12.6), sums.error),
        finding("M3, coverage of the 95 % interval", "", Goal::Told, sums.wide),
        finding("M3, coverage of the 80 % interval", "", Goal::Told, sums.likely),
    ])
}
