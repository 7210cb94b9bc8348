//! In which order posts and comments stand where it is not by time.

use kernel::Ts;

/// What counts towards the rank of a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals {
    /// Reactions of members.
    pub reactions: i64,
    /// Comments and answers.
    pub comments: i64,
    /// Up votes brought in by an import.
    pub imported_up: i64,
    /// Down votes brought in by an import.
    pub imported_down: i64,
    /// Whether the team picked it.
    pub featured: bool,
}

/// Seconds that one factor of ten in points is worth: half a day, as in Reddit's published rank.
const TENFOLD: i64 = 45_000;
/// Points of the team's pick.
const FEATURED: i64 = 10;

/// The rank of a post among the hot ones, higher is hotter: its time in milliseconds plus half a
/// day for each factor of ten in points. It depends on nothing that passes, so it is only computed
/// again when the post's counts change, and an index keeps the order.
#[must_use]
pub fn hot(created_at: Ts, signals: Signals) -> i64 {
    let Signals { reactions, comments, imported_up, imported_down, featured } = signals;
    let plus = reactions + 2 * comments + imported_up + if featured { FEATURED } else { 0 };
    let points = plus - imported_down;
    let gain = thousandths_of_log10(points.unsigned_abs().max(1)) * TENFOLD;
    created_at.micros() / 1_000 + if points < 0 { -gain } else { gain }
}

/// The rank of a comment among the best, higher is better.
#[must_use]
pub const fn best(reactions: i64, imported_up: i64, imported_down: i64) -> i64 {
    reactions + imported_up - imported_down
}

/// `1000 · log10(n)`, rounded down, in whole numbers: engines and machines agree on every bit.
fn thousandths_of_log10(n: u64) -> i64 {
    let mut whole = 0_i64;
    let mut power = 1_u64;
    while n / power >= 10 {
        power = power.saturating_mul(10);
        whole += 1;
    }
    // The first three digits of n as 100..=999, looked up by doubling: log10(x) for x in 1.00..=9.99.
    let digits = (n / power) * 100 + (n % power) * 100 / power;
    let step = STEPS.iter().filter(|step| digits >= **step).count();
    whole * 1_000 + i64::try_from(step).unwrap_or(0) * 50
}

/// `100 · 10^(k/20)` for k = 1 … 19: where twentieths of a factor of ten begin.
const STEPS: [u64; 19] =
    [113, 126, 142, 159, 178, 200, 224, 252, 282, 317, 355, 399, 447, 502, 563, 631, 708, 795, 892];

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Ts = Ts::from_micros(1_800_000_000_000_000);

    fn with(reactions: i64) -> Signals {
        Signals { reactions, ..Signals::default() }
    }

    #[test]
    fn ten_times_the_points_are_worth_half_a_day() {
        let old = hot(NOON, with(100));
        let young = hot(NOON.plus_seconds(45_000), with(10));
        assert_eq!(old, young);
        assert!(hot(NOON.plus_seconds(45_001), with(10)) > old);
    }

    #[test]
    fn more_points_never_rank_lower_and_down_votes_sink() {
        let ranks: Vec<i64> = (0..5_000).map(|n| hot(NOON, with(n))).collect();
        assert!(ranks.windows(2).all(|pair| pair[0] <= pair[1]));
        let disliked = Signals { imported_down: 30, ..Signals::default() };
        assert!(hot(NOON, disliked) < hot(NOON, Signals::default()));
    }

    #[test]
    fn the_picked_one_stands_above_its_equal() {
        let picked = Signals { featured: true, ..with(1) };
        assert!(hot(NOON, picked) > hot(NOON, with(1)));
    }

    #[test]
    fn the_logarithm_is_right_to_a_twentieth() {
        for n in [1_u64, 2, 9, 10, 11, 99, 100, 12_345, 1_000_000, u64::from(u32::MAX)] {
            let exact = 1_000.0 * f64::from(u32::try_from(n).unwrap()).log10();
            let ours = f64::from(i32::try_from(thousandths_of_log10(n)).unwrap());
            assert!(ours <= exact + 5.0 && exact - ours < 55.0, "{n}: {ours} for {exact}");
        }
    }
}
