//! Prepaid terms: when the next one begins and ends.

use kernel::{Day, Ts, Zone};

/// The day from which the terms of a chain are counted, and how many months are paid from there.
/// Counting always from the first day keeps 31 January → 28 February → 31 March.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The day on which the first term began.
    pub day: Day,
    /// Months since then.
    pub months: i32,
}

/// The end of what a member holds already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// The first instant after it.
    pub until: Ts,
    /// Its anchor, where its end came from one.
    pub anchor: Option<Anchor>,
}

/// One term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first instant.
    pub from: Ts,
    /// The first instant after the last: the start of a day in the site's zone.
    pub until: Ts,
    /// From where the next term is counted.
    pub anchor: Anchor,
}

impl Term {
    /// The term of `months` that follows what a member holds: it extends `max(now, until)` and
    /// ends at the start of the day after the same day so many months from the anchor.
    #[must_use]
    pub fn after(last: Option<Last>, months: i32, now: Ts, zone: &Zone) -> Self {
        let running = last.filter(|last| last.until > now);
        let (from, before) = match running {
            None => (now, Anchor { day: zone.day(now), months: 0 }),
            Some(last) => (last.until, last.anchor.unwrap_or_else(|| anchor_of(last.until, zone))),
        };
        let anchor = Anchor { months: before.months.saturating_add(months), ..before };
        let until = zone.start_of(zone.months_after(anchor.day, anchor.months).plus(1));
        Self { from, until: until.max(from), anchor }
    }
}

/// The anchor of an end that was set by hand or moved: its last day.
fn anchor_of(until: Ts, zone: &Zone) -> Anchor {
    Anchor { day: last_day(until, zone), months: 0 }
}

/// The last day on which something that ends at `until` still holds.
#[must_use]
pub fn last_day(until: Ts, zone: &Zone) -> Day {
    zone.day(Ts::from_micros(until.micros().saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shanghai() -> Zone {
        Zone::named("Asia/Shanghai").unwrap()
    }

    fn at(text: &str) -> Ts {
        text.parse().unwrap()
    }

    fn last(term: Term) -> Last {
        Last { until: term.until, anchor: Some(term.anchor) }
    }

    #[test]
    fn months_from_31_january_end_after_28_february_and_then_after_31_march() {
        let zone = shanghai();
        let now = at("2026-01-31T07:30:00Z");
        let first = Term::after(None, 1, now, &zone);
        assert_eq!(first.from, now);
        assert_eq!(first.until, at("2026-02-28T16:00:00Z"), "midnight that begins 1 March");
        let second = Term::after(Some(last(first)), 1, now, &zone);
        assert_eq!(second.from, first.until);
        assert_eq!(second.until, at("2026-03-31T16:00:00Z"));
        assert_eq!(last_day(second.until, &zone).number(), 20_260_331);
    }

    #[test]
    fn a_lapsed_membership_begins_anew_from_the_day_of_paying() {
        let zone = shanghai();
        let first = Term::after(None, 1, at("2026-01-31T07:30:00Z"), &zone);
        let later = at("2026-05-10T00:00:00Z");
        let again = Term::after(Some(last(first)), 12, later, &zone);
        assert_eq!((again.from, again.until), (later, at("2027-05-10T16:00:00Z")));
    }

    #[test]
    fn at_the_very_instant_of_its_end_a_membership_has_lapsed() {
        let zone = shanghai();
        let first = Term::after(None, 1, at("2026-01-15T00:00:00Z"), &zone);
        let again = Term::after(Some(last(first)), 1, first.until, &zone);
        assert_eq!(again.from, first.until);
        assert_eq!(again.anchor.months, 1);
    }

    #[test]
    fn an_end_that_was_set_by_hand_is_counted_from_its_last_day() {
        let zone = shanghai();
        let until = at("2026-03-15T16:00:00Z");
        let term =
            Term::after(Some(Last { until, anchor: None }), 1, at("2026-03-01T00:00:00Z"), &zone);
        assert_eq!(term.until, at("2026-04-15T16:00:00Z"));
    }

    #[test]
    fn another_zone_leaves_what_was_promised_and_counts_the_next_end_in_its_own_days() {
        let first = Term::after(None, 1, at("2026-01-15T00:00:00Z"), &shanghai());
        let utc = Zone::utc();
        let second = Term::after(Some(last(first)), 1, at("2026-01-20T00:00:00Z"), &utc);
        assert_eq!(second.from, first.until);
        assert_eq!(second.until, at("2026-03-16T00:00:00Z"));
    }

    proptest! {
        #[test]
        fn a_year_in_months_ends_where_a_year_at_once_ends(
            start in 1_700_000_000_i64..2_000_000_000, steps in 1_usize..24
        ) {
            let zone = shanghai();
            let now = Ts::default().plus_seconds(start);
            let months = i32::try_from(steps).unwrap();
            let mut term = Term::after(None, 1, now, &zone);
            for _ in 1..steps {
                let next = Term::after(Some(last(term)), 1, now, &zone);
                prop_assert_eq!(next.from, term.until);
                prop_assert!(next.until > next.from);
                term = next;
            }
            prop_assert_eq!(term.until, Term::after(None, months, now, &zone).until);
        }
    }
}
