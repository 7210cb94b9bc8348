//! How one item spreads: fitted to its shares so far, and carried on.

mod posterior;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use self::posterior::{Belief, Posterior};
use crate::{Computed, Refusal};

/// The fewest shares from which spread is fitted.
const SHARES_MIN: usize = 5;

/// How many futures are played.
const FUTURES: usize = 1_000;

/// The greatest number of new shares in one played future.
const SHARES_MAX: usize = 100_000;

/// How an item spreads, and how far it will.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Contagion {
    /// How many shares the item itself draws in the end.
    pub pull: f64,
    /// How many further shares one share draws in the end: below 1 the item dies out.
    pub reproduction: f64,
    /// The 95 % interval of `reproduction`.
    pub reproduction_range: (f64, f64),
    /// The days after which half of the shares that something draws have come.
    pub half_life_days: f64,
    /// Shares by the end of the horizon.
    pub outlook: Outlook,
}

/// A number of shares with its intervals.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Outlook {
    /// The mean of the futures played, those so far included.
    pub mean: f64,
    /// The 80 % interval.
    pub likely: (f64, f64),
    /// The 95 % interval.
    pub wide: (f64, f64),
}

/// Fits the spread of one item to `shares_at` (days since it was published, rising) as seen
/// `age_days` after publication, and plays it on for `horizon_days`.
///
/// A self-exciting process (Hawkes, "Spectra of some self-exciting and mutually exciting point
/// processes", 1971; for shares Zhao and others, "SEISMIC", 2015): the item and each share draw
/// shares at an exponentially falling rate. The parameters are averaged over their posterior on a
/// grid, so that the intervals hold what is not known of them. O(grid · n) with about 6,000 points.
///
/// # Errors
/// [`Refusal::TooLittle`] below five shares, [`Refusal::Value`] for times that do not rise, lie
/// outside 0 ..= `age_days` or are not finite, or a horizon that is not positive.
pub fn contagion(
    shares_at: &[f64],
    age_days: f64,
    horizon_days: f64,
    seed: u64,
) -> Computed<Contagion> {
    let is_positive = |days: f64| days.is_finite() && days > 0.0;
    let is_rising = shares_at.windows(2).all(|pair| pair[0] <= pair[1]);
    let is_inside = shares_at.iter().all(|at| (0.0..=age_days).contains(at));
    if !is_positive(age_days) || !is_positive(horizon_days) || !is_rising || !is_inside {
        return Err(Refusal::Value);
    }
    if shares_at.len() < SHARES_MIN {
        return Err(Refusal::TooLittle { need: SHARES_MIN, have: shares_at.len() });
    }
    let posterior = Posterior::of(shares_at, age_days);
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut totals: Vec<f64> = (0..FUTURES)
        .map(|_| {
            let belief = posterior.draw(random.random::<f64>());
            (shares_at.len() + future(belief, horizon_days, &mut random)) as f64
        })
        .collect();
    totals.sort_by(f64::total_cmp);
    let quantile = |share: f64| totals[((FUTURES - 1) as f64 * share).round() as usize];
    let outlook = Outlook {
        mean: totals.iter().sum::<f64>() / FUTURES as f64,
        likely: (quantile(0.1), quantile(0.9)),
        wide: (quantile(0.025), quantile(0.975)),
    };
    Ok(Contagion {
        pull: posterior.mean(|belief| belief.pull),
        reproduction: posterior.mean(|belief| belief.reproduction),
        reproduction_range: (
            posterior.reproduction_quantile(0.025),
            posterior.reproduction_quantile(0.975),
        ),
        half_life_days: std::f64::consts::LN_2 / posterior.mean(|belief| belief.decay),
        outlook,
    })
}

/// Plays one future as a branching process: how many new shares come within `horizon` days.
fn future(belief: Belief, horizon: f64, random: &mut Xoshiro256PlusPlus) -> usize {
    let mut left: Vec<f64> = Vec::new(); // Days left to the horizon for each new share.
    let mut count = 0;
    offspring(belief.pending, belief.decay, horizon, random, &mut left);
    while let Some(rest) = left.pop() {
        count += 1;
        if count >= SHARES_MAX {
            break;
        }
        offspring(belief.reproduction, belief.decay, rest, random, &mut left);
    }
    count
}

/// Adds the shares that something draws within `rest` days: a Poisson number with `mean`, each
/// after an exponential time.
fn offspring(
    mean: f64,
    decay: f64,
    rest: f64,
    random: &mut Xoshiro256PlusPlus,
    left: &mut Vec<f64>,
) {
    // Arrivals of a unit Poisson process on the scale of expected numbers.
    let mut at = 0.0;
    let within = mean * -(-decay * rest).exp_m1();
    loop {
        at -= (1.0 - random.random::<f64>()).ln();
        if at >= within {
            return;
        }
        let after = -(-at / mean).ln_1p() / decay;
        left.push(rest - after);
        if left.len() >= SHARES_MAX {
            return;
        }
    }
}
