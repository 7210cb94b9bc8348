//! Who will fall silent, from who wrote to whom and when.

mod choice;
mod examples;

use std::collections::BTreeMap;

use super::clock::Time;
use super::foreteller::Foresight;
use super::habits::{FEATURES, Habits, View};
use super::logistic::Logistic;
use crate::odds::chance;
use crate::{Computed, Refusal};
use choice::pooled;
use examples::{Examples, with_span};

/// Fewest examples, and fewest of each kind.
const LEAST: usize = 200;
const LEAST_OF_KIND: usize = 8;
/// About how many examples are learned from at most, and the seed by which they are drawn.
const MOST: usize = 60_000;
const SEED: u64 = 1;
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
/// nothing in the days that followed. Two regressions learn from it. One measures all time as the
/// community lives it: it stands still in a break, and a coming span counts as much as the community
/// is expected to live in it, so that what was learned in term holds in the holidays. The other
/// measures it by the calendar, for members who keep their habits whatever the others do. How far
/// each is shrunk, and how far the one is trusted beside the other, is decided by what they would
/// have foretold at four origins of the past (rolling origins; Tashman 2000). Those cannot speak for
/// a present that is like none of them, as after a break in which nobody came: where members now are
/// farther from the past than they were at any moment of it, in the one time and not in the other,
/// the other alone is trusted. A calibration on the origins is not made: it would carry a rise or a
/// decline of the past on into the future.
#[derive(Debug, Clone)]
pub struct Silence {
    own: Logistic,
    calendar: Logistic,
    /// The share of the first in the log-odds.
    trust: f64,
    habits: Habits,
    now: f64,
}

impl Silence {
    /// Learns from all `touches` before day `now`; nothing after it is looked at.
    ///
    /// O(moments × touches + examples × features × (features + log examples)), of at most about sixty
    /// moments and 60,000 examples. Refuses days that are no numbers, a past of more than a hundred
    /// years, and one that gives fewer than 200 examples, or fewer than 8 of a kind.
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
        let [own, calendar] = Time::BOTH.map(|time| Examples::of(&habits, now, time, (MOST, SEED)));
        check(&own.happened)?;
        let origins = own.origins(&ORIGINS);
        let (own_ridge, own_trial) = choice::ridge(&own, &origins)?;
        let (calendar_ridge, calendar_trial) = choice::ridge(&calendar, &origins)?;
        Ok(Self {
            own: Logistic::train(&own.rows, &own.happened, own_ridge)?,
            calendar: Logistic::train(&calendar.rows, &calendar.happened, calendar_ridge)?,
            trust: match (own.is_strange(), calendar.is_strange()) {
                (false, true) => 1.0,
                (true, false) => 0.0,
                _ => choice::trust(&own_trial, &calendar_trial),
            },
            habits,
            now,
        })
    }

    /// The members who ever did something, and for each the chance to do nothing in the next `days`,
    /// with reasons by the number of the feature; see [`Silence::FEATURES`].
    pub fn foretell(&self, days: f64) -> Computed<BTreeMap<u32, Foresight>> {
        if !(days.is_finite() && days > 0.0) {
            return Err(Refusal::Value);
        }
        let [own, calendar] = Time::BOTH.map(|time| self.habits.until(self.now, time));
        let row = |view: &View<'_>, member: u32| {
            with_span(&view.features(member), view.clock().expected(days))
        };
        let tell = |member: u32| {
            Ok((member, self.foresight(&row(&own, member), &row(&calendar, member))?))
        };
        own.members().map(tell).collect()
    }

    /// The chance by both regressions, and what each feature adds to its log-odds.
    fn foresight(&self, own: &[f64], calendar: &[f64]) -> Computed<Foresight> {
        let pool = |own: f64, calendar: f64| pooled(self.trust, own, calendar);
        let log_odds = pool(self.own.log_odds(own)?, self.calendar.log_odds(calendar)?);
        let own = self.own.contributions(own)?.into_iter().map(|part| pool(part, 0.0));
        let calendar =
            self.calendar.contributions(calendar)?.into_iter().map(|part| pool(0.0, part));
        let mut reasons: Vec<(usize, f64)> = own.chain(calendar).enumerate().collect();
        reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        Ok(Foresight { chance: chance(log_odds), reasons })
    }

    /// How far the community's own time is trusted, the rest being the calendar's: 0 to 1.
    pub fn trust(&self) -> f64 {
        self.trust
    }

    /// Stable keys of the features, in their order: in the community's own time, then in calendar
    /// time.
    pub const FEATURES: [&str; FEATURES.len()] = FEATURES;
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
