//! Accounts that confirmed nothing, paid nothing and wrote nothing are deleted after 30 days.

use db::Tx;
use kernel::{MemberId, Outcome};

use crate::{address, erase};

/// Days for which an unused account is kept.
const DAYS: i64 = 30;

/// Tells whether somebody has written anything; given by the wiring, which knows the slices above.
pub type HasWritten =
    for<'a> fn(&'a mut Tx, MemberId) -> std::pin::Pin<Box<dyn Future<Output = Outcome<bool>> + 'a>>;

/// Deletes what is unused; how many accounts it was. A job runs this every day.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx, has_written: HasWritten) -> Outcome<usize> {
    let before = tx.now().plus_days(-DAYS);
    let mut deleted = 0;
    for member in address::store::list_unused(tx, before).await? {
        if !has_written(tx, member).await? {
            erase::erase(tx, member, false).await?;
            deleted += 1;
        }
    }
    Ok(deleted)
}
