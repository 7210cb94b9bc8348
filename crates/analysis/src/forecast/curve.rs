//! Curves of growth that has an end: logistic, Gompertz, Bass and Weibull.

use super::simplex;

/// The form of a curve that rises from nothing to a ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `1 / (1 + exp(-r(t - c)))`, symmetric (Verhulst, 1838).
    Logistic,
    /// `exp(-exp(-r(t - c)))`, steepest before the middle (Gompertz, 1825; Winsor, 1932).
    Gompertz,
    /// `(1 - exp(-(p + q)t)) / (1 + q/p · exp(-(p + q)t))`: innovators and imitators (Bass, "A New
    /// Product Growth Model for Consumer Durables", 1969).
    Bass,
    /// `1 - exp(-(t/λ)^k)`: slow tails (Sharif and Islam, "The Weibull distribution as a general
    /// model for forecasting technological change", 1980).
    Weibull,
}

/// A fitted curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Curve {
    shape: Shape,
    at: [f64; 2],
    ceiling: f64,
    last: f64,
    seen: usize,
}

impl Curve {
    /// Fits by least squares: the ceiling is linear and solved for, the two parameters of the form
    /// are searched. `None` below five observations or without growth.
    /// O(n) for each of about 300 evaluations.
    pub(crate) fn fit(values: &[f64], shape: Shape) -> Option<Self> {
        let last = *values.last()?;
        if values.len() < 5 || last <= 0.0 {
            return None;
        }
        let cost = |at: &[f64]| fit_ceiling(values, shape, at).1;
        let n = values.len() as f64;
        let start = starts(shape, n)
            .into_iter()
            .min_by(|left, right| cost(left).total_cmp(&cost(right)))?;
        let found = simplex::least(cost, &start, &[0.3, 0.3], 150);
        let at = [*found.first()?, *found.get(1)?];
        let (ceiling, squares) = fit_ceiling(values, shape, &at);
        let curve = Self { shape, at, ceiling, last, seen: values.len() };
        (squares.is_finite() && ceiling > 0.0).then_some(curve)
    }

    /// The next `horizon` values: the last observation and what the curve adds to it.
    pub(crate) fn project(&self, horizon: usize) -> Vec<f64> {
        let now = share(self.shape, &self.at, self.seen as f64);
        (1..=horizon)
            .map(|step| {
                let then = share(self.shape, &self.at, (self.seen + step) as f64);
                self.last + self.ceiling * (then - now)
            })
            .collect()
    }
}

/// Points from which the search may begin: logarithms of the two parameters of the form.
fn starts(shape: Shape, n: f64) -> Vec<[f64; 2]> {
    let mut points = Vec::with_capacity(16);
    for span in [0.5, 1.0, 2.0, 4.0] {
        for form in [0.25, 0.5, 1.0, 2.0] {
            let whole: f64 = n * span;
            points.push(match shape {
                Shape::Logistic | Shape::Gompertz => [(4.0 / whole).ln(), (form * whole).ln()],
                Shape::Bass => [(0.5 * form / whole).ln(), (4.0 / whole).ln()],
                Shape::Weibull => [whole.ln(), (form * 1.2_f64).ln()],
            });
        }
    }
    points
}

/// The share of the ceiling that is reached at time `t` (the first observation is at 1).
fn share(shape: Shape, at: &[f64], t: f64) -> f64 {
    let (first, second) = (at[0].clamp(-30.0, 30.0).exp(), at[1].clamp(-30.0, 30.0).exp());
    match shape {
        Shape::Logistic => 1.0 / (1.0 + (-first * (t - second)).exp()),
        Shape::Gompertz => (-(-first * (t - second)).exp()).exp(),
        Shape::Bass => {
            let decay = (-(first + second) * t).exp();
            (1.0 - decay) / (1.0 + second / first * decay)
        }
        Shape::Weibull => -(-(t / first).powf(second)).exp_m1(),
    }
}

/// The best ceiling for a form, and its sum of squared errors.
fn fit_ceiling(values: &[f64], shape: Shape, at: &[f64]) -> (f64, f64) {
    let (mut ss, mut sy, mut yy) = (0.0, 0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        let part = share(shape, at, (place + 1) as f64);
        ss += part * part;
        sy += part * value;
        yy += value * value;
    }
    if ss < 1e-200 {
        return (0.0, f64::INFINITY);
    }
    let ceiling = sy / ss;
    (ceiling, yy - ceiling * sy)
}
