//! Accounts that confirmed nothing, paid nothing, hold nothing, wrote nothing and were not used are
//! deleted after 30 days.

use db::{Db, Tx};
use kernel::{Cursor, Id as _, MemberId, Outcome, Ts};

use crate::{device, erase, member};

/// Days for which an unused account is kept.
const DAYS: i64 = 30;
/// Accounts that one transaction looks at.
const BATCH: i64 = 50;

/// Tells whether somebody has written or holds anything; given by the wiring, which knows the
/// slices above.
pub type IsKept =
    for<'a> fn(&'a mut Tx, MemberId) -> std::pin::Pin<Box<dyn Future<Output = Outcome<bool>> + 'a>>;

/// Deletes what is unused; how many accounts it was. A job runs this every day.
///
/// # Errors
/// When the database fails.
pub async fn sweep(db: &Db, is_kept: IsKept) -> Outcome<usize> {
    let (mut deleted, mut next) = (0, Some(Cursor { at: Ts::from_micros(0), id: 0 }));
    while let Some(after) = next {
        let step = db.tx(async move |tx| step(tx, after, is_kept).await).await?;
        (deleted, next) = (deleted + step.0, step.1);
    }
    Ok(deleted)
}

/// Looks at the next accounts: how many it deleted, and after which to go on.
async fn step(tx: &mut Tx, after: Cursor, is_kept: IsKept) -> Outcome<(usize, Option<Cursor>)> {
    let before = tx.now().plus_days(-DAYS);
    let rows = member::store::list_unconfirmed(tx, before, (after, BATCH)).await?;
    let mut deleted = 0;
    for (id, _at) in &rows {
        if !was_used(tx, *id, before).await? && !is_kept(tx, *id).await? {
            erase::erase(tx, *id, false).await?;
            deleted += 1;
        }
    }
    Ok((deleted, rows.last().map(|(id, at)| Cursor { at: *at, id: id.get() })))
}

/// Whether anybody was signed in to an account since an instant.
async fn was_used(tx: &Tx, id: MemberId, since: Ts) -> Outcome<bool> {
    let sessions = web::sessions::list(tx, id).await?;
    if sessions.iter().any(|session| session.seen_at >= since) {
        return Ok(true);
    }
    Ok(device::store::last_seen(tx, id).await?.is_some_and(|seen| seen >= since))
}
