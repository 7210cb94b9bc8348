//! Choices that are the same on every run.

use kernel::Ts;

/// A small generator (SplitMix64, Steele, Lea and Flood 2014): one seed, one row of choices.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when that is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// A number from `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to - from + 1).unwrap_or(1);
        from + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// Whether something with a chance of `percent` happens.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of some.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(u64::try_from(from.len()).unwrap_or(0));
        from.get(usize::try_from(at).unwrap_or(0))
    }

    /// One of some words; nothing from none.
    pub(crate) fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// One of some, the first far more often than the last, as people write.
    pub(crate) fn skewed<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let length = u64::try_from(from.len()).unwrap_or(0);
        let reach = self.below(length).max(1);
        let at = self.below(reach);
        from.get(usize::try_from(at).unwrap_or(0))
    }

    /// One of some with a long tail: a hundredth of them is chosen every third time.
    pub(crate) fn tailed<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let drawn = u128::from(self.next() >> 48);
        let length = u128::try_from(from.len()).unwrap_or(0);
        let at = (drawn.pow(4) * length) >> 64;
        from.get(usize::try_from(at).unwrap_or(0))
    }

    /// Puts some into an order by chance.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            let other = self.below(u64::try_from(at + 1).unwrap_or(1));
            all.swap(at, usize::try_from(other).unwrap_or(0));
        }
    }

    /// An instant between two.
    pub(crate) fn instant(&mut self, from: Ts, to: Ts) -> Ts {
        let span = u64::try_from(to.micros() - from.micros()).unwrap_or(0);
        Ts::from_micros(from.micros() + i64::try_from(self.below(span)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_row_of_choices() {
        let row = |seed| {
            let mut dice = Dice::new(seed);
            (0..20).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(row(7), row(7));
        assert_ne!(row(7), row(8));
    }

    #[test]
    fn a_hundredth_is_chosen_every_third_time() {
        let mut dice = Dice::new(1);
        let all: Vec<u32> = (0..10_000).collect();
        let few = (0..10_000).filter(|_| dice.tailed(&all).is_some_and(|n| *n < 100)).count();
        assert!((2_900..3_500).contains(&few), "{few}");
    }

    #[test]
    fn the_first_are_chosen_more_often_than_the_last() {
        let mut dice = Dice::new(1);
        let all: Vec<u32> = (0..100).collect();
        let early = (0..1000).filter(|_| dice.skewed(&all).is_some_and(|n| *n < 20)).count();
        assert!(early > 400, "{early}");
    }
}
