//! What is learned from: members as they were at moments of the past, and what they did then.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::super::clock::Time;
use super::super::habits::Habits;

/// Spans, in days, that silence is learned over: short ones reach nearest to the present.
const SPANS: [f64; 5] = [5.0, 10.0, 15.0, 20.0, 30.0];
/// Days between the moments that are learned from, and the first of them.
const EVERY: f64 = 5.0;
const FIRST: f64 = 10.0;
/// How many of the latest moments are all taken, and how many of the older ones.
const LATEST: u32 = 30;
const OLDER: u32 = 30;
/// A span in which the community hardly lives still counts as this much of a usual day.
const LEAST_SPAN: f64 = 0.2;

/// Rows of features and what happened, each with its moment and the end of its span.
#[derive(Debug, Default)]
pub(super) struct Examples {
    pub(super) rows: Vec<Vec<f64>>,
    pub(super) happened: Vec<bool>,
    moments: Vec<f64>,
    ends: Vec<f64>,
    /// The last feature as it was expected at the moment, before the span was lived.
    expected: Vec<f64>,
}

impl Examples {
    /// All that the past has, or about `most` of it: members are drawn at each moment then, the
    /// same ones for the same `seed` in either `time`. O(moments × touches).
    pub(super) fn of(habits: &Habits, now: f64, time: Time, (most, seed): (usize, u64)) -> Self {
        let moments = moments(now);
        let spans = |moment: f64| SPANS.into_iter().filter(move |span| moment + span <= now);
        let all: usize = moments.iter().map(|&at| habits.known(at) * spans(at).count()).sum();
        let share = (most as f64 / all.max(1) as f64).min(1.0);
        let mut random = StdRng::seed_from_u64(seed);
        let mut is_drawn = |_: &u32| share >= 1.0 || random.random_bool(share);
        let (whole, mut examples) = (habits.until(now, time), Self::default());
        for moment in moments {
            let view = habits.until(moment, time);
            for member in view.members().filter(&mut is_drawn) {
                let features = view.features(member);
                for span in spans(moment) {
                    let length = whole.clock().between(moment, moment + span);
                    examples.rows.push(with_span(&features, length));
                    let wrote = habits.writes_within(member, moment, moment + span);
                    examples.happened.push(!wrote);
                    examples.moments.push(moment);
                    examples.ends.push(moment + span);
                    examples.expected.push(log_span(view.clock().expected(span)));
                }
            }
        }
        examples
    }

    /// What was known at `origin`: the rows whose span was over.
    pub(super) fn known(&self, origin: f64) -> (Vec<Vec<f64>>, Vec<bool>) {
        let taken = (0..self.rows.len()).filter(|&at| self.ends[at] <= origin);
        taken.map(|at| (self.rows[at].clone(), self.happened[at])).unzip()
    }

    /// What was asked at `origin`, with spans as they were expected then.
    pub(super) fn asked(&self, origin: f64) -> (Vec<Vec<f64>>, Vec<bool>) {
        let taken = (0..self.rows.len()).filter(|&at| self.moments[at] == origin);
        let row = |at: usize| {
            let mut row = self.rows[at].clone();
            if let Some(length) = row.last_mut() {
                *length = self.expected[at];
            }
            row
        };
        taken.map(|at| (row(at), self.happened[at])).unzip()
    }

    /// The moments nearest to the given `shares` of the time until the last, earliest first.
    pub(super) fn origins(&self, shares: &[f64]) -> Vec<f64> {
        let mut all = self.moments.clone();
        all.sort_by(f64::total_cmp);
        all.dedup();
        let last = all.last().copied().unwrap_or(0.0);
        let nearest = |share: &f64| {
            let wanted = last * share;
            all.iter().copied().min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
        };
        let mut origins: Vec<f64> = shares.iter().filter_map(nearest).collect();
        origins.sort_by(f64::total_cmp);
        origins.dedup();
        origins
    }
}

/// The moments that are learned from, latest first: the older, the farther apart.
fn moments(now: f64) -> Vec<f64> {
    let all = ((now - FIRST) / EVERY).max(0.0).floor() as u32;
    let mut steps: Vec<u32> = (1..=all.min(LATEST)).collect();
    if all <= LATEST + OLDER {
        steps.extend(LATEST + 1..=all);
    } else {
        let growth = f64::from(all) / f64::from(LATEST);
        let older = |at: u32| growth.powf(f64::from(at) / f64::from(OLDER)) * f64::from(LATEST);
        steps.extend((1..=OLDER).map(|at| (older(at).round() as u32).min(all)));
        steps.dedup();
    }
    steps.into_iter().map(|step| now - EVERY * f64::from(step)).collect()
}

/// The features and the length of the span, in days of the clock.
pub(super) fn with_span(features: &[f64], length: f64) -> Vec<f64> {
    let mut row = features.to_vec();
    row.push(log_span(length));
    row
}

fn log_span(length: f64) -> f64 {
    length.max(LEAST_SPAN).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_past_is_learned_from_whole_and_a_long_one_mostly_from_its_end() {
        assert_eq!(moments(30.0), [25.0, 20.0, 15.0, 10.0]);
        assert!(moments(9.0).is_empty());
        let long = moments(1_500.0);
        assert!(long.len() <= 60 && long[..30].windows(2).all(|pair| pair[0] - pair[1] == 5.0));
        assert!(long.windows(2).all(|pair| pair[0] > pair[1]));
        assert_eq!(long.last(), Some(&10.0));
    }
}
