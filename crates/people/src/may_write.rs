//! What an account may do before it has confirmed an address or paid.

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Zone};

use crate::member;

/// Posts and comments a day.
const A_DAY: i64 = 10;

/// Goes on when a member may write one more post or comment now, and counts it. Confirmed and
/// paying members may always; others ten times a day, or not at all where the owner wants
/// addresses confirmed first.
///
/// # Errors
/// `Denied` with `member.unconfirmed`, `TooFast` with `member.unconfirmed_daily`.
pub async fn check(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    let row = member::get(tx, id).await?;
    row.state.check_open()?;
    if row.confirmed || row.paid {
        return Ok(());
    }
    if site::Settings::load(tx).await?.confirm_before_writing {
        let way = kernel::Way::Request("/confirm".to_owned());
        return Err(kernel::Denied::because("member.unconfirmed").with_way(way).into());
    }
    let (utc, now) = (Zone::utc(), tx.now());
    let day = utc.day(now);
    if member::store::count_written(tx, id, day).await? >= A_DAY {
        return Err(Fault::too_fast("member.unconfirmed_daily", (now, utc.start_of(day.plus(1)))));
    }
    member::store::update_written(tx, id, day).await
}

/// Goes on when a member may upload, or cause mail to others: confirmed or paying ones may.
///
/// # Errors
/// `Denied` with `member.unconfirmed`.
pub async fn check_confirmed(tx: &Tx, id: MemberId) -> Outcome<()> {
    let row = member::get(tx, id).await?;
    if row.confirmed || row.paid {
        return Ok(());
    }
    let way = kernel::Way::Request("/confirm".to_owned());
    Err(kernel::Denied::because("member.unconfirmed").with_way(way).into())
}
