//! Instants, days and the zone that cuts them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Microseconds in one second.
const SECOND: i64 = 1_000_000;

/// An instant: microseconds since 1970-01-01 UTC. RFC 3339 in UTC in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ts(i64);

/// A text or number that is no instant, day or zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTime(String);

impl fmt::Display for BadTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a time: {}", self.0)
    }
}

impl std::error::Error for BadTime {}

impl Ts {
    /// Takes microseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This instant moved by whole seconds, backwards when negative.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// This instant moved by whole minutes.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// This instant moved by whole hours.
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_minutes(hours.saturating_mul(60))
    }

    /// This instant moved by days of 24 hours; for days of a calendar see [`Zone`].
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days.saturating_mul(24))
    }

    /// Microseconds from `earlier` to this instant; negative when it is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn instant(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Ts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.instant())
    }
}

impl FromStr for Ts {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let instant: jiff::Timestamp = text.parse().map_err(|e| BadTime(format!("{e}")))?;
        Ok(Self(instant.as_microsecond()))
    }
}

impl Serialize for Ts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A calendar day as the number yyyymmdd, the form that is stored and grouped on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(i32);

impl Day {
    /// Takes a stored yyyymmdd.
    ///
    /// # Errors
    /// When it names no day of the calendar.
    pub fn from_number(number: i32) -> Result<Self, BadTime> {
        let day = Self(number);
        day.date().map(|_exists| day)
    }

    /// The day as yyyymmdd.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day moved by whole days of the calendar.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let moved = self
            .date()
            .ok()
            .and_then(|d| d.checked_add(jiff::Span::new().try_days(days).ok()?).ok());
        moved.map_or(self, Self::of)
    }

    fn of(date: jiff::civil::Date) -> Self {
        Self(
            i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day()),
        )
    }

    fn date(self) -> Result<jiff::civil::Date, BadTime> {
        let (year, month, day) = (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100);
        let wrong = || BadTime(self.0.to_string());
        jiff::civil::Date::new(
            i16::try_from(year).map_err(|_large| wrong())?,
            i8::try_from(month).map_err(|_large| wrong())?,
            i8::try_from(day).map_err(|_large| wrong())?,
        )
        .map_err(|_none| wrong())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

/// A time zone of the tz database, in which a site cuts its days and months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self(jiff::tz::TimeZone::UTC)
    }

    /// The machine's own zone, universal time where it has none.
    #[must_use]
    pub fn of_machine() -> Self {
        Self(jiff::tz::TimeZone::system())
    }

    /// Looks a zone up by its name, `Asia/Shanghai`.
    ///
    /// # Errors
    /// When the tz database knows no such name.
    pub fn named(name: &str) -> Result<Self, BadTime> {
        jiff::tz::TimeZone::get(name).map(Self).map_err(|e| BadTime(format!("{e}")))
    }

    /// The zone's name in the tz database; `UTC` where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The day that an instant falls on here.
    #[must_use]
    pub fn day(&self, at: Ts) -> Day {
        Day::of(at.instant().to_zoned(self.0.clone()).date())
    }

    /// The instant at which a day begins here.
    #[must_use]
    pub fn start_of(&self, day: Day) -> Ts {
        let start = day.date().ok().and_then(|d| d.to_zoned(self.0.clone()).ok());
        start.map_or(Ts::default(), |zoned| Ts(zoned.timestamp().as_microsecond()))
    }

    /// The same day of the month `months` later, the month's last day where it has no such day:
    /// from 31 January one month later is 28 (or 29) February, two months later 31 March.
    #[must_use]
    pub fn months_after(&self, anchor: Day, months: i32) -> Day {
        let moved = anchor
            .date()
            .ok()
            .and_then(|d| d.checked_add(jiff::Span::new().try_months(months).ok()?).ok());
        moved.map_or(anchor, Day::of)
    }

    /// An instant written in this zone by a `strftime` pattern.
    #[must_use]
    pub fn format(&self, at: Ts, pattern: &str) -> String {
        at.instant().to_zoned(self.0.clone()).strftime(pattern).to_string()
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_survives_json_to_the_microsecond() {
        let at = Ts::from_micros(1_732_240_000_123_456);
        let json = serde_json::to_string(&at).unwrap();
        assert_eq!(json, "\"2024-11-22T01:46:40.123456Z\"");
        assert_eq!(serde_json::from_str::<Ts>(&json).unwrap(), at);
    }

    #[test]
    fn a_day_is_cut_in_the_zone_of_the_site() {
        let at: Ts = "2026-11-21T17:30:00Z".parse().unwrap();
        assert_eq!(Zone::utc().day(at).number(), 20_261_121);
        let shanghai = Zone::named("Asia/Shanghai").unwrap();
        assert_eq!(shanghai.day(at).number(), 20_261_122);
        assert_eq!(shanghai.start_of(shanghai.day(at)).to_string(), "2026-11-21T16:00:00Z");
    }

    #[test]
    fn months_go_by_the_anchor_and_never_drift() {
        let zone = Zone::utc();
        let anchor = Day::from_number(20_260_131).unwrap();
        assert_eq!(zone.months_after(anchor, 1).number(), 20_260_228);
        assert_eq!(zone.months_after(anchor, 2).number(), 20_260_331);
        assert_eq!(zone.months_after(anchor, 25).number(), 20_280_229);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert!(Day::from_number(20_260_230).is_err());
        assert!(Day::from_number(0).is_err());
        assert!(Zone::named("Mars/Olympus").is_err());
    }
}
