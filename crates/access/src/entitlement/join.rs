//! Joining an account into another one of the same person: what was paid for there is appended as a
//! renewal.

use db::Tx;
use kernel::{MemberId, Outcome, Ts, Zone};

use super::{EntitlementRow, last_day, store};
use crate::Thing;
use crate::events::EntitlementMoved;

const DAY: i64 = 86_400_000_000;

/// Gives everything that one member holds or held to another. A term that was paid for and has
/// time left goes behind what the other holds then, with as many days as it had; what the team gave
/// stands at the times that it named.
///
/// # Errors
/// When the database fails.
pub(crate) async fn join(tx: &mut Tx, from: MemberId, into: MemberId, zone: &Zone) -> Outcome<()> {
    let mut things: Vec<Thing> = Vec::new();
    for row in store::list_all(tx, from).await? {
        if !things.contains(&row.thing()) {
            things.push(row.thing());
        }
    }
    for thing in things {
        let theirs = store::list_for_update(tx, into, thing).await?;
        let slices = store::list_for_update(tx, from, thing).await?;
        let mut behind = tx.now();
        for row in slices {
            let until = append(tx, &row, (into, &theirs), behind, zone).await?;
            behind = until.unwrap_or(behind).max(behind);
        }
    }
    Ok(())
}

/// Gives one slice to `into`; the end of a paid one, which the next stands behind.
async fn append(
    tx: &mut Tx,
    row: &EntitlementRow,
    (into, theirs): (MemberId, &[EntitlementRow]),
    behind: Ts,
    zone: &Zone,
) -> Outcome<Option<Ts>> {
    let now = tx.now();
    store::update_member(tx, row.id, into).await?;
    if !row.is_ahead(now) {
        return Ok(None);
    }
    let start = row.from_at.max(now);
    let free = row.source.follows().then(|| free_from(theirs, start.max(behind), now)).flatten();
    let (mut from, mut until) = (row.from_at, row.until_at);
    if let Some((begin, end)) = free.filter(|begin| *begin > start).zip(row.until_at) {
        (from, until) = (begin, Some(end_of(begin, (start, end), zone)));
        store::update_times(tx, row.id, from, until).await?;
    }
    let (entitlement, thing) = (row.id, row.thing());
    tx.announce(EntitlementMoved { entitlement, member: into, thing, from, until }).await?;
    Ok(until.filter(|_| row.source.follows()))
}

/// The first instant from `start` on that none of these slices covers; none where one has no end.
fn free_from(slices: &[EntitlementRow], start: Ts, now: Ts) -> Option<Ts> {
    let ahead = slices.iter().filter(|slice| slice.is_ahead(now));
    ahead.into_iter().try_fold(start, |free, slice| {
        if slice.from_at > free { Some(free) } else { slice.until_at.map(|end| end.max(free)) }
    })
}

/// The end of a term that begins at `begin` and has as many days as are left from `start` to `end`;
/// a day that has begun counts whole.
fn end_of(begin: Ts, (start, end): (Ts, Ts), zone: &Zone) -> Ts {
    let first = zone.start_of(zone.day(start));
    let after = zone.start_of(last_day(end, zone).plus(1));
    // To the nearest: where clocks are changed a day has an hour more or less.
    let days = (after.since(first) + DAY / 2) / DAY;
    zone.start_of(last_day(begin, zone).plus(days + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Ts {
        text.parse().unwrap()
    }

    #[test]
    fn an_appended_term_has_as_many_days_as_were_left() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let (start, end) = (at("2026-11-10T07:30:00Z"), at("2026-12-10T16:00:00Z"));
        let begin = at("2026-12-19T16:00:00Z");
        assert_eq!(end_of(begin, (start, end), &zone), at("2027-01-19T16:00:00Z"));
    }

    #[test]
    fn a_day_with_an_hour_less_is_a_day() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let (start, end) = (at("2026-03-20T12:00:00Z"), at("2026-04-19T22:00:00Z"));
        let begin = at("2026-05-09T22:00:00Z");
        assert_eq!(end_of(begin, (start, end), &zone), at("2026-06-09T22:00:00Z"));
    }
}
