//! Who will fall silent, from who wrote to whom and when.

mod examples;

use std::collections::BTreeMap;

use super::clock::Time;
use super::foreteller::Foresight;
use super::habits::{FEATURES, Habits};
use super::logistic::Logistic;
use crate::odds::chance;
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
/// The share of each time in the log-odds.
const SHARE: f64 = 0.5;
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
/// nothing in the days that followed. Two regressions learn from it. One measures all time as the
/// community lives it: it stands still in a break, and a coming span counts as much as the community
/// is expected to live in it, so that what was learned in term holds in the holidays. The other
/// measures it by the calendar, for members who keep their habits whatever the others do. How far
/// each is shrunk is decided by what it would have foretold at four origins of the past (rolling
/// origins; Tashman 2000).
///
/// What is foretold has the mean of both log-odds (logarithmic opinion pool; Genest & Zidek 1986).
/// How far to trust either is not learned: the origins of one short past cannot tell it reliably, and
/// estimated weights tend to lose to equal ones where the past is short or unlike the present
/// (Clemen 1989; Stock & Watson 2004). Neither may be absent: seasons and breaks need the community's
/// own time, and steady communities are served by the calendar. A calibration on the origins is not
/// made: it would carry a rise or a decline of the past on into the future.
#[derive(Debug, Clone)]
pub struct Silence {
    /// One for each of [`Time::BOTH`].
    models: [Logistic; 2],
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
        let [own, calendar] = Time::BOTH.map(|time| regression(&habits, now, time));
        Ok(Self { models: [own?, calendar?], habits, now })
    }

    /// The members who ever did something, and for each the chance to do nothing in the next `days`,
    /// with reasons by the number of the feature; see [`Silence::FEATURES`].
    pub fn foretell(&self, days: f64) -> Computed<BTreeMap<u32, Foresight>> {
        if !(days.is_finite() && days > 0.0) {
            return Err(Refusal::Value);
        }
        let [own, calendar] = Time::BOTH.map(|time| self.habits.until(self.now, time));
        let [own_length, length] = [&own, &calendar].map(|view| view.clock().expected(days));
        let tell = |member: u32| {
            let own = with_span(&own.features(member), own_length);
            let calendar = with_span(&calendar.features(member), length);
            Ok((member, self.foresight(&[own, calendar])?))
        };
        own.members().map(tell).collect()
    }

    /// The chance by both regressions, and what each feature adds to its log-odds.
    fn foresight(&self, rows: &[Vec<f64>; 2]) -> Computed<Foresight> {
        let (mut log_odds, mut parts) = (0.0, Vec::new());
        for (model, row) in self.models.iter().zip(rows) {
            log_odds += SHARE * model.log_odds(row)?;
            parts.extend(model.contributions(row)?.into_iter().map(|part| SHARE * part));
        }
        let mut reasons: Vec<(usize, f64)> = parts.into_iter().enumerate().collect();
        reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        Ok(Foresight { chance: chance(log_odds), reasons })
    }

    /// Stable keys of the features, in their order: in the community's own time, then in calendar
    /// time.
    pub const FEATURES: [&str; FEATURES.len()] = FEATURES;
}

/// What is learned from the past in one `time`.
fn regression(habits: &Habits, now: f64, time: Time) -> Computed<Logistic> {
    let examples = Examples::of(habits, now, time, (MOST, SEED));
    check(&examples.happened)?;
    Logistic::train(&examples.rows, &examples.happened, choose(&examples)?)
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
mod tests;
