//! Schedules: whoever inserts the row of a firing pushes its job, so no leader is needed.

use std::fmt;
use std::str::FromStr;

use croner::Cron;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::{Outcome, Ts, Zone};

use crate::{Tx, args, sql};

/// How long rows of firings are kept, in days; longer than the longest schedule's step.
const KEPT_DAYS: i64 = 800;

/// A schedule, read in the zone that holds when it is looked at.
pub(super) struct Schedule {
    name: &'static str,
    cron: Cron,
}

/// A text that is no schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSchedule(String);

impl fmt::Display for BadSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a schedule: {}", self.0)
    }
}

impl std::error::Error for BadSchedule {}

impl Schedule {
    pub(super) fn new(name: &'static str, cron: &str) -> Result<Self, BadSchedule> {
        let cron = Cron::from_str(cron).map_err(|e| BadSchedule(format!("{cron}: {e}")))?;
        Ok(Self { name, cron })
    }

    /// The last time at or before `now` at which it was due.
    fn last_due(&self, now: Ts, zone: &Zone) -> Option<Ts> {
        let zone = TimeZone::get(zone.name()).ok()?;
        let now = Timestamp::from_microsecond(now.micros()).ok()?.to_zoned(zone);
        let due = self.cron.find_previous_occurrence(&now, true).ok()?;
        Some(Ts::from_micros(due.timestamp().as_microsecond()))
    }

    /// Whether it is due and nobody has fired it yet; notes that it fires now. What was missed
    /// while nothing ran fires once, and a schedule that is new waits for its next time.
    pub(super) async fn fires(&self, tx: &mut Tx, zone: &Zone) -> Outcome<bool> {
        let Some(due) = self.last_due(tx.now(), zone) else { return Ok(false) };
        let last = sql!("SELECT coalesce(max(fire_at), 0) FROM cron_fires WHERE name = $1");
        let last: i64 = tx.one(last, args![self.name]).await?.unwrap_or(0);
        if last >= due.micros() {
            return Ok(false);
        }
        let note = sql!(
            "INSERT INTO cron_fires (name, fire_at) VALUES ($1, $2)
             ON CONFLICT (name, fire_at) DO NOTHING"
        );
        let noted = tx.exec(note, args![self.name, due]).await?;
        let old = sql!("DELETE FROM cron_fires WHERE name = $1 AND fire_at < $2");
        tx.exec(old, args![self.name, due.plus_days(-KEPT_DAYS)]).await?;
        Ok(noted > 0 && last > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_cut_in_the_zone_that_it_is_looked_at_in() {
        let daily = Schedule::new("digest", "0 8 * * *").unwrap();
        let due = |now: &str, zone: &str| {
            let zone = Zone::named(zone).unwrap();
            daily.last_due(now.parse().unwrap(), &zone).unwrap().to_string()
        };
        assert_eq!(due("2026-11-22T03:00:00Z", "Asia/Shanghai"), "2026-11-22T00:00:00Z");
        assert_eq!(due("2026-11-21T23:59:59Z", "Asia/Shanghai"), "2026-11-21T00:00:00Z");
        assert_eq!(due("2026-11-22T03:00:00Z", "Europe/Berlin"), "2026-11-21T07:00:00Z");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        assert!(Schedule::new("x", "every day").is_err());
    }
}
