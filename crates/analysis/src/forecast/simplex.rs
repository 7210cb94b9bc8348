//! The downhill simplex, for objectives without a derivative.

use argmin::core::{CostFunction, Error, Executor, State};
use argmin::solver::neldermead::NelderMead;

struct Objective<F>(F);

impl<F: Fn(&[f64]) -> f64> CostFunction for Objective<F> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, at: &Vec<f64>) -> Result<f64, Error> {
        let value = (self.0)(at);
        Ok(if value.is_finite() { value } else { f64::MAX })
    }
}

/// The point near `start` at which `objective` is least, by the simplex of Nelder and Mead
/// ("A Simplex Method for Function Minimization", 1965).
///
/// `step` is the size of the first simplex along each axis. At most `rounds` iterations of one or
/// two evaluations each. An objective that is not finite counts as the worst possible; a search
/// that fails gives back `start`.
pub(crate) fn least<F>(objective: F, start: &[f64], step: &[f64], rounds: u64) -> Vec<f64>
where
    F: Fn(&[f64]) -> f64,
{
    let mut corners = vec![start.to_vec()];
    for (axis, by) in step.iter().enumerate() {
        let mut corner = start.to_vec();
        if let Some(value) = corner.get_mut(axis) {
            *value += by;
        }
        corners.push(corner);
    }
    let search = NelderMead::new(corners).with_sd_tolerance(1e-12).and_then(|solver| {
        Executor::new(Objective(objective), solver)
            .timer(false)
            .configure(|state| state.max_iters(rounds))
            .run()
    });
    match search {
        Ok(found) => found.state().get_best_param().cloned().unwrap_or_else(|| start.to_vec()),
        Err(_) => start.to_vec(),
    }
}
