//! Who will fall silent, from who wrote to whom and when.

use std::collections::BTreeMap;

use super::foreteller::Foresight;
use super::habits::{FEATURES, Habits};
use super::logistic::Logistic;
use crate::{Computed, Refusal};

/// Spans, in days, that silence is learned over: short ones reach nearest to the present.
const SPANS: [f64; 5] = [5.0, 10.0, 15.0, 20.0, 30.0];
/// Days between the moments that are learned from, and the first of them.
const EVERY: f64 = 5.0;
const FIRST: f64 = 10.0;
/// Fewest examples, and fewest of each kind.
const LEAST: usize = 200;
/// Ridge of the regression, chosen by rolling origins inside a training period.
const RIDGE: f64 = 20.0;
/// A span in which the community hardly lives still counts as this much of a usual day.
const LEAST_SPAN: f64 = 0.2;

/// One message, comment, answer or reaction of a member to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touch {
    /// Who.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// When, in days since the community began.
    pub day: f64,
}

/// What silence looks like beforehand, learned from a community's own past.
///
/// Members are looked at as they were at many moments of the past, and it is counted who did
/// nothing in the days that followed. All time is the community's own: it stands still in a break,
/// and a coming span counts as much as the community is expected to live in it. So what was
/// learned in term holds in the holidays, and the chances follow a rise or a decline of everybody.
#[derive(Debug, Clone)]
pub struct Silence {
    model: Logistic,
    habits: Habits,
    now: f64,
}

impl Silence {
    /// Learns from all `touches` before day `now`; nothing after it is looked at.
    ///
    /// O(moments × touches + examples × features²). Refuses days that are no numbers or before the
    /// beginning, and a past that gives fewer than 200 examples, or fewer than 8 of a kind.
    pub fn learn(touches: &[Touch], now: f64) -> Computed<Self> {
        if !now.is_finite() || touches.iter().any(|touch| !touch.day.is_finite() || touch.day < 0.0)
        {
            return Err(Refusal::Value);
        }
        let habits = Habits::of(touches, now);
        let (mut rows, mut happened) = (Vec::new(), Vec::new());
        for moment in moments(now) {
            let view = habits.until(moment);
            let known: Vec<(u32, Vec<f64>)> =
                view.members().map(|member| (member, view.features(member))).collect();
            for span in SPANS.into_iter().filter(|span| moment + span <= now) {
                let length = habits.clock().between(moment, moment + span);
                for (member, features) in &known {
                    rows.push(with_span(features, length));
                    happened.push(!habits.writes_within(*member, moment, moment + span));
                }
            }
        }
        check(&happened)?;
        Ok(Self { model: Logistic::train(&rows, &happened, RIDGE)?, habits, now })
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

/// The moments that are learned from, latest first.
fn moments(now: f64) -> impl Iterator<Item = f64> {
    (1_u32..).map(move |step| now - EVERY * f64::from(step)).take_while(|moment| *moment >= FIRST)
}

fn with_span(features: &[f64], length: f64) -> Vec<f64> {
    let mut row = features.to_vec();
    row.push(length.max(LEAST_SPAN).ln());
    row
}

fn check(happened: &[bool]) -> Computed<()> {
    let silent = happened.iter().filter(|silent| **silent).count();
    let fewest = silent.min(happened.len() - silent);
    if happened.len() < LEAST {
        return Err(Refusal::TooLittle { need: LEAST, have: happened.len() });
    }
    if fewest < 8 {
        return Err(Refusal::TooLittle { need: 8, have: fewest });
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
    fn a_young_community_is_refused() {
        let learn = |now| Silence::learn(&touches(), now).map(|_| ());
        assert_eq!(learn(9.0), Err(Refusal::TooLittle { need: 200, have: 0 }));
        assert_eq!(learn(f64::NAN), Err(Refusal::Value));
        let silence = Silence::learn(&touches(), 75.0).unwrap();
        assert_eq!(silence.foretell(0.0).map(|_| ()), Err(Refusal::Value));
    }
}
