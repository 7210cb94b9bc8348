//! What money does once it is there: settle its order, or wait in `unapplied`.

use access::{Chain, SourceKind, Thing};
use db::Tx;
use kernel::{Fault, Id as _, Money, Outcome};
use ledger::{Draft, Provider as LedgerProvider};
use site::Settings;

use super::{PaymentId, PaymentRow, PaymentState, store};
use crate::events::{
    OrderExpired, OrderFulfilled, OrderPaid, PaymentQuestioned, PaymentSucceeded, PaymentUnapplied,
};
use crate::ledger_book::book;
use crate::order::{self, Facts, Fit, OrderEvent, OrderRow, fit};
use crate::policy::{GiveRefunds, Permit};
use crate::refund::{self, Why};
use crate::{mails, product};

/// Money as a provider tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Came<'a> {
    /// By which provider.
    pub(super) provider: &'static str,
    /// The provider's number for it.
    pub(super) transaction: &'a str,
    /// How much.
    pub(super) amount: Money,
}

/// Writes down and books money that came by a payment of ours, and does with it what fits; says what
/// that was.
pub(super) async fn arrived(
    tx: &mut Tx,
    order: Option<OrderRow>,
    payment: PaymentRow,
) -> Outcome<&'static str> {
    let Some(order) = order else {
        store::update_succeeded(tx, &payment).await?;
        unapplied(tx, &payment, "no_order").await?;
        return Ok("no_order");
    };
    let chain = Chain::lock(tx, order.member_id, bought(&order)).await?;
    let facts = facts(tx, &order, &chain).await?;
    let fit = fit(&facts, payment.money(payment.captured_minor), tx.now());
    let settled = matches!(fit, Fit::Settles | Fit::SettlesLate);
    let payment = &PaymentRow { settles: settled, ..payment };
    store::update_succeeded(tx, payment).await?;
    match fit {
        Fit::Settles => {
            received(tx, payment).await?;
            settles(tx, (&order, chain), payment, OrderEvent::Settled).await?;
            Ok("settled")
        }
        Fit::SettlesLate => {
            received(tx, payment).await?;
            let order = closed(tx, order).await?;
            settles(tx, (&order, chain), payment, OrderEvent::SettledLate).await?;
            Ok("settled_late")
        }
        Fit::WrongAmount => {
            unapplied(tx, payment, "wrong_amount").await?;
            order::store::update_needs_staff(tx, order.id, true).await?;
            Ok("wrong_amount")
        }
        Fit::Second => {
            unapplied(tx, payment, "second").await?;
            refund::by_itself(tx, payment, Why::Second).await?;
            Ok("second")
        }
        Fit::TooLate => {
            unapplied(tx, payment, "late").await?;
            refund::by_itself(tx, payment, Why::Late).await?;
            Ok("late")
        }
        Fit::Held => {
            unapplied(tx, payment, "held").await?;
            refund::by_itself(tx, payment, Why::Held).await?;
            order::give_up(tx, &order).await?;
            Ok("held")
        }
    }
}

/// What has to be known of an order to say whether money fits it. What later money alone is judged
/// by is not read for money that comes in time.
async fn facts(tx: &Tx, order: &OrderRow, chain: &Chain) -> Outcome<Facts> {
    let facts = Facts {
        state: order.state,
        amount: order.amount(),
        expires_at: order.expires_at,
        on_sale: true,
        bought_since: false,
        held_for_ever: chain.has_no_end(tx.now()),
    };
    if facts.is_in_time(tx.now()) {
        return Ok(facts);
    }
    let price = product::store::find_price(tx, order.price_id).await?;
    let bought_since = order::store::bought_since(tx, order).await?;
    Ok(Facts { on_sale: price.is_some_and(|price| price.on_sale), bought_since, ..facts })
}

/// Books money that settles an order.
async fn received(tx: &mut Tx, payment: &PaymentRow) -> Outcome<()> {
    let amount = payment.money(payment.captured_minor);
    let draft = Draft::received(payment.id, of(payment)?, amount);
    book(tx, ledger_book(payment)?, draft).await.map(drop)
}

/// What an order gives.
fn bought(order: &OrderRow) -> Thing {
    Thing::plan(order.product_id.get())
}

/// An order whose time is over, closed where the job has not come by yet. Its session goes on: the
/// money that pays it is there.
async fn closed(tx: &mut Tx, order: OrderRow) -> Outcome<OrderRow> {
    let Some(next) = order.state.step(OrderEvent::TimeUp).moved() else { return Ok(order) };
    order::store::update_ended(tx, order.id, next).await?;
    tx.announce(OrderExpired { order: order.id, member: order.member_id }).await?;
    Ok(OrderRow { state: next, ..order })
}

/// Books money that no payment of ours asked for: it gets a row of its own. What names an order
/// that is settled goes back by itself, the rest waits for the team.
pub(super) async fn stray(
    tx: &mut Tx,
    came: Came<'_>,
    order: Option<order::OrderId>,
    reference: &str,
) -> Outcome<PaymentId> {
    let payment = PaymentRow {
        id: tx.new_id(),
        order_id: order,
        provider: came.provider.to_owned(),
        reference: format!("{reference}+{}", came.transaction),
        transaction_ref: Some(came.transaction.to_owned()),
        amount_minor: came.amount.minor,
        currency: came.amount.currency,
        state: PaymentState::Succeeded,
        settles: false,
        captured_minor: came.amount.minor,
        refunding_minor: 0,
        refunded_minor: 0,
        next_url: String::new(),
        created_at: tx.now(),
        succeeded_at: Some(tx.now()),
    };
    store::insert(tx, &payment).await?;
    let order = match order {
        Some(id) => order::store::find_for_update(tx, id).await?,
        None => None,
    };
    match order {
        Some(order) if order.state.is_settled() => {
            unapplied(tx, &payment, "second").await?;
            refund::by_itself(tx, &payment, Why::Second).await?;
        }
        Some(order) => {
            unapplied(tx, &payment, "wrong_amount").await?;
            order::store::update_needs_staff(tx, order.id, true).await?;
        }
        None => unapplied(tx, &payment, "no_order").await?,
    }
    Ok(payment.id)
}

/// Lets money that waited settle its order after all: the team's decision about a wrong amount.
/// Where the member holds without end by now what it would have bought, it goes back instead, as a
/// notice of it would have done.
///
/// # Errors
/// `Conflict` with `order.already_paid` when something else settled it meanwhile, `Missing` when
/// there is no such money.
pub async fn settle_by_staff(
    tx: &mut Tx,
    permit: &Permit<GiveRefunds>,
    id: PaymentId,
) -> Outcome<()> {
    let payment = store::find_for_update(tx, id).await?;
    let payment = payment.ok_or(Fault::Missing("payment.missing"))?;
    let order_id = payment.order_id.ok_or(Fault::Missing("order.missing"))?;
    let order = order::store::find_for_update(tx, order_id).await?;
    let order = order.ok_or(Fault::Missing("order.missing"))?;
    let untouched = payment.left() == payment.captured_minor && payment.captured_minor > 0;
    if payment.settles || !untouched || payment.currency != order.currency {
        return Err(Fault::Conflict("payment.not_waiting"));
    }
    let event = match order.state {
        order::OrderState::Expired => OrderEvent::SettledLate,
        _ => OrderEvent::Settled,
    };
    tx.acting(permit.by());
    if order.state.step(event).moved().is_none() {
        return Err(Fault::Conflict("order.already_paid"));
    }
    let chain = Chain::lock(tx, order.member_id, bought(&order)).await?;
    if chain.has_no_end(tx.now()) {
        refund::by_itself(tx, &payment, Why::Held).await?;
        order::store::update_needs_staff(tx, order.id, false).await?;
        return order::give_up(tx, &order).await.map(drop);
    }
    let amount = payment.money(payment.captured_minor);
    book(tx, ledger_book(&payment)?, Draft::unapplied_applied(payment.id, amount)).await?;
    store::update_settles(tx, payment.id).await?;
    settles(tx, (&order, chain), &payment, event).await
}

/// Notes that a provider contradicts itself or took money back: the team has to look.
pub(super) async fn question(
    tx: &mut Tx,
    payment: PaymentId,
    order: Option<order::OrderId>,
    said: &str,
) -> Outcome<()> {
    if let Some(order) = order {
        order::store::update_needs_staff(tx, order, true).await?;
    }
    tx.announce(PaymentQuestioned { payment, said: said.to_owned() }).await
}

/// One payment settles its order: the order is paid, its member is one who has paid, what was
/// bought is given, and the receipt leaves.
async fn settles(
    tx: &mut Tx,
    (order, chain): (&OrderRow, Chain),
    payment: &PaymentRow,
    event: OrderEvent,
) -> Outcome<()> {
    let paid = order.state.step(event).moved().ok_or(Fault::Conflict("order.already_paid"))?;
    let settings = Settings::load(tx).await?;
    // What came before and did not fit is not needed any more.
    for other in store::list_of_order(tx, order.id).await? {
        if other.id != payment.id && other.left() > 0 {
            refund::by_itself(tx, &other, Why::Second).await?;
        }
    }
    let amount = payment.money(payment.captured_minor);
    tx.announce(PaymentSucceeded {
        payment: payment.id,
        order: Some(order.id),
        amount,
        settles: true,
    })
    .await?;
    tx.announce(OrderPaid {
        order: order.id,
        member: order.member_id,
        product: order.product_id,
        payment: payment.id,
        amount,
        late: event == OrderEvent::SettledLate,
    })
    .await?;
    people::member::number::paid(tx, order.member_id).await?;

    let (source, months) = ((SourceKind::Order, order.id.get()), order.term.months());
    let (_, term) = chain.extend(tx, source, months, &settings.zone).await?;
    // Paid and given in one transaction: nobody ever sees the state between.
    let given = paid.step(OrderEvent::Given).moved().unwrap_or(paid);
    order::store::update_paid(tx, order.id, given).await?;
    tx.announce(OrderFulfilled { order: order.id, member: order.member_id, until: term.until })
        .await?;
    mails::receipt(tx, &settings, (order, amount), term.until).await
}

async fn unapplied(tx: &mut Tx, payment: &PaymentRow, why: &str) -> Outcome<()> {
    let amount = payment.money(payment.captured_minor);
    let draft = Draft::unapplied_booked(payment.id, of(payment)?, amount);
    book(tx, ledger_book(payment)?, draft).await?;
    tx.announce(PaymentSucceeded {
        payment: payment.id,
        order: payment.order_id,
        amount,
        settles: false,
    })
    .await?;
    let why = why.to_owned();
    tx.announce(PaymentUnapplied { payment: payment.id, order: payment.order_id, amount, why })
        .await
}

/// The provider of a payment, as the ledger names it.
pub(crate) fn of(payment: &PaymentRow) -> Outcome<LedgerProvider> {
    payment.provider.parse().map_err(|bad| Fault::broken("naming a provider in the ledger", bad))
}

/// The book that a payment's money belongs in.
pub(crate) fn ledger_book(payment: &PaymentRow) -> Outcome<ledger::Book> {
    Ok(of(payment)?.book())
}
