//! The slices of one member's right to one thing, and what taking one back does to the others.

use kernel::Ts;

/// A slice of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice<I> {
    /// Which.
    pub id: I,
    /// The first instant.
    pub from: Ts,
    /// The first instant after the last; none for ever.
    pub until: Option<Ts>,
    /// Whether it was put behind those before it and moves with them.
    pub follows: bool,
}

/// A slice that gets other times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved<I> {
    /// Which.
    pub id: I,
    /// Its first instant now.
    pub from: Ts,
    /// Its end now.
    pub until: Option<Ts>,
}

/// Ends one slice now and moves the later ones forward by what it had left; the ended one comes
/// first in the answer.
///
/// A later slice keeps its length and never moves into the past, nor into time that another slice
/// before it covers already. Without such a slice there is nothing to change.
#[must_use]
pub fn take_back<I: Copy + PartialEq>(slices: &[Slice<I>], id: I, now: Ts) -> Vec<Moved<I>> {
    let Some(ended) = slices.iter().find(|slice| slice.id == id) else { return Vec::new() };
    let stop = now.max(ended.from);
    let over = ended.until.is_some_and(|until| until <= now);
    if over {
        return Vec::new();
    }
    let mut moved = vec![Moved { id, from: ended.from, until: Some(stop) }];
    let Some(until) = ended.until else { return moved };
    let left = until.since(stop);
    let is_later = |slice: &&Slice<I>| slice.id != id && slice.follows && slice.from >= until;
    let mut later: Vec<Slice<I>> = slices.iter().filter(is_later).copied().collect();
    later.sort_by_key(|slice| slice.from);
    let mut kept: Vec<Slice<I>> =
        slices.iter().filter(|slice| slice.id != id && !is_later(slice)).copied().collect();
    for slice in later {
        let covered = kept.iter().filter_map(|k| k.until).filter(|end| *end <= slice.from).max();
        let earliest = plus(slice.from, -left).max(now).max(covered.unwrap_or(now));
        let shift = slice.from.since(earliest).max(0);
        let there = Slice {
            from: plus(slice.from, -shift),
            until: slice.until.map(|end| plus(end, -shift)),
            ..slice
        };
        moved.push(Moved { id: there.id, from: there.from, until: there.until });
        kept.push(there);
    }
    moved
}

const fn plus(at: Ts, micros: i64) -> Ts {
    Ts::from_micros(at.micros().saturating_add(micros))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Ts {
        Ts::default().plus_seconds(second)
    }

    fn slice(id: i64, from: i64, until: i64) -> Slice<i64> {
        Slice { id, from: at(from), until: Some(at(until)), follows: true }
    }

    fn times(moved: &[Moved<i64>]) -> Vec<(i64, i64, i64)> {
        let second = |ts: Ts| ts.since(at(0)) / 1_000_000;
        moved.iter().map(|m| (m.id, second(m.from), second(m.until.unwrap()))).collect()
    }

    #[test]
    fn the_running_slice_ends_now_and_the_next_begins_now() {
        let chain = [slice(1, 0, 30), slice(2, 30, 60), slice(3, 60, 90)];
        assert_eq!(times(&take_back(&chain, 1, at(10))), [(1, 0, 10), (2, 10, 40), (3, 40, 70)]);
    }

    #[test]
    fn a_slice_that_has_not_begun_vanishes_and_those_after_it_close_the_gap() {
        let chain = [slice(1, 0, 30), slice(2, 30, 60), slice(3, 60, 90)];
        assert_eq!(times(&take_back(&chain, 2, at(10))), [(2, 30, 30), (3, 30, 60)]);
    }

    #[test]
    fn a_slice_that_is_over_changes_nothing() {
        let chain = [slice(1, 0, 30), slice(2, 30, 60)];
        assert!(take_back(&chain, 1, at(30)).is_empty());
        assert!(take_back(&chain, 9, at(10)).is_empty());
    }

    #[test]
    fn what_the_team_gave_stays_and_is_not_moved_into() {
        let grant = Slice { follows: false, ..slice(2, 5, 50) };
        let chain = [slice(1, 0, 30), grant, slice(3, 50, 80)];
        assert_eq!(times(&take_back(&chain, 1, at(10))), [(1, 0, 10), (3, 50, 80)]);
    }

    #[test]
    fn a_right_for_ever_just_ends() {
        let forever = Slice { until: None, ..slice(1, 0, 0) };
        assert_eq!(times(&take_back(&[forever], 1, at(10))), [(1, 0, 10)]);
    }

    proptest! {
        #[test]
        fn taking_back_costs_exactly_what_was_left_and_leaves_no_gap(
            lengths in proptest::collection::vec(1_i64..100, 1..8), which in 0_usize..8, now in 0_i64..900
        ) {
            let mut chain = Vec::new();
            let mut end = 0;
            for (i, length) in lengths.iter().enumerate() {
                chain.push(slice(i64::try_from(i).unwrap(), end, end + length));
                end += length;
            }
            let id = i64::try_from(which % lengths.len()).unwrap();
            let moved = take_back(&chain, id, at(now));
            let old = chain[which % lengths.len()];
            let left = old.until.unwrap().since(at(now).max(old.from)).max(0);
            let after: Vec<Slice<i64>> = chain
                .iter()
                .map(|s| match moved.iter().find(|m| m.id == s.id) {
                    Some(m) => Slice { from: m.from, until: m.until, ..*s },
                    None => *s,
                })
                .collect();
            let total = |all: &[Slice<i64>]| -> i64 {
                all.iter().map(|s| s.until.unwrap().since(s.from.max(at(now))).max(0)).sum()
            };
            prop_assert_eq!(total(&after), total(&chain) - left);
            let mut live: Vec<_> = after.iter().filter(|s| s.until.unwrap() > s.from).collect();
            live.sort_by_key(|s| s.from);
            let gapless =
                live.windows(2).all(|pair| pair[0].until.unwrap() == pair[1].from);
            prop_assert!(gapless, "{live:?}");
        }
    }
}
