//! A moment in words.

use kernel::{Locale, Ts, Zone};

use crate::Texts;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A moment as `<time>` shows it.
#[derive(Debug, Clone)]
pub struct When {
    /// RFC 3339 in whole seconds: `<time>` takes three digits of a fraction, an instant has six.
    pub iso: String,
    /// "3 hours ago", or the date from seven days on.
    pub text: String,
    /// Date and time in the site's zone, as tooltip.
    pub full: String,
    /// Whether the words change as time goes by, so that a script may keep them right.
    pub relative: bool,
}

/// How long ago a moment is, as far as words tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Age {
    /// Less than a minute.
    Now,
    /// So many minutes.
    Minutes(i64),
    /// So many hours.
    Hours(i64),
    /// So many days.
    Days(i64),
    /// Seven days or more: its date is told.
    Old,
}

impl Age {
    /// The age of `at`, seen at `now`.
    #[must_use]
    pub fn of(at: Ts, now: Ts) -> Self {
        let age = now.since(at).max(0) / 1_000_000;
        match age {
            ..MINUTE => Self::Now,
            MINUTE..HOUR => Self::Minutes(age / MINUTE),
            HOUR..DAY => Self::Hours(age / HOUR),
            _ if age < 7 * DAY => Self::Days(age / DAY),
            _ => Self::Old,
        }
    }
}

impl When {
    /// The words for `at`, seen at `now`. Within seven days they are relative.
    #[must_use]
    pub fn new(at: Ts, now: Ts, zone: &Zone, locale: Locale) -> Self {
        let t = Texts::new(locale);
        let age = Age::of(at, now);
        let text = match age {
            Age::Now => t.when_now().to_owned(),
            Age::Minutes(minutes) => t.when_minutes(minutes),
            Age::Hours(hours) => t.when_hours(hours),
            Age::Days(days) => t.when_days(days),
            Age::Old => Self::date(at, now, zone, locale),
        };
        let full = match locale {
            Locale::ZhCn => zone.format(at, "%Y 年 %-m 月 %-d 日 %H:%M"),
            Locale::En => zone.format(at, "%-d %b %Y, %H:%M"),
        };
        let second = Ts::from_micros(at.micros() - at.micros().rem_euclid(1_000_000));
        Self { iso: second.to_string(), text, full, relative: age != Age::Old }
    }

    /// The day alone; the year only where it is not this one.
    #[must_use]
    pub fn date(at: Ts, now: Ts, zone: &Zone, locale: Locale) -> String {
        let this_year = zone.format(at, "%Y") == zone.format(now, "%Y");
        let pattern = match (locale, this_year) {
            (Locale::ZhCn, true) => "%-m 月 %-d 日",
            (Locale::ZhCn, false) => "%Y 年 %-m 月 %-d 日",
            (Locale::En, true) => "%-d %b",
            (Locale::En, false) => "%-d %b %Y",
        };
        zone.format(at, pattern)
    }
}
