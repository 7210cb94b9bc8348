//! The pairwise logit by which the parts of a text's quality are weighed.

use super::learn::{LEARNED, Pair};

const COUNT: usize = LEARNED.len();
type Weights = [f64; COUNT];

/// Newton steps, rounds of each over the weights, and the longest step of a weight.
const STEPS: usize = 40;
const ROUNDS: usize = 100;
const STRIDE: f64 = 2.0;
/// Ridge on each weight, in pairs.
const RIDGE: f64 = 0.1;

/// The weights of at least 0 under which texts are likeliest to be above their spoiled versions
/// (Bradley & Terry 1952), of pairs with how much each counts, which is brought to a mean of 1:
/// Newton's method with a coordinate descent for each step.
pub(crate) fn weights(pairs: &[(&Pair, f64)]) -> Weights {
    let (sum, all) = pairs.iter().fold((0.0, 0.0), |(sum, all), pair| (sum + pair.1, all + 1.0));
    let scale = all / f64::max(sum, f64::MIN_POSITIVE);
    let mut weights = [0.0; COUNT];
    for _ in 0..STEPS {
        let next = step(pairs, scale, &weights);
        let moved = next.iter().zip(weights).map(|(next, before)| (next - before).abs());
        let is_settled = moved.fold(0.0, f64::max) < 1e-7;
        weights = next;
        if is_settled {
            break;
        }
    }
    weights
}

/// How far a text is above its spoiled version.
pub(crate) fn margin(pair: &Pair, weights: &Weights) -> f64 {
    dot(&pair.gains, weights) + pair.fixed
}

/// Where the loss is least near `weights`, as far as its slope and bend there tell.
fn step(pairs: &[(&Pair, f64)], scale: f64, weights: &Weights) -> Weights {
    let mut slope = weights.map(|weight| RIDGE * weight);
    let mut bend = [[0.0; COUNT]; COUNT];
    for (pair, count) in pairs {
        let below = 1.0 / (1.0 + margin(pair, weights).exp());
        let (pull, spread) = (scale * count * below, scale * count * below * (1.0 - below));
        for ((gain, slope), row) in pair.gains.iter().zip(&mut slope).zip(&mut bend) {
            *slope -= pull * gain;
            for (other, bend) in pair.gains.iter().zip(row) {
                *bend += spread * gain * other;
            }
        }
    }
    let mut moves = [0.0; COUNT];
    for _ in 0..ROUNDS {
        for (at, ((slope, row), weight)) in slope.iter().zip(&bend).zip(weights).enumerate() {
            let (Some(own), Some(before)) = (row.get(at), moves.get(at)) else { continue };
            let rest = slope + dot(row, &moves) - own * before;
            let next = (-rest / (own + RIDGE)).max(-weight).clamp(-STRIDE, STRIDE);
            moves.iter_mut().skip(at).take(1).for_each(|own| *own = next);
        }
    }
    let mut next = *weights;
    next.iter_mut().zip(moves).for_each(|(weight, change)| *weight += change);
    next
}

fn dot(one: &Weights, other: &Weights) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_tells_counts_and_one_that_misleads_counts_nothing() {
        let gains = |first: f64, second: f64| {
            let mut gains = [0.0; COUNT];
            gains[..2].copy_from_slice(&[first, second]);
            gains
        };
        let pair = |first, second| Pair::of_gains(gains(first, second));
        let all = [pair(1.0, -1.0), pair(1.0, 0.5), pair(1.0, -0.5), pair(-1.0, 0.0)];
        let count =
            |times: f64| -> Vec<(&Pair, f64)> { all.iter().zip([1.0, 1.0, 1.0, times]).collect() };
        let learned = weights(&count(1.0));
        assert!(learned[0] > 0.5 && learned[1..].iter().all(|weight| *weight == 0.0));
        assert!(margin(&all[0], &learned) > 0.0);
        assert!(weights(&count(2.0))[0] < learned[0]);
    }
}
