//! Giving an order up before it was paid.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};

use super::{OrderEvent, OrderRow, expire, store};
use crate::events::OrderCancelled;

/// Gives an order up. Money that comes for it all the same goes back by itself.
///
/// # Errors
/// `Missing` with `order.missing` for another's order; `Conflict` with `order.already_paid`, or
/// with `order.money_waits` while money for it waits for the team.
pub async fn cancel(tx: &mut Tx, member: MemberId, no: &str) -> Outcome<OrderRow> {
    let missing = Fault::Missing("order.missing");
    let found = store::find_by_no(tx, no).await?;
    let Some(found) = found.filter(|order| order.member_id == member) else { return Err(missing) };
    let order = store::find_for_update(tx, found.id).await?.ok_or(missing)?;
    if order.state.is_settled() {
        return Err(Fault::Conflict("order.already_paid"));
    }
    if order.needs_staff {
        return Err(Fault::Conflict("order.money_waits"));
    }
    tx.acting(member);
    let left = give_up(tx, &order).await?;
    if left.state != order.state {
        expire::end_session(tx, &left).await?;
    }
    Ok(left)
}

/// Closes an order that nobody will pay any more, if it is still open.
///
/// # Errors
/// When the database fails.
pub(crate) async fn give_up(tx: &mut Tx, order: &OrderRow) -> Outcome<OrderRow> {
    let Some(state) = order.state.step(OrderEvent::GivenUp).moved() else {
        return Ok(order.clone());
    };
    store::update_ended(tx, order.id, state).await?;
    tx.announce(OrderCancelled { order: order.id, member: order.member_id }).await?;
    Ok(OrderRow { state, ..order.clone() })
}
