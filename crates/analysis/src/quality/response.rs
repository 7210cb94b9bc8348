//! Quality from the response of those who saw a text.

use crate::{Computed, Refusal};

/// The interval that holds the true share with the given confidence (Wilson 1927).
///
/// `z`: 1.96 for 95 %. Its lower end is the careful estimate to rank by. Refuses no observations,
/// more
/// successes than observations, and a `z` that is not positive.
pub fn wilson(successes: u64, observed: u64, z: f64) -> Computed<(f64, f64)> {
    if observed == 0 {
        return Err(Refusal::NoData);
    }
    if successes > observed || !(z.is_finite() && z > 0.0) {
        return Err(Refusal::Value);
    }
    let (n, share) = (observed as f64, successes as f64 / observed as f64);
    let middle = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    // The ends are exact at 0 and 1, where rounding would leave a trace.
    let low = if successes == 0 { 0.0 } else { ((middle - spread) / scale).max(0.0) };
    let high = if successes == observed { 1.0 } else { ((middle + spread) / scale).min(1.0) };
    Ok((low, high))
}

/// What is usual in the community, as imagined observations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The usual share.
    pub share: f64,
    /// How many imagined observations it is worth.
    pub strength: f64,
}

impl Prior {
    /// The usual share and how much shares differ, from (successes, observed) of many texts, by the
    /// method of moments for the beta distribution. Refuses fewer than ten texts with observations.
    pub fn of(texts: &[(u64, u64)]) -> Computed<Self> {
        let seen: Vec<(f64, f64)> = texts
            .iter()
            .filter(|text| text.1 > 0)
            .map(|text| (text.0 as f64, text.1 as f64))
            .collect();
        if seen.len() < 10 {
            return Err(Refusal::TooLittle { need: 10, have: seen.len() });
        }
        if seen.iter().any(|(successes, observed)| successes > observed) {
            return Err(Refusal::Value);
        }
        let observed: f64 = seen.iter().map(|text| text.1).sum();
        let share = seen.iter().map(|text| text.0).sum::<f64>() / observed;
        let usual = share * (1.0 - share);
        let spread: f64 = seen.iter().map(|text| text.1 * (text.0 / text.1 - share).powi(2)).sum();
        let squares: f64 = seen.iter().map(|text| text.1 * text.1).sum();
        let by_chance = usual * (seen.len() as f64 - 1.0);
        let between = (spread - by_chance) / (observed - squares / observed).max(1.0);
        let strength = if between > 0.0 { (usual / between - 1.0).clamp(1.0, 1e4) } else { 1e4 };
        Ok(Self { share, strength })
    }
}

/// The share of successes, drawn towards what is usual as far as observations are few (empirical
/// Bayes; Efron & Morris 1977). 0 to 1; successes count only as far as they were observed.
///
/// Refuses figures that are not finite or negative, a `prior` whose share is none, and no
/// observations at all, imagined ones included.
pub fn shrunk_rate(successes: f64, observed: f64, prior: Prior) -> Computed<f64> {
    let figures = [successes, observed, prior.strength];
    let is_sound = figures.iter().all(|figure| figure.is_finite() && *figure >= 0.0);
    if !is_sound || !(0.0..=1.0).contains(&prior.share) {
        return Err(Refusal::Value);
    }
    let sum = observed + prior.strength;
    if sum <= 0.0 {
        return Err(Refusal::NoData);
    }
    Ok(((successes.min(observed) + prior.share * prior.strength) / sum).min(1.0))
}

/// How members responded to a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// Members who saw it.
    pub reach: u64,
    /// Of those, members who saved, answered, shared or praised it.
    pub positive: u64,
    /// Of those, members who reported, hid or voted it down.
    pub negative: u64,
    /// How long it has been there, in days.
    pub age_days: f64,
}

/// The quality that a response speaks of, 0 to 1, corrected for reach and age.
///
/// Responses still to come are counted in: of those who will respond, the share
/// 1 − 2^(−age/`half_life_days`) has done so. The net share is then drawn towards the `prior`.
/// Refuses responses of more members than were reached, and what [`shrunk_rate`] refuses.
pub fn response_quality(response: Response, half_life_days: f64, prior: Prior) -> Computed<f64> {
    let age = response.age_days;
    let responses = response.positive.checked_add(response.negative);
    if responses.is_none_or(|responses| responses > response.reach)
        || !(age.is_finite() && age >= 0.0 && half_life_days > 0.0)
    {
        return Err(Refusal::Value);
    }
    let arrived = (1.0 - (-age / half_life_days).exp2()).max(0.05);
    let net = response.positive as f64 - response.negative as f64;
    shrunk_rate(net.max(0.0), response.reach as f64 * arrived, prior)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USUAL: Prior = Prior { share: 0.1, strength: 20.0 };

    #[test]
    fn one_of_one_is_worth_less_than_ninety_of_a_hundred() {
        assert!(wilson(1, 1, 1.96).unwrap().0 < wilson(90, 100, 1.96).unwrap().0);
        assert!(shrunk_rate(1.0, 1.0, USUAL).unwrap() < shrunk_rate(90.0, 100.0, USUAL).unwrap());
        assert_eq!(wilson(0, 0, 1.96), Err(Refusal::NoData));
        assert_eq!(wilson(2, 1, 1.96), Err(Refusal::Value));
        // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
        let (low, high) = wilson(81, 263, 1.959_964).unwrap();
        assert!((low - 0.2553).abs() < 1e-4 && (high - 0.3662).abs() < 1e-4);
    }

    #[test]
    fn a_young_text_is_not_punished_for_its_age() {
        let young = Response { reach: 100, positive: 8, negative: 0, age_days: 1.0 };
        let old = Response { age_days: 60.0, ..young };
        let quality = |response| response_quality(response, 2.0, USUAL).unwrap();
        assert!(quality(young) > quality(old));
        assert!(response_quality(Response { reach: 3, ..young }, 2.0, USUAL).is_err());
        let endless = Response { positive: u64::MAX, negative: 1, ..young };
        assert_eq!(response_quality(endless, 2.0, USUAL), Err(Refusal::Value));
        let unseen = Response { reach: 0, positive: 0, ..young };
        let nothing = Prior { strength: 0.0, ..USUAL };
        assert_eq!(response_quality(unseen, 2.0, nothing), Err(Refusal::NoData));
    }

    #[test]
    fn the_prior_is_strong_when_texts_are_alike_and_weak_when_they_differ() {
        let alike: Vec<(u64, u64)> = (0..50).map(|_| (10, 100)).collect();
        let mixed: Vec<(u64, u64)> =
            (0..50).map(|n| (if n % 2 == 0 { 1 } else { 60 }, 100)).collect();
        assert!((Prior::of(&alike).unwrap().share - 0.1).abs() < 1e-12);
        assert!(Prior::of(&alike).unwrap().strength > Prior::of(&mixed).unwrap().strength);
        assert!(Prior::of(&alike[..5]).is_err());
    }

    proptest! {
        #[test]
        fn a_response_is_a_quality_of_0_to_1_or_refused(
            reach in any::<u64>(), positive in any::<u64>(), negative in any::<u64>(),
            age_days in any::<f64>(), half_life in any::<f64>(),
            share in any::<f64>(), strength in any::<f64>(),
        ) {
            let part = |count: u64| count % (reach / 2).max(1);
            let prior = Prior { share: share.abs().fract(), strength: strength.abs() };
            for (positive, negative) in [(positive, negative), (part(positive), part(negative))] {
                for prior in [prior, Prior { share, strength }] {
                    let response = Response { reach, positive, negative, age_days: age_days.abs() };
                    if let Ok(quality) = response_quality(response, half_life.abs(), prior) {
                        prop_assert!((0.0..=1.0).contains(&quality));
                    }
                }
            }
        }

        #[test]
        fn intervals_are_nested_and_hold_the_share(
            observed in 1_u64..2000, part in 0.0_f64..1.0, z in 0.5_f64..2.0,
        ) {
            let successes = (observed as f64 * part) as u64;
            let (narrow, wide) =
                (wilson(successes, observed, z).unwrap(), wilson(successes, observed, z + 1.0).unwrap());
            let share = successes as f64 / observed as f64;
            prop_assert!(wide.0 <= narrow.0 + 1e-12 && narrow.1 <= wide.1 + 1e-12);
            prop_assert!(narrow.0 <= share + 1e-12 && share <= narrow.1 + 1e-12);
            prop_assert!(wide.0 >= 0.0 && wide.1 <= 1.0);
        }
    }
}
