//! Reminding before a membership ends: there is no automatic renewal.

use db::Tx;
use kernel::Outcome;
use site::Settings;

use super::store;
use crate::{mails, order};

/// Days before the end at which the reminder leaves.
const DAYS: i64 = 7;
/// How many reminders one transaction writes.
pub(crate) const BATCH: i64 = 100;

/// Writes the reminders that are due, once for each end; says how many were looked at.
///
/// # Errors
/// When the database fails.
pub async fn remind(tx: &mut Tx) -> Outcome<usize> {
    let due = store::list_ending(tx, tx.now().plus_days(DAYS), BATCH).await?;
    let settings = Settings::load(tx).await?;
    for row in &due {
        if store::insert_reminder(tx, row).await? == 0 {
            continue;
        }
        if let Some(order) = order::store::find(tx, row.order_id).await? {
            mails::reminder(tx, &settings, &order, row.until_at).await?;
        }
    }
    Ok(due.len())
}
