//! Seasonality: whether a series has it, and how to take it out and put it back.

/// How a season acts on a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// The season multiplies the level: only for positive series.
    Factor,
    /// The season is added to the level.
    Addend,
}

/// The season of a series: one index for each place in the period.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Season {
    effect: Effect,
    /// Indices in the order of the period, the first belonging to the first observation.
    indices: Vec<f64>,
}

impl Season {
    /// Finds the season of `values`, or `None` when the test does not see one.
    ///
    /// The test is the one of the Theta method (Assimakopoulos and Nikolopoulos, "The theta
    /// model", 2000): the autocorrelation at the lag of one period against a 90 % limit that
    /// grows with the earlier autocorrelations. Indices come from the classical decomposition by
    /// centred moving averages. O(n · period).
    pub(crate) fn find(values: &[f64], period: usize) -> Option<Self> {
        if period < 2 || values.len() < 2 * period + 2 || !is_seasonal(values, period) {
            return None;
        }
        let effect =
            if values.iter().all(|value| *value > 0.0) { Effect::Factor } else { Effect::Addend };
        let indices = indices(values, period, effect)?;
        Some(Self { effect, indices })
    }

    /// The series without its season.
    pub(crate) fn remove(&self, values: &[f64]) -> Vec<f64> {
        let period = self.indices.len();
        values
            .iter()
            .enumerate()
            .map(|(at, value)| match self.effect {
                Effect::Factor => value / self.indices[at % period],
                Effect::Addend => value - self.indices[at % period],
            })
            .collect()
    }

    /// Puts the season back on values that begin `from` steps after the start of the series.
    pub(crate) fn restore(&self, values: &mut [f64], from: usize) {
        let period = self.indices.len();
        for (at, value) in values.iter_mut().enumerate() {
            match self.effect {
                Effect::Factor => *value *= self.indices[(from + at) % period],
                Effect::Addend => *value += self.indices[(from + at) % period],
            }
        }
    }
}

fn is_seasonal(values: &[f64], period: usize) -> bool {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    if spread <= f64::EPSILON * mean.abs().max(1.0) {
        return false;
    }
    let correlation = |lag: usize| -> f64 {
        let joint: f64 = values
            .iter()
            .zip(&values[lag..])
            .map(|(left, right)| (left - mean) * (right - mean))
            .sum();
        joint / spread
    };
    let earlier: f64 = (1..period).map(|lag| correlation(lag).powi(2)).sum();
    let limit = 1.644_854 * ((1.0 + 2.0 * earlier) / n).sqrt();
    correlation(period).abs() > limit
}

fn indices(values: &[f64], period: usize, effect: Effect) -> Option<Vec<f64>> {
    let trend = moving_average(values, period);
    let half = period / 2;
    let mut sums = vec![0.0; period];
    let mut counts = vec![0usize; period];
    for (at, level) in trend.iter().enumerate() {
        let place = at + half;
        let share = match effect {
            Effect::Factor => values[place] / level,
            Effect::Addend => values[place] - level,
        };
        sums[place % period] += share;
        counts[place % period] += 1;
    }
    if counts.contains(&0) {
        return None;
    }
    let mut indices: Vec<f64> =
        sums.iter().zip(&counts).map(|(sum, count)| sum / *count as f64).collect();
    let mean = indices.iter().sum::<f64>() / period as f64;
    for index in &mut indices {
        match effect {
            Effect::Factor => *index /= mean,
            Effect::Addend => *index -= mean,
        }
    }
    let is_sound = match effect {
        Effect::Factor => indices.iter().all(|index| *index > 1e-3),
        Effect::Addend => indices.iter().all(|index| index.is_finite()),
    };
    is_sound.then_some(indices)
}

/// Centred moving averages over one period; the first belongs to place `period / 2`.
fn moving_average(values: &[f64], period: usize) -> Vec<f64> {
    let width = period as f64;
    if period % 2 == 1 {
        return values.windows(period).map(|window| window.iter().sum::<f64>() / width).collect();
    }
    values
        .windows(period + 1)
        .map(|window| {
            let ends = window[0] + window[period];
            (window[1..period].iter().sum::<f64>() + ends / 2.0) / width
        })
        .collect()
}
