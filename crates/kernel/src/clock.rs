//! The clock that everything is given, so that tests can move time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::Ts;

/// Tells the time: the machine's, or one that only moves when told to.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `at` until it is moved; its clones move with it.
    #[must_use]
    pub fn set_at(at: Ts) -> Self {
        Self(Source::Set(Arc::new(AtomicI64::new(at.micros()))))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Ts {
        match &self.0 {
            Source::System => Ts::from_micros(jiff::Timestamp::now().as_microsecond()),
            Source::Set(at) => Ts::from_micros(at.load(Ordering::Acquire)),
        }
    }

    /// Moves a set clock forward by whole seconds; the machine's clock is left alone.
    pub fn advance(&self, seconds: i64) {
        if let Source::Set(at) = &self.0 {
            at.fetch_add(seconds.saturating_mul(1_000_000), Ordering::AcqRel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_clock_moves_only_when_told_and_with_its_clones() {
        let clock = Clock::set_at(Ts::from_micros(5_000_000));
        let other = clock.clone();
        other.advance(3);
        assert_eq!(clock.now(), Ts::from_micros(8_000_000));
    }
}
