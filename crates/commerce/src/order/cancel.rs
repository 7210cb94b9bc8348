//! Giving an order up before it was paid.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};

use super::{OrderEvent, OrderRow, OrderState, expire, store};
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
    let OrderState::Cancelled =
        order.state.step(OrderEvent::GivenUp).moved().unwrap_or(order.state)
    else {
        return Ok(order);
    };
    store::update_ended(tx, order.id, OrderState::Cancelled).await?;
    expire::end_session(tx, &order).await?;
    tx.acting(member);
    tx.announce(OrderCancelled { order: order.id, member }).await?;
    Ok(OrderRow { state: OrderState::Cancelled, ..order })
}
