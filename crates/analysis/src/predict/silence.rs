//! Who will fall silent, from who wrote to whom and when.

mod examples;

use std::collections::BTreeMap;

use super::foreteller::Foresight;
use super::habits::{FEATURES, Habits};
use super::logistic::Logistic;
use crate::scoring::log_loss;
use crate::{Computed, Refusal};
use examples::{Examples, with_span};

/// Fewest examples, and fewest of each kind.
const LEAST: usize = 200;
const LEAST_OF_KIND: usize = 8;
/// About how many examples are learned from at most, and the seed by which they are drawn.
const MOST: usize = 60_000;
const SEED: u64 = 1;
/// Ridges of the regression that are tried, and the one where nothing can be tried.
const RIDGES: [f64; 4] = [5.0, 20.0, 80.0, 320.0];
const RIDGE: f64 = 20.0;
/// Where the past is cut to try what it would have foretold, as shares of its length.
const ORIGINS: [f64; 4] = [0.4, 0.55, 0.7, 0.85];
/// The longest past, in days.
const LONGEST: f64 = 36_525.0;

/// One message, comment, answer or reaction of a member to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touch {
    /// Who.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// When, in days, counted from any beginning.
    pub day: f64,
}

/// What silence looks like beforehand, learned from a community's own past.
///
/// Members are looked at as they were at many moments of the past, and it is counted who did
/// nothing in the days that followed. All time is the community's own: it stands still in a break,
/// and a coming span counts as much as the community is expected to live in it. So what was
/// learned in term holds in the holidays, and the chances follow a rise or a decline of everybody.
/// How far the regression is shrunk is decided by what it would have foretold at four origins of
/// the past (rolling origins; Tashman 2000). A calibration on those origins is not made: it would
/// carry a rise or a decline of the past on into the future.
#[derive(Debug, Clone)]
pub struct Silence {
    model: Logistic,
    habits: Habits,
    now: f64,
}

impl Silence {
    /// Learns from all `touches` before day `now`; nothing after it is looked at.
    ///
    /// O(moments × touches + examples × features²), of at most about sixty moments and 60,000
    /// examples. Refuses days that are no numbers, a past of more than a hundred years, and one that
    /// gives fewer than 200 examples, or fewer than 8 of a kind.
    pub fn learn(touches: &[Touch], now: f64) -> Computed<Self> {
        if !now.is_finite() || touches.iter().any(|touch| !touch.day.is_finite()) {
            return Err(Refusal::Value);
        }
        // From here on, days are counted from midnight before the first touch.
        let past = touches.iter().filter(|touch| touch.day < now);
        let first = past.clone().map(|touch| touch.day).fold(now, f64::min).floor();
        let now = now - first;
        if now > LONGEST {
            return Err(Refusal::Value);
        }
        let past: Vec<Touch> =
            past.map(|touch| Touch { day: touch.day - first, ..*touch }).collect();
        let habits = Habits::of(&past, now);
        let examples = Examples::of(&habits, now, MOST, SEED);
        check(&examples.happened)?;
        let ridge = choose(&examples)?;
        let model = Logistic::train(&examples.rows, &examples.happened, ridge)?;
        Ok(Self { model, habits, now })
    }

    /// The members who ever did something, and for each the chance to do nothing in the next `days`,
    /// with reasons by the number of the feature; see [`Silence::FEATURES`].
    pub fn foretell(&self, days: f64) -> Computed<BTreeMap<u32, Foresight>> {
        if !(days.is_finite() && days > 0.0) {
            return Err(Refusal::Value);
        }
        let view = self.habits.until(self.now);
        let length = view.clock().expected(days);
        let tell = |member: u32| {
            let row = with_span(&view.features(member), length);
            let mut reasons: Vec<(usize, f64)> =
                self.model.contributions(&row)?.into_iter().enumerate().collect();
            reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
            Ok((member, Foresight { chance: self.model.chance(&row)?, reasons }))
        };
        view.members().map(tell).collect()
    }

    /// Stable keys of the features, in their order.
    pub const FEATURES: [&str; FEATURES.len()] = FEATURES;
}

/// The ridge under which the past would have been foretold best.
fn choose(examples: &Examples) -> Computed<f64> {
    let origins = examples.origins(&ORIGINS);
    let mut best = (f64::INFINITY, RIDGE);
    for ridge in RIDGES {
        let (chances, happened) = foretold(examples, &origins, ridge)?;
        if happened.is_empty() {
            break;
        }
        let loss = log_loss(&happened, &chances)?;
        if loss < best.0 {
            best = (loss, ridge);
        }
    }
    Ok(best.1)
}

/// What models of what was known at each origin say of what was asked there, and what happened.
fn foretold(examples: &Examples, origins: &[f64], ridge: f64) -> Computed<(Vec<f64>, Vec<bool>)> {
    let (mut chances, mut happened) = (Vec::new(), Vec::new());
    for &origin in origins {
        let (rows, past) = examples.known(origin);
        if check(&past).is_ok() {
            let model = Logistic::train(&rows, &past, ridge)?;
            let (asked, coming) = examples.asked(origin);
            for row in asked {
                chances.push(model.chance(&row)?);
            }
            happened.extend(coming);
        }
    }
    Ok((chances, happened))
}

fn check(happened: &[bool]) -> Computed<()> {
    let silent = happened.iter().filter(|silent| **silent).count();
    let fewest = silent.min(happened.len() - silent);
    if happened.len() < LEAST {
        return Err(Refusal::TooLittle { need: LEAST, have: happened.len() });
    }
    if fewest < LEAST_OF_KIND {
        return Err(Refusal::TooLittle { need: LEAST_OF_KIND, have: fewest });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty members write every day, twenty every tenth day, and twenty stop on day 30; nobody
    /// writes from day 60 to day 70.
    fn touches() -> Vec<Touch> {
        let mut touches = Vec::new();
        for day in 0..75_u32 {
            for member in 0..60_u32 {
                let writes = match member % 3 {
                    0 => true,
                    1 => day % 10 == member % 10,
                    _ => day < 30,
                };
                if writes && !(60..70).contains(&day) {
                    let to = (member * 7 + day) % 60;
                    touches.push(Touch { from: member, to, day: f64::from(day) + 0.5 });
                }
            }
        }
        touches
    }

    #[test]
    fn who_stopped_is_told_from_who_comes_seldom_and_from_who_comes_daily() {
        let silence = Silence::learn(&touches(), 75.0).unwrap();
        let told = silence.foretell(30.0).unwrap();
        assert_eq!(told.len(), 60);
        let mean = |kind: u32| {
            let of: Vec<f64> =
                told.iter().filter(|(m, _)| *m % 3 == kind).map(|(_, f)| f.chance).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        assert!(mean(0) < 0.2 && mean(2) > 0.6, "{} {}", mean(0), mean(2));
        assert!(mean(0) < mean(1) && mean(1) < mean(2));
        assert_eq!(told[&0].reasons.len(), Silence::FEATURES.len());
    }

    #[test]
    fn what_happens_after_now_is_not_looked_at() {
        let known: Vec<Touch> = touches().into_iter().filter(|touch| touch.day < 55.0).collect();
        let of = |touches: &[Touch]| Silence::learn(touches, 55.0).unwrap().foretell(10.0).unwrap();
        assert_eq!(of(&touches()), of(&known));
    }

    #[test]
    fn days_may_be_counted_from_any_beginning() {
        let moved: Vec<Touch> = touches()
            .into_iter()
            .map(|touch| Touch { day: touch.day + 20_000.0, ..touch })
            .collect();
        let of = |touches: &[Touch], now: f64| {
            Silence::learn(touches, now).unwrap().foretell(10.0).unwrap()
        };
        assert_eq!(of(&moved, 20_075.0), of(&touches(), 75.0));
    }

    #[test]
    fn a_large_past_is_sampled_and_foretells_the_same_each_time() {
        let many: Vec<Touch> = (0..12_u32)
            .flat_map(|copy| {
                touches().into_iter().map(move |touch| Touch {
                    from: touch.from + 60 * copy,
                    to: touch.to + 60 * copy,
                    ..touch
                })
            })
            .collect();
        let habits = Habits::of(&many, 75.0);
        let count = |most: usize| Examples::of(&habits, 75.0, most, 1).rows.len();
        assert!(count(usize::MAX) > 30_000);
        assert!((9_000..11_000).contains(&count(10_000)));
        assert_eq!(count(10_000), count(10_000));
    }

    #[test]
    fn a_young_community_is_refused() {
        let learn = |now| Silence::learn(&touches(), now).map(|_| ());
        assert_eq!(learn(9.0), Err(Refusal::TooLittle { need: 200, have: 0 }));
        assert_eq!(learn(f64::NAN), Err(Refusal::Value));
        assert_eq!(learn(1e15), Err(Refusal::Value));
        let silence = Silence::learn(&touches(), 75.0).unwrap();
        assert_eq!(silence.foretell(0.0).map(|_| ()), Err(Refusal::Value));
    }
}
