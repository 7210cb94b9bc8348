//! Asking a provider for the money of an order.

use db::{Db, Tx};
use kernel::{Fault, MemberId, Outcome};
use web::random_token;

use super::{PaymentId, PaymentRow, PaymentState, store};
use crate::Texts;
use crate::order::{self, OrderId, OrderRow, OrderState};
use crate::provider::{Charge, Provider};

/// A payment that waits at its provider.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Which.
    pub id: PaymentId,
    /// How far it has come.
    pub state: PaymentState,
    /// Where the buyer pays.
    pub next_url: String,
}

/// Asks a provider for an order's money. The intention is written down before the provider is
/// asked, so a crash between the two is healed by asking again with the same number; an open
/// payment with the same provider is taken up again instead of making a second one.
///
/// # Errors
/// `Conflict` with `order.closed` when the order cannot be paid any more, `Busy` when the provider
/// cannot be reached.
pub async fn begin(db: &Db, provider: &dyn Provider, id: OrderId) -> Outcome<Begun> {
    let name = provider.name();
    let written = db.tx(async move |tx| {
        let order = order::store::find_for_update(tx, id).await?;
        write_down(tx, order, name).await
    });
    send(db, provider, written.await?).await
}

/// As [`begin`], for a member's own order by its number.
///
/// # Errors
/// As [`begin`], and `Missing` with `order.missing` for another's order.
pub async fn begin_own(
    db: &Db,
    provider: &dyn Provider,
    (member, no): (MemberId, String),
) -> Outcome<Begun> {
    let name = provider.name();
    let written = db.tx(async move |tx| {
        let order = order::store::find_by_no_for_update(tx, &no).await?;
        write_down(tx, order.filter(|order| order.member_id == member), name).await
    });
    send(db, provider, written.await?).await
}

/// Writes down that a provider is about to be asked, unless it is being asked already.
async fn write_down(
    tx: &mut Tx,
    order: Option<OrderRow>,
    provider: &str,
) -> Outcome<(OrderRow, PaymentRow)> {
    let order = order.ok_or(Fault::Missing("order.missing"))?;
    if order.state.is_settled() {
        return Err(Fault::Conflict("order.already_paid"));
    }
    if order.state != OrderState::AwaitingPayment || order.expires_at <= tx.now() {
        return Err(Fault::Conflict("order.closed"));
    }
    let open = store::list_of_order(tx, order.id).await?.into_iter().find(|payment| {
        payment.provider == provider
            && matches!(payment.state, PaymentState::Created | PaymentState::Pending)
    });
    if let Some(payment) = open {
        return Ok((order, payment));
    }
    let fresh = row(tx.new_id(), &order, provider, tx.now());
    store::insert(tx, &fresh).await?;
    Ok((order, fresh))
}

async fn send(
    db: &Db,
    provider: &dyn Provider,
    (order, payment): (OrderRow, PaymentRow),
) -> Outcome<Begun> {
    if payment.state == PaymentState::Pending {
        return Ok(Begun { id: payment.id, state: payment.state, next_url: payment.next_url });
    }
    let next_url = provider.begin(&charge(&order, &payment)).await?;
    let (payment, next) = (payment.id, next_url.clone());
    db.tx(async move |tx| store::update_sent(tx, payment, &next).await).await?;
    Ok(Begun { id: payment, state: PaymentState::Pending, next_url })
}

fn row(id: PaymentId, order: &OrderRow, provider: &str, now: kernel::Ts) -> PaymentRow {
    PaymentRow {
        id,
        order_id: Some(order.id),
        provider: provider.to_owned(),
        reference: random_token(),
        transaction_ref: None,
        amount_minor: order.amount_minor,
        currency: order.currency,
        state: PaymentState::Created,
        settles: false,
        captured_minor: 0,
        refunding_minor: 0,
        refunded_minor: 0,
        next_url: String::new(),
        created_at: now,
        succeeded_at: None,
    }
}

fn charge(order: &OrderRow, payment: &PaymentRow) -> Charge {
    let t = Texts::new(order.locale);
    let words = crate::product::PriceWords::of(order.locale);
    Charge {
        reference: payment.reference.clone(),
        amount: order.amount(),
        title: t.charge_title(&order.product_name, words.name(order.term)),
        return_path: format!("/pay/{}", order.no),
        locale: order.locale,
    }
}
