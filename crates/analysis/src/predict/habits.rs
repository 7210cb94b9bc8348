//! What is known of members' habits at a moment, in calendar time or in the community's own.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::{Clock, Time};
use super::silence::Touch;

/// Windows, in days of the clock, that deeds are counted over.
const WINDOWS: [f64; 4] = [3.0, 7.0, 14.0, 30.0];

macro_rules! keys {
    ($($key:literal,)*) => { [$(concat!("own_", $key),)* $(concat!("calendar_", $key),)*] };
}

/// Stable keys of the features in the community's own time and in calendar time, both in the order
/// of [`View::features`] with the length of the span that is asked about at the end.
pub(crate) const FEATURES: [&str; 48] = keys![
    "since_wrote",
    "since_addressed",
    "since_either",
    "age",
    "absent_share",
    "wrote_3",
    "addressed_3",
    "days_3",
    "wrote_7",
    "addressed_7",
    "days_7",
    "wrote_14",
    "addressed_14",
    "days_14",
    "wrote_30",
    "addressed_30",
    "days_30",
    "absence_over_rhythm",
    "longer_absences",
    "burstiness",
    "longest_absence",
    "usual_absence",
    "days_share",
    "span",
];

/// When each member wrote and was written to, in days, ascending.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Habits {
    wrote: BTreeMap<u32, Vec<f64>>,
    addressed: BTreeMap<u32, Vec<f64>>,
}

/// What was known at a moment, on one of the clocks.
pub(crate) struct View<'a> {
    habits: &'a Habits,
    moment: f64,
    clock: Clock,
}

impl Habits {
    /// From the touches before day `now`.
    pub(crate) fn of(touches: &[Touch], now: f64) -> Self {
        let mut wrote: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        let mut addressed: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for touch in touches.iter().filter(|touch| touch.day < now) {
            wrote.entry(touch.from).or_default().push(touch.day);
            addressed.entry(touch.to).or_default().push(touch.day);
        }
        for days in wrote.values_mut().chain(addressed.values_mut()) {
            days.sort_by(f64::total_cmp);
        }
        Self { wrote, addressed }
    }

    /// How many wrote before `moment`.
    pub(crate) fn known(&self, moment: f64) -> usize {
        self.wrote.values().filter(|days| days.first().is_some_and(|day| *day < moment)).count()
    }

    /// What was known before `moment`. O(touches) in the community's own time.
    pub(crate) fn until(&self, moment: f64, time: Time) -> View<'_> {
        View { habits: self, moment, clock: self.clock(moment, time) }
    }

    fn clock(&self, until: f64, time: Time) -> Clock {
        let days = until.max(0.0).ceil() as usize;
        match time {
            Time::Own => Clock::of(self.active(until, days)),
            Time::Calendar => Clock::of(vec![1.0; days]),
        }
    }

    /// How many members wrote on each of the `days` before `until`.
    fn active(&self, until: f64, days: usize) -> Vec<f64> {
        let mut active = vec![0.0; days];
        for wrote in self.wrote.values() {
            for day in whole_days(before(wrote, until)) {
                active[day as usize] += 1.0;
            }
        }
        active
    }

    pub(crate) fn writes_within(&self, member: u32, from: f64, to: f64) -> bool {
        let days = self.wrote.get(&member).map_or(&[][..], Vec::as_slice);
        before(days, from).len() < before(days, to).len()
    }
}

fn before(days: &[f64], moment: f64) -> &[f64] {
    &days[..days.partition_point(|day| *day < moment)]
}

fn whole_days(days: &[f64]) -> BTreeSet<u32> {
    days.iter().map(|day| *day as u32).collect()
}

impl View<'_> {
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Those who wrote before.
    pub(crate) fn members(&self) -> impl Iterator<Item = u32> {
        let wrote = self.habits.wrote.iter();
        wrote.filter(|(_, days)| days.first().is_some_and(|day| *day < self.moment)).map(|m| *m.0)
    }

    /// All features of one who wrote before, but for the span.
    pub(crate) fn features(&self, member: u32) -> Vec<f64> {
        let of = |list: &BTreeMap<u32, Vec<f64>>| -> Vec<f64> {
            let days = list.get(&member).map_or(&[][..], Vec::as_slice);
            before(days, self.moment).to_vec()
        };
        let (wrote, addressed) = (of(&self.habits.wrote), of(&self.habits.addressed));
        let now = self.clock.at(self.moment);
        let ages = |days: &[f64]| -> Vec<f64> {
            days.iter().map(|day| now - self.clock.at(*day)).collect()
        };
        let came: Vec<f64> = whole_days(&wrote)
            .into_iter()
            .map(|day| now - self.clock.at(f64::from(day) + 0.5))
            .collect();
        let (wrote, addressed) = (ages(&wrote), ages(&addressed));
        let since = wrote.last().copied().unwrap_or(now);
        let since_addressed = addressed.last().copied().unwrap_or(now);
        let age = wrote.first().copied().unwrap_or(now).max(0.01);
        let mut row = vec![
            since.ln_1p(),
            since_addressed.ln_1p(),
            since.min(since_addressed).ln_1p(),
            age.ln_1p(),
            since / age,
        ];
        for window in WINDOWS {
            for list in [&wrote, &addressed, &came] {
                row.push((list.iter().filter(|age| **age <= window).count() as f64).ln_1p());
            }
        }
        row.extend(rhythm(&came, since, age));
        row
    }
}

/// How the present absence compares with earlier ones, and how regular those were.
///
/// Burstiness as in Goh & Barabási 2008: −1 for a regular rhythm, towards 1 for bursts.
fn rhythm(came: &[f64], since: f64, age: f64) -> [f64; 6] {
    let mut absences: Vec<f64> = came.windows(2).map(|pair| pair[0] - pair[1]).collect();
    absences.sort_by(f64::total_cmp);
    let count = absences.len() as f64;
    let mean = if absences.is_empty() { age } else { absences.iter().sum::<f64>() / count };
    let spread = if absences.len() > 1 {
        (absences.iter().map(|absence| (absence - mean).powi(2)).sum::<f64>() / count).sqrt()
    } else {
        mean
    };
    let longer = absences.len() - absences.partition_point(|absence| *absence < since);
    let middle = |at: usize| (absences[at] + absences[absences.len() - 1 - at]) / 2.0;
    let median = if absences.is_empty() { age } else { middle(absences.len() / 2) };
    [
        (since / (mean + 0.3)).max(0.0).ln_1p(),
        (longer as f64 + 0.5) / (count + 1.0),
        (spread - mean) / (spread + mean + 1e-9),
        absences.last().copied().unwrap_or(0.0).max(0.0).ln_1p(),
        median.max(0.0).ln_1p(),
        came.len() as f64 / age.max(1.0),
    ]
}
