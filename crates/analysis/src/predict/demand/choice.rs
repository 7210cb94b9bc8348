//! How fast demand fades and what the community counts, by what would have been foretold best.

use super::{Demand, Interest};
use crate::{Computed, Refusal};

/// What is tried: half-lives in days, and how many own interests the community is worth.
const HALF_LIVES: [f64; 7] = [3.0, 7.0, 14.0, 30.0, 60.0, 120.0, 365.0];
const PRIORS: [f64; 5] = [1.0, 3.0, 10.0, 30.0, 100.0];
/// Shares of the interests, latest first, between which each origin's future lies.
const FUTURES: [(f64, f64); 3] = [(0.0, 0.1), (0.1, 0.2), (0.2, 0.3)];
/// Fewest interests.
const LEAST: usize = 100;

impl Demand {
    /// Learns from `interests`, with the half-life and the prior under which the latest tenths of
    /// them would have been foretold best from those before (rolling origins; by log loss).
    ///
    /// O(35 × interests log interests). Refuses what [`Demand::learn`] refuses, fewer than 100
    /// interests, and interests that are all of one age.
    pub fn choose(shape: (usize, usize), interests: &[Interest]) -> Computed<Self> {
        // The first trial also checks the figures that are sorted by.
        Self::learn(shape, interests, HALF_LIVES[0], PRIORS[0])?;
        if interests.len() < LEAST {
            return Err(Refusal::TooLittle { need: LEAST, have: interests.len() });
        }
        let mut sorted = interests.to_vec();
        sorted.sort_by(|a, b| a.age_days.total_cmp(&b.age_days));
        let origins: Vec<Origin> =
            FUTURES.iter().filter_map(|future| Origin::of(&sorted, *future)).collect();
        let mut best: Option<(f64, f64, f64)> = None;
        for half_life in HALF_LIVES {
            for prior in PRIORS {
                let mut loss = 0.0;
                for origin in &origins {
                    loss += origin.loss(shape, half_life, prior)?;
                }
                if best.is_none_or(|best| loss < best.0) && !origins.is_empty() {
                    best = Some((loss, half_life, prior));
                }
            }
        }
        let (_, half_life, prior) = best.ok_or(Refusal::NoData)?;
        Self::learn(shape, interests, half_life, prior)
    }
}

/// What was known at a moment, and what came then.
struct Origin<'a> {
    known: Vec<Interest>,
    coming: &'a [Interest],
}

impl<'a> Origin<'a> {
    /// `sorted` by age; nothing where the future has no past.
    fn of(sorted: &'a [Interest], (from, to): (f64, f64)) -> Option<Self> {
        let place = |share: f64| (sorted.len() as f64 * share) as usize;
        let cut = sorted.get(place(to))?.age_days;
        let start = sorted.partition_point(|one| one.age_days < cut);
        let coming = sorted.get(place(from)..start).filter(|coming| !coming.is_empty())?;
        let known = &sorted[start..];
        let aged = |one: &Interest| Interest { age_days: one.age_days - cut, ..*one };
        Some(Self { known: known.iter().map(aged).collect(), coming })
    }

    /// The mean of −ln of the share given to what came.
    fn loss(&self, shape: (usize, usize), half_life: f64, prior: f64) -> Computed<f64> {
        let demand = Demand::learn(shape, &self.known, half_life, prior)?;
        let of = |one: &Interest| -one.weight * demand.share(one.member, one.topic).ln();
        let weight: f64 = self.coming.iter().map(|one| one.weight).sum();
        Ok(self.coming.iter().map(of).sum::<f64>() / weight.max(f64::MIN_POSITIVE))
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::scoring::expected_calibration_error;

    /// Members who want one of ten topics most of the time, and turn to the next every `stay` days.
    fn interests(stay: u32, own: f64, seed: u64) -> Vec<Interest> {
        let mut random = StdRng::seed_from_u64(seed);
        (0..200_u32)
            .flat_map(|day| (0..20_u32).map(move |member| (day, member)))
            .map(|(day, member)| {
                let any = random.random_range(0..10);
                let topic = if random.random_bool(own) { (member + day / stay) % 10 } else { any };
                Interest { member, topic, age_days: f64::from(200 - day), weight: 1.0 }
            })
            .collect()
    }

    #[test]
    fn what_changes_soon_fades_fast_and_what_is_shared_is_taken_from_the_community() {
        let share = |stay, own| {
            let all = interests(stay, own, 1);
            let demand = Demand::choose((20, 10), &all).unwrap();
            (demand.share(0, (199 / stay) % 10), demand.prior)
        };
        let (turning, steady, alike) = (share(50, 0.8), share(1_000, 0.8), share(1_000, 0.0));
        let slow = Demand::learn((20, 10), &interests(50, 0.8, 1), 365.0, 3.0).unwrap();
        let slow = slow.share(0, 3);
        assert!(turning.0 > 0.5 && slow < 0.35, "{turning:?} {slow}");
        assert!(steady.0 > 0.75 && steady.1 <= 10.0, "{steady:?}");
        assert!(alike.1 >= 30.0, "{alike:?}");
    }

    #[test]
    fn shares_come_true_as_often_as_they_say() {
        let all = interests(1_000, 0.6, 2);
        let (past, coming): (Vec<Interest>, Vec<Interest>) =
            all.into_iter().partition(|one| one.age_days > 10.0);
        let aged: Vec<Interest> =
            past.iter().map(|one| Interest { age_days: one.age_days - 10.0, ..*one }).collect();
        let demand = Demand::choose((20, 10), &aged).unwrap();
        let (mut told, mut truth) = (Vec::new(), Vec::new());
        for one in &coming {
            for (topic, share) in (0..).zip(demand.of_member(one.member)) {
                told.push(share);
                truth.push(topic == one.topic);
            }
        }
        let error = expected_calibration_error(&truth, &told).unwrap();
        assert!(error < 0.03, "{error}");
    }

    #[test]
    fn too_few_interests_or_a_past_of_one_moment_are_refused() {
        let all = interests(50, 0.6, 3);
        let few = Demand::choose((20, 10), &all[..50]).map(|_| ());
        assert_eq!(few, Err(Refusal::TooLittle { need: 100, have: 50 }));
        let at_once: Vec<Interest> =
            all.iter().map(|one| Interest { age_days: 1.0, ..*one }).collect();
        assert_eq!(Demand::choose((20, 10), &at_once).map(|_| ()), Err(Refusal::NoData));
    }
}
