//! The Theta method and its optimised form.

use super::simplex;

/// The forecast of the Theta method as Hyndman and Billah showed it to be ("Unmasking the Theta
/// method", 2003): simple exponential smoothing with half the slope of the trend line as drift.
/// `values` without season; `None` below three observations. O(n) for each α that is tried.
pub(crate) fn classic(values: &[f64], horizon: usize) -> Option<Vec<f64>> {
    if values.len() < 3 {
        return None;
    }
    let (_, slope) = line(values);
    // The theta line of 2: twice the series less the trend line.
    let (intercept, _) = line(values);
    let doubled: Vec<f64> = values
        .iter()
        .enumerate()
        .map(|(at, value)| 2.0 * value - (intercept + slope * at as f64))
        .collect();
    let alpha = best_alpha(|alpha| level_of(&doubled, alpha).1);
    let (level, _) = level_of(&doubled, alpha);
    let n = values.len() as f64;
    let next = (0..horizon)
        .map(|step| {
            let trend = intercept + slope * (n + step as f64);
            (level + trend) / 2.0
        })
        .collect();
    Some(next)
}

/// The forecast of the dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos
/// and Koehler, "Models for optimising the theta method and their relationship to state space
/// models", 2016). `values` without season; `None` below four observations.
///
/// The weight of the trend line `1 - 1/θ` and the starting level enter linearly, so both are
/// solved by least squares and only α is searched. O(n) for each α that is tried.
pub(crate) fn dynamic(values: &[f64], horizon: usize) -> Option<Vec<f64>> {
    if values.len() < 4 {
        return None;
    }
    let alpha = best_alpha(|alpha| Dynamic::run(values, alpha).squares);
    Some(Dynamic::run(values, alpha).project(values.len(), horizon))
}

#[derive(Debug, Clone, Copy)]
struct Dynamic {
    alpha: f64,
    /// `1 - 1/θ`, in 0 ..= 1.
    weight: f64,
    level: f64,
    intercept: f64,
    slope: f64,
    squares: f64,
}

impl Dynamic {
    fn run(values: &[f64], alpha: f64) -> Self {
        let rest = 1.0 - alpha;
        let (mut base, mut start) = (0.0, 1.0);
        let (mut mean, mut intercept, mut slope) = (0.0, 0.0, 0.0);
        let (mut ss, mut sd, mut dd, mut sy, mut dy, mut yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        let mut power = 1.0; // (1 - α)^(t - 1)
        for (at, value) in values.iter().enumerate() {
            let t = (at + 1) as f64;
            let drift = power * intercept + (1.0 - power * rest) / alpha * slope;
            if at >= 2 {
                let left = value - base;
                ss += start * start;
                sd += start * drift;
                dd += drift * drift;
                sy += start * left;
                dy += drift * left;
                yy += left * left;
            }
            base = alpha * value + rest * base;
            start *= rest;
            slope = if at == 0 {
                0.0
            } else {
                ((t - 2.0) * slope + 6.0 / t * (value - mean)) / (t + 1.0)
            };
            mean = ((t - 1.0) * mean + value) / t;
            intercept = mean - (t + 1.0) / 2.0 * slope;
            power *= rest;
        }
        let solve = |weight: f64| if ss > 1e-300 { (sy - weight * sd) / ss } else { 0.0 };
        let room = dd * ss - sd * sd;
        let free = if room > 1e-12 * dd * ss { (dy * ss - sd * sy) / room } else { 0.5 };
        let weight = free.clamp(0.0, 1.0);
        let first = solve(weight);
        let squares = yy
            + first * (first * ss - 2.0 * sy + 2.0 * weight * sd)
            + weight * (weight * dd - 2.0 * dy);
        Self { alpha, weight, level: base + first * start, intercept, slope, squares }
    }

    fn project(&self, seen: usize, horizon: usize) -> Vec<f64> {
        let rest = 1.0 - self.alpha;
        let mut level = self.level;
        let mut power = rest.powf(seen as f64);
        (0..horizon)
            .map(|_| {
                let drift = power * self.intercept + (1.0 - power * rest) / self.alpha * self.slope;
                let next = level + self.weight * drift;
                level = self.alpha * next + rest * level;
                power *= rest;
                next
            })
            .collect()
    }
}

/// The α in 0.05 ..= 0.99 with the least cost: a grid first, then the simplex around its best.
fn best_alpha<F: Fn(f64) -> f64>(cost: F) -> f64 {
    let grid = (0..20).map(|step| 0.05 + 0.047 * f64::from(step));
    let start = grid.min_by(|left, right| cost(*left).total_cmp(&cost(*right))).unwrap_or(0.5);
    let bounded = |at: &[f64]| {
        let alpha = at[0];
        if (0.05..=0.99).contains(&alpha) { cost(alpha) } else { f64::INFINITY }
    };
    simplex::least(bounded, &[start], &[0.02], 30)[0]
}

/// The last level of simple smoothing and the sum of squared errors, with the best first level.
fn level_of(values: &[f64], alpha: f64) -> (f64, f64) {
    let rest = 1.0 - alpha;
    let (mut base, mut start) = (0.0, 1.0);
    let (mut ss, mut sy, mut yy) = (0.0, 0.0, 0.0);
    for value in values {
        let left = value - base;
        ss += start * start;
        sy += start * left;
        yy += left * left;
        base = alpha * value + rest * base;
        start *= rest;
    }
    let first = sy / ss;
    (base + first * start, yy - first * sy)
}

/// Intercept and slope of the least squares line through `values` at 0, 1, 2 …
pub(crate) fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let middle = (n - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / n;
    let (mut joint, mut spread) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        let from = at as f64 - middle;
        joint += from * (value - mean);
        spread += from * from;
    }
    let slope = if spread > 0.0 { joint / spread } else { 0.0 };
    (mean - slope * middle, slope)
}
