//! Between chances and log-odds.

/// The chance that has these log-odds: the logistic curve.
pub(crate) fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The log-odds of a chance, which is kept a millionth off 0 and 1.
pub(crate) fn log_odds(chance: f64) -> f64 {
    let kept = kept(chance);
    (kept / (1.0 - kept)).ln()
}

/// The chance, kept a millionth off 0 and 1.
pub(crate) fn kept(chance: f64) -> f64 {
    chance.clamp(1e-6, 1.0 - 1e-6)
}
