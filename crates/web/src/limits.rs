//! How often things may be done: counters in windows of fixed length.
//!
//! A counter holds this window's count and the last one's; the rate is estimated by weighing the
//! last window by what of it still lies within reach, so that nobody gets twice the limit by
//! waiting for a boundary.

use kernel::{Fault, Key, MemberId, Outcome, Ts};
use site::Limits;

use crate::viewer::Viewer;

const SECOND: i64 = 1_000_000;

#[derive(Debug, Clone, Copy, Default)]
struct Window {
    number: i64,
    count: u32,
    before: u32,
}

/// Counts by name.
#[derive(Clone)]
pub struct Counters {
    windows: moka::sync::Cache<(Key, String), Window>,
}

impl Default for Counters {
    fn default() -> Self {
        let windows = moka::sync::Cache::builder()
            .max_capacity(200_000)
            .time_to_idle(std::time::Duration::from_secs(180))
            .build();
        Self { windows }
    }
}

impl Counters {
    /// Counts one more, unless that would be over `most` in `seconds`.
    ///
    /// # Errors
    /// `TooFast` with the seconds until there is room again.
    pub fn take(
        &self,
        (key, name): (Key, String),
        (most, seconds): (u32, i64),
        now: Ts,
    ) -> Outcome<()> {
        let length = seconds * SECOND;
        let number = now.micros().div_euclid(length);
        let elapsed = now.micros().rem_euclid(length);
        let mut over = false;
        self.windows.entry((key, name)).and_upsert_with(|entry| {
            let known = entry.map(moka::Entry::into_value).unwrap_or_default();
            let mut window = step(known, number);
            let carried = i64::from(window.before) * (length - elapsed) / length;
            over = carried + i64::from(window.count) >= i64::from(most);
            if !over {
                window.count += 1;
            }
            window
        });
        if !over {
            return Ok(());
        }
        let wait = (length - elapsed) / SECOND + 1;
        Err(Fault::TooFast { key, retry_after_s: u32::try_from(wait).unwrap_or(60) })
    }

    /// Whether `most` in `seconds` is reached, without counting.
    #[must_use]
    pub fn is_full(
        &self,
        (key, name): (Key, String),
        (most, seconds): (u32, i64),
        now: Ts,
    ) -> bool {
        let length = seconds * SECOND;
        let number = now.micros().div_euclid(length);
        let elapsed = now.micros().rem_euclid(length);
        let window = self.windows.get(&(key, name)).map(|known| step(known, number));
        window.is_some_and(|window| {
            let carried = i64::from(window.before) * (length - elapsed) / length;
            carried + i64::from(window.count) >= i64::from(most)
        })
    }
}

const fn step(known: Window, number: i64) -> Window {
    if known.number == number {
        known
    } else if known.number + 1 == number {
        Window { number, count: 0, before: known.count }
    } else {
        Window { number, count: 0, before: 0 }
    }
}

/// The limit on all requests: visitors by network, members by themselves.
///
/// # Errors
/// `TooFast`.
pub(crate) fn admit(
    counters: &Counters,
    limits: &Limits,
    viewer: &Viewer,
    is_write: bool,
    now: Ts,
) -> Outcome<()> {
    if limits.off {
        return Ok(());
    }
    match viewer.id() {
        None => admit_visitor(counters, limits, viewer.network.customer(), now),
        Some(member) => admit_member(counters, limits, (member, is_write), now),
    }
}

/// The limit on a visitor's requests, by the part of the address that is one customer's.
///
/// # Errors
/// `TooFast`.
pub(crate) fn admit_visitor(
    counters: &Counters,
    limits: &Limits,
    customer: String,
    now: Ts,
) -> Outcome<()> {
    if limits.off {
        return Ok(());
    }
    counters.take(("limit.requests", customer.clone()), (limits.visitor_minute, 60), now)?;
    counters.take(("limit.burst", customer), (limits.visitor_ten_seconds, 10), now)
}

fn admit_member(
    counters: &Counters,
    limits: &Limits,
    (member, is_write): (MemberId, bool),
    now: Ts,
) -> Outcome<()> {
    let name = member.to_string();
    counters.take(("limit.requests", name.clone()), (limits.member_minute, 60), now)?;
    if !is_write {
        return Ok(());
    }
    counters.take(("limit.writes", name), (limits.member_writes_minute, 60), now)
}

/// What a network may send as often as it likes as long as it is taken: what is refused of it is
/// counted, and no more of that is looked at than a visitor may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusable {
    /// Providers' notices.
    Notice,
    /// Tokens of programs.
    Token,
}

impl Refusable {
    fn window(self, limits: &Limits, viewer: &Viewer) -> ((Key, String), (u32, i64)) {
        let what = match self {
            Self::Notice => "notices",
            Self::Token => "tokens",
        };
        let name = format!("{what} {}", viewer.network.customer());
        (("limit.requests", name), (limits.visitor_minute, 60))
    }

    /// Whether another is looked at.
    ///
    /// # Errors
    /// `TooFast`.
    pub(crate) fn admit(
        self,
        counters: &Counters,
        limits: &Limits,
        viewer: &Viewer,
        now: Ts,
    ) -> Outcome<()> {
        let (name, most) = self.window(limits, viewer);
        if limits.off || !counters.is_full(name, most, now) {
            return Ok(());
        }
        Err(Fault::TooFast { key: "limit.requests", retry_after_s: 60 })
    }

    /// Counts one that was refused.
    pub(crate) fn note_refused(
        self,
        counters: &Counters,
        limits: &Limits,
        viewer: &Viewer,
        now: Ts,
    ) {
        let (name, most) = self.window(limits, viewer);
        // The one that fills the window was let in still.
        let _ = counters.take(name, most, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Ts {
        Ts::from_micros(1_800_000_000_000_000).plus_seconds(seconds)
    }

    fn name() -> (Key, String) {
        ("limit.requests", "somebody".into())
    }

    #[test]
    fn the_limit_holds_within_a_window_and_across_its_boundary() {
        let counters = Counters::default();
        for _ in 0..10 {
            assert!(counters.take(name(), (10, 60), at(59)).is_ok());
        }
        assert!(counters.take(name(), (10, 60), at(59)).is_err());
        assert!(counters.is_full(name(), (10, 60), at(60)));
        assert!(counters.take(name(), (10, 60), at(60)).is_err(), "a boundary gives nothing away");
        assert!(counters.take(name(), (10, 60), at(75)).is_ok());
        assert!(counters.take(name(), (10, 60), at(200)).is_ok());
    }

    #[test]
    fn whoever_is_too_fast_is_told_when_to_come_back() {
        let counters = Counters::default();
        assert!(counters.take(name(), (1, 60), at(30)).is_ok());
        match counters.take(name(), (1, 60), at(30)) {
            Err(Fault::TooFast { retry_after_s, .. }) => assert!((1..=61).contains(&retry_after_s)),
            other => panic!("{other:?}"),
        }
    }
}
