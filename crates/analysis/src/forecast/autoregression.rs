//! Autoregression of the differences: what a series does after what it has just done.

/// The greatest order that is tried.
const ORDERS: usize = 5;

/// The forecast of an autoregression on the first differences, its order chosen by the corrected
/// criterion of Akaike and its coefficients by the method of Burg ("Maximum entropy spectral
/// analysis", 1975), which is stable by construction.
///
/// The differences return to their mean: a drift. `None` below eight observations. O(n · order).
pub(crate) fn differenced(values: &[f64], horizon: usize) -> Option<Vec<f64>> {
    if values.len() < 8 {
        return None;
    }
    let last = *values.last()?;
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let drift = steps.iter().sum::<f64>() / steps.len() as f64;
    let centred: Vec<f64> = steps.iter().map(|step| step - drift).collect();
    let coefficients = burg(&centred, ORDERS.min(steps.len() / 4));
    let mut past = centred;
    let mut level = last;
    let next = (0..horizon)
        .map(|_| {
            let step: f64 = coefficients
                .iter()
                .zip(past.iter().rev())
                .map(|(coefficient, step)| coefficient * step)
                .sum();
            past.push(step);
            level += step + drift;
            level
        })
        .collect();
    Some(next)
}

/// The coefficients of the order with the least criterion among 0 ..= `orders`.
fn burg(values: &[f64], orders: usize) -> Vec<f64> {
    let n = values.len() as f64;
    let mut forward = values.to_vec();
    let mut backward = values.to_vec();
    let mut variance = values.iter().map(|value| value * value).sum::<f64>() / n;
    let mut coefficients: Vec<f64> = Vec::new();
    let mut best = (criterion(variance, n, 0), Vec::new());
    for order in 1..=orders {
        let ahead = &forward[order..];
        let behind = &backward[order - 1..backward.len() - 1];
        let joint: f64 = ahead.iter().zip(behind).map(|(a, b)| a * b).sum();
        let power: f64 = ahead.iter().zip(behind).map(|(a, b)| a * a + b * b).sum();
        if power <= f64::MIN_POSITIVE {
            break;
        }
        let reflection = 2.0 * joint / power;
        let mirrored: Vec<f64> = coefficients.iter().rev().copied().collect();
        for (own, other) in coefficients.iter_mut().zip(&mirrored) {
            *own -= reflection * other;
        }
        coefficients.push(reflection);
        for at in (order..forward.len()).rev() {
            let (ahead, behind) = (forward[at], backward[at - 1]);
            forward[at] = ahead - reflection * behind;
            backward[at] = behind - reflection * ahead;
        }
        variance *= 1.0 - reflection * reflection;
        let score = criterion(variance, n, order);
        if score < best.0 {
            best = (score, coefficients.clone());
        }
    }
    best.1
}

fn criterion(variance: f64, n: f64, order: usize) -> f64 {
    let k = order as f64 + 2.0;
    n * variance.max(f64::MIN_POSITIVE).ln() + 2.0 * k * n / (n - k - 1.0).max(1.0)
}
