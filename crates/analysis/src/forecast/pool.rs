//! The methods that a forecast may be made with.

use super::compound;
use super::curve::{Curve, Shape};
use super::smoothing::{Smoothing, Trend};
use super::theta;

/// One way to continue a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The last value, again and again.
    Naive,
    /// Growth by the same factor in each step: `A(t) = A(0)(1 + r)^t`.
    Compound,
    /// A level with a linear trend, smoothed exponentially (Holt, 1957).
    Holt,
    /// A level with a trend that dies away (Gardner and McKenzie, 1985).
    Damped,
    /// The Theta method (Assimakopoulos and Nikolopoulos, 2000), on logarithms where the series is
    /// positive.
    Theta,
    /// The dynamic optimised Theta model (Fiorucci and others, 2016).
    DynamicTheta,
    /// A logistic curve.
    Logistic,
    /// A Gompertz curve.
    Gompertz,
    /// A Bass curve.
    Bass,
    /// A Weibull curve.
    Weibull,
}

/// What the series is, which decides the methods that are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// A figure by day, week or month that may rise and fall: activity, revenue, new members.
    Series,
    /// A total that grows towards some end: members so far, shares of an item so far.
    Growth,
}

impl Pool {
    /// The methods whose forecasts are combined.
    ///
    /// Few and unlike each other: on the training parts a small pool with nearly equal weights did
    /// better than the choice of the single method with the least error in the past.
    pub const fn combined(self) -> &'static [Method] {
        match self {
            Self::Series => &[Method::Damped, Method::Theta, Method::DynamicTheta],
            Self::Growth => &[Method::Damped, Method::Holt, Method::Gompertz, Method::Weibull],
        }
    }

    /// The methods that are tried beside them: the reader sees how they would have done, and one that
    /// is clearly better from every origin takes the place of the combination.
    pub const fn compared(self) -> &'static [Method] {
        match self {
            Self::Series => &[Method::Naive, Method::Holt],
            Self::Growth => &[Method::Naive, Method::Compound, Method::Logistic, Method::Bass],
        }
    }
}

impl Method {
    /// The next `horizon` values of a series without season; `None` where the method cannot be
    /// fitted or its forecast is not finite.
    pub(crate) fn project(self, values: &[f64], horizon: usize) -> Option<Vec<f64>> {
        let smoothed = |trend| Smoothing::fit(values, trend).map(|fit| fit.project(horizon));
        let curved = |shape| Curve::fit(values, shape).map(|fit| fit.project(horizon));
        let next = match self {
            Self::Naive => values.last().map(|last| vec![*last; horizon]),
            Self::Compound => compound::project(values, horizon),
            Self::Holt => smoothed(Trend::Linear),
            Self::Damped => smoothed(Trend::Damped),
            Self::Theta => theta_by_factors(values, horizon),
            Self::DynamicTheta => theta::dynamic(values, horizon),
            Self::Logistic => curved(Shape::Logistic),
            Self::Gompertz => curved(Shape::Gompertz),
            Self::Bass => curved(Shape::Bass),
            Self::Weibull => curved(Shape::Weibull),
        }?;
        next.iter().all(|value| value.is_finite()).then_some(next)
    }
}

fn theta_by_factors(values: &[f64], horizon: usize) -> Option<Vec<f64>> {
    if values.iter().any(|value| *value <= 0.0) {
        return theta::classic(values, horizon);
    }
    let logarithms: Vec<f64> = values.iter().map(|value| value.ln()).collect();
    let next = theta::classic(&logarithms, horizon)?;
    Some(next.iter().map(|value| value.exp()).collect())
}
