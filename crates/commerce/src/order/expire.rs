//! Closing orders that nobody paid.

use db::Tx;
use kernel::Outcome;

use super::{OrderEvent, OrderRow, store};
use crate::events::OrderExpired;

/// How many orders one transaction closes.
pub(crate) const BATCH: i64 = 100;

/// Closes orders whose half hour is over; says how many. The session that was opened with an order
/// ends with it while its member has neither paid nor confirmed an address.
///
/// # Errors
/// When the database fails.
pub async fn expire(tx: &mut Tx) -> Outcome<usize> {
    let due = store::list_due(tx, BATCH).await?;
    for order in &due {
        let Some(next) = order.state.step(OrderEvent::TimeUp).moved() else { continue };
        store::update_ended(tx, order.id, next).await?;
        end_session(tx, order).await?;
        tx.announce(OrderExpired { order: order.id, member: order.member_id }).await?;
    }
    Ok(due.len())
}

/// Ends the session that was opened with an order, while its member has neither paid nor confirmed
/// an address.
pub(super) async fn end_session(tx: &mut Tx, order: &OrderRow) -> Outcome<()> {
    let Some(session) = order.session_id else { return Ok(()) };
    let member = people::member::get(tx, order.member_id).await?;
    if !member.paid && !member.confirmed {
        web::sessions::end(tx, order.member_id, session).await?;
    }
    Ok(())
}
