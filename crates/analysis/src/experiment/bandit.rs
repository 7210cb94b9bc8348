//! Choosing between variants while learning which is best.

use rand::distr::Distribution;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use statrs::distribution::Beta;

use crate::{Computed, Refusal};

/// What is known of one variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Trials {
    /// How often it was shown.
    pub shown: u64,
    /// How often it worked.
    pub worked: u64,
}

/// How variants are to be shown.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Allocation {
    /// For each variant the chance that it is the best.
    pub best: Vec<f64>,
    /// For each variant the share of members it is shown to; these sum to 1.
    pub shares: Vec<f64>,
    /// What is lost, in the mean, by showing only the likeliest best: an expected difference of
    /// shares. Near 0 the search may end.
    pub regret: f64,
}

/// The variant to show next. The first one is the control: it is shown to `control_share` of all
/// whatever happens, so that there always is something to compare with; the rest goes by Thompson
/// sampling (Thompson, "On the Likelihood that One Unknown Probability Exceeds Another", 1933) with
/// a flat prior over all variants. `seed` must differ from choice to choice. O(variants).
///
/// # Errors
/// As [`allocate`].
pub fn pick(variants: &[Trials], control_share: f64, seed: u64) -> Computed<usize> {
    let laws = laws(variants, control_share)?;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    if random.random::<f64>() < control_share {
        return Ok(0);
    }
    Ok(best_of(&laws, &mut random).0)
}

/// The shares by which [`pick`] shows the variants, from `draws` of the posterior.
/// O(`draws` · variants).
///
/// # Errors
/// [`Refusal::NoData`] without variants or draws, [`Refusal::Value`] when one worked more often
/// than it was shown or `control_share` is no share.
pub fn allocate(
    variants: &[Trials],
    control_share: f64,
    draws: u32,
    seed: u64,
) -> Computed<Allocation> {
    let laws = laws(variants, control_share)?;
    if draws == 0 {
        return Err(Refusal::NoData);
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut wins = vec![0.0; variants.len()];
    let mut means = vec![0.0; variants.len()];
    let mut most = 0.0;
    for _ in 0..draws {
        let (best, values) = best_of(&laws, &mut random);
        wins[best] += 1.0;
        most += values[best];
        for (mean, value) in means.iter_mut().zip(values) {
            *mean += value;
        }
    }
    let count = f64::from(draws);
    let best: Vec<f64> = wins.iter().map(|win| win / count).collect();
    let shares = best
        .iter()
        .enumerate()
        .map(|(at, chance)| {
            let own = if at == 0 { control_share } else { 0.0 };
            own + (1.0 - control_share) * chance
        })
        .collect();
    let kept = means.iter().copied().fold(0.0, f64::max);
    Ok(Allocation { best, shares, regret: ((most - kept) / count).max(0.0) })
}

/// The posterior of each variant under a flat prior.
fn laws(variants: &[Trials], control_share: f64) -> Computed<Vec<Beta>> {
    if variants.is_empty() {
        return Err(Refusal::NoData);
    }
    if !(0.0..=1.0).contains(&control_share) {
        return Err(Refusal::Value);
    }
    variants
        .iter()
        .map(|one| {
            let failed = one.shown.checked_sub(one.worked).ok_or(Refusal::Value)?;
            match Beta::new(one.worked as f64 + 1.0, failed as f64 + 1.0) {
                Ok(law) => Ok(law),
                Err(_) => Err(Refusal::Value),
            }
        })
        .collect()
}

/// One draw of each posterior, and which is the greatest.
fn best_of(laws: &[Beta], random: &mut Xoshiro256PlusPlus) -> (usize, Vec<f64>) {
    let values: Vec<f64> = laws.iter().map(|law| law.sample(random)).collect();
    let mut best = 0;
    for (at, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = at;
        }
    }
    (best, values)
}
