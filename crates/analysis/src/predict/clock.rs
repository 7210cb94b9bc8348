//! Time as a community lives it: a week in which nobody comes is no week.

/// What days are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// Days as the community lives them.
    Own,
    /// Days as they are, all alike.
    Calendar,
}

impl Time {
    /// Both, in the order of the features' keys.
    pub(crate) const BOTH: [Self; 2] = [Self::Own, Self::Calendar];
}

/// Shortest history, in days, whose mean is the measure of a usual day.
const LEAST_USUAL: f64 = 1e-9;

/// A clock that runs as fast as the community is active: it stands still in a break, and one unit
/// is a usual day. Operational time (Feller 1966) for members' habits: who has been away for ten
/// days is silent in term and on time in the holidays. With as many active on every day it is the
/// calendar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clock {
    /// Active members on each whole day.
    active: Vec<f64>,
    /// The clock at the beginning of each day, and at the end of the last.
    at: Vec<f64>,
    usual: f64,
}

impl Clock {
    /// From the number of `active` members on each day since the first.
    pub(crate) fn of(active: Vec<f64>) -> Self {
        let usual = (active.iter().sum::<f64>() / active.len().max(1) as f64).max(LEAST_USUAL);
        let mut at = vec![0.0];
        let mut sum = 0.0;
        for day in &active {
            sum += day / usual;
            at.push(sum);
        }
        Self { active, at, usual }
    }

    /// The clock at `day` (0 is the beginning of the first), no later than its end.
    pub(crate) fn at(&self, day: f64) -> f64 {
        let whole = (day.max(0.0) as usize).min(self.active.len());
        let part = self.active.get(whole).map_or(0.0, |active| active * (day - whole as f64));
        self.at[whole] + part.max(0.0) / self.usual
    }

    /// What the clock runs between two days of the past.
    pub(crate) fn between(&self, from: f64, to: f64) -> f64 {
        self.at(to) - self.at(from)
    }

    /// What the clock is expected to run in the next `days`: the level of daily activity by simple
    /// exponential smoothing, held (Brown 1959).
    pub(crate) fn expected(&self, days: f64) -> f64 {
        let mut levels = self.active.iter().copied();
        let first = levels.next().unwrap_or(self.usual);
        let level = levels.fold(first, |level, day| level + PACE * (day - level));
        level * days / self.usual
    }
}

/// How much of each day's activity goes into the level.
const PACE: f64 = 0.2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stands_still_in_a_break_and_one_unit_is_a_usual_day() {
        let clock = Clock::of(vec![20.0, 20.0, 0.0, 0.0, 10.0]);
        assert_eq!(clock.between(2.0, 4.0), 0.0);
        assert_eq!(clock.between(0.0, 1.0), 2.0);
        assert_eq!(clock.at(0.5), 1.0);
        assert_eq!(clock.at(99.0), 5.0);
        assert!((clock.at(5.0) - 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_quiet_end_lets_expect_little() {
        let busy = Clock::of(vec![10.0; 30]);
        assert!((busy.expected(30.0) - 30.0).abs() < 1e-9);
        let fading = Clock::of([vec![10.0; 20], vec![0.0; 10]].concat());
        assert!(fading.expected(30.0) < 10.0);
        assert_eq!(Clock::of(Vec::new()).expected(1.0), 1.0);
    }
}
