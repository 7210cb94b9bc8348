//! Marking as read.

use db::Tx;
use kernel::{MemberId, Outcome};

use super::{NotificationId, store};
use crate::events::NotificationRead;

/// The most notifications that are named at once.
pub const NAMED_MAX: usize = 100;

/// Marks some notifications of a member as read, all of them when none is named; how many are
/// unread then. What is read already or somebody else's changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn mark(tx: &mut Tx, member: MemberId, named: &[NotificationId]) -> Outcome<i64> {
    let (through, now) = (store::newest(tx, member).await?, tx.now());
    if store::update_read(tx, member, named, (through, now)).await? > 0 {
        tx.acting(member);
        let notifications = named.to_vec();
        tx.announce(NotificationRead { member, notifications, through }).await?;
    }
    store::count_unread(tx, member).await
}
