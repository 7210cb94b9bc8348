//! Forecasts of a series with honest intervals.

mod backtest;
mod compound;
mod curve;
mod interval;
mod pool;
mod scenario;
mod season;
pub(crate) mod simplex;
mod smoothing;
mod theta;

#[cfg(test)]
mod tests;

pub use backtest::Trial;
pub use compound::{compound, rate};
pub use pool::{Method, Pool};
pub use scenario::{Levers, Standing, scenario};

use crate::{Computed, Refusal};
use season::Season;

/// The shortest history that a forecast is made from.
pub const SHORTEST: usize = 5;

/// The farthest step ahead, and the longest season, that is computed.
pub const FARTHEST: usize = 10_000;

/// What is asked of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// What the series is.
    pub pool: Pool,
    /// Observations in one season: 7 for days with a week, 12 for months, 1 for none.
    pub period: usize,
    /// How many steps ahead.
    pub horizon: usize,
}

/// One step ahead.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Step {
    /// The expected value.
    pub mean: f64,
    /// Lower and upper end of the 80 % interval.
    pub likely: (f64, f64),
    /// Lower and upper end of the 95 % interval.
    pub wide: (f64, f64),
}

/// A forecast, and how it came about.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Forecast {
    /// One entry for each step ahead.
    pub steps: Vec<Step>,
    /// How each method did in the series' own past, and what it counts for.
    pub trials: Vec<Trial>,
    /// Whether a season was found.
    pub is_seasonal: bool,
    /// Whether the history is so short, or the horizon so far, that the back-test says little:
    /// fewer than 12 observations, or more steps ahead than there are behind.
    pub is_doubtful: bool,
}

/// Forecasts `values` (equally spaced, oldest first) by a combination of unlike methods.
///
/// The season is taken out when the series has one; each method is tried from several origins in
/// the past; the combination is weighted by how they did, or gives way to a method that was clearly
/// better from every origin, and the intervals are stretched by how they held. A total that never fell is not forecast to fall, and values that never were negative
/// are not forecast to be. Deterministic; about
/// six fits of each method, each O(n) for some hundred evaluations.
///
/// # Errors
/// [`Refusal::TooLittle`] below [`SHORTEST`] observations, [`Refusal::Value`] when one is not
/// finite, [`Refusal::Shape`] for a horizon or a period of 0 or above [`FARTHEST`],
/// [`Refusal::Unsettled`] when the forecast leaves the range of numbers.
pub fn forecast(values: &[f64], ask: Ask) -> Computed<Forecast> {
    check(values, ask)?;
    let season = Season::find(values, ask.period);
    let plain = season.as_ref().map_or_else(|| values.to_vec(), |season| season.remove(values));
    let past = backtest::run(&plain, ask.pool, ask.horizon);
    let counted = past.trials.iter().filter(|trial| trial.weight > 0.0);
    let (methods, weights): (Vec<Method>, Vec<f64>) =
        counted.map(|trial| (trial.method, trial.weight)).unzip();
    let tries: Vec<Option<Vec<f64>>> =
        methods.iter().map(|method| method.project(&plain, ask.horizon)).collect();
    let claim = backtest::combine(&plain, &tries, &weights).ok_or(Refusal::Unsettled)?;
    let reach = interval::Reach::learn(&past.strains, ask.pool);
    let [likely, wide] = [0.8, 0.95].map(|share| interval::bounds(&claim, reach.covering(share)));
    let restored = Restored { season: season.as_ref(), from: values.len(), values, pool: ask.pool };
    let steps = restored.steps(&claim.mean, &likely, &wide);
    let is_finite = |step: &Step| {
        let ends = [step.mean, step.likely.0, step.likely.1, step.wide.0, step.wide.1];
        ends.iter().all(|end| end.is_finite())
    };
    if !steps.iter().all(is_finite) {
        return Err(Refusal::Unsettled);
    }
    Ok(Forecast {
        steps,
        trials: past.trials,
        is_seasonal: season.is_some(),
        is_doubtful: values.len() < 12 || ask.horizon > values.len(),
    })
}

fn check(values: &[f64], ask: Ask) -> Computed<()> {
    let is_possible = |steps: usize| (1..=FARTHEST).contains(&steps);
    if !is_possible(ask.horizon) || !is_possible(ask.period) {
        return Err(Refusal::Shape);
    }
    if values.len() < SHORTEST {
        return Err(Refusal::TooLittle { need: SHORTEST, have: values.len() });
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Err(Refusal::Value);
    }
    Ok(())
}

/// What turns a plain forecast into one of the series itself.
struct Restored<'a> {
    season: Option<&'a Season>,
    from: usize,
    values: &'a [f64],
    pool: Pool,
}

impl Restored<'_> {
    fn line(&self, plain: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut line: Vec<f64> = plain.collect();
        if let Some(season) = self.season {
            season.restore(&mut line, self.from);
        }
        let floor = self.floor();
        for value in &mut line {
            *value = value.max(floor);
        }
        line
    }

    /// What the series cannot fall below: a total that never fell stays where it is, and what was
    /// never negative does not become so.
    fn floor(&self) -> f64 {
        let has_never_fallen = self.values.windows(2).all(|pair| pair[0] <= pair[1]);
        match self.values.last() {
            Some(last) if self.pool == Pool::Growth && has_never_fallen => *last,
            _ if self.values.iter().all(|value| *value >= 0.0) => 0.0,
            _ => f64::NEG_INFINITY,
        }
    }

    fn steps(&self, mean: &[f64], likely: &interval::Bounds, wide: &interval::Bounds) -> Vec<Step> {
        let mean = self.line(mean.iter().copied());
        let [l80, u80] = [
            self.line(likely.iter().map(|bound| bound.0)),
            self.line(likely.iter().map(|bound| bound.1)),
        ];
        let [l95, u95] = [
            self.line(wide.iter().map(|bound| bound.0)),
            self.line(wide.iter().map(|bound| bound.1)),
        ];
        (0..mean.len())
            .map(|at| Step { mean: mean[at], likely: (l80[at], u80[at]), wide: (l95[at], u95[at]) })
            .collect()
    }
}
