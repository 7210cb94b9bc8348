//! Having a refund done by the provider, and booking that it was.

use db::{Db, Job, Tx};
use kernel::{Fault, Outcome};
use ledger::Draft;
use serde::{Deserialize, Serialize};

use super::{RefundEvent, RefundId, RefundRow, RefundState, store};
use crate::events::{RefundFailed, RefundIssued};
use crate::ledger_book::book;
use crate::order::{self, OrderEvent};
use crate::payment::{self, PaymentRow, settle};
use crate::provider::{Providers, Return, Told};
use crate::step::Step;

/// The job that has a refund done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubmitRefund {
    /// Which refund.
    pub refund: RefundId,
}

impl Job for SubmitRefund {
    const KIND: &'static str = "refund.submit";
}

/// Asks the provider to give the money back, with the refund's own number: asking twice gives back
/// once. Nothing happens when it is decided already.
///
/// # Errors
/// `Busy` when the provider cannot be reached: the job tries again.
pub async fn submit(db: &Db, providers: &Providers, id: RefundId) -> Outcome<()> {
    let found = db
        .read(async move |tx| {
            let refund = store::find(tx, id).await?;
            Ok(refund.zip(store::find_charge(tx, id).await?))
        })
        .await?;
    let Some((refund, (provider, charge))) = found else { return Ok(()) };
    if matches!(refund.state, RefundState::Succeeded | RefundState::Failed) {
        return Ok(());
    }
    let provider = providers.find(&provider)?;
    let wish = Return { reference: id.to_string(), charge, amount: refund.amount() };
    let event = match provider.give_back(&wish).await {
        Ok(Told::Refunded) => RefundEvent::Done,
        Ok(Told::RefundRefused) => RefundEvent::Refused,
        Ok(_told_later) => RefundEvent::Taken,
        Err(fault) => {
            db.tx_serializable(async move |tx| apply(tx, id, RefundEvent::Lost).await).await?;
            return Err(fault);
        }
    };
    db.tx_serializable(async move |tx| apply(tx, id, event).await).await
}

/// What a provider tells of a refund, by our number; no when there is none of that number.
///
/// # Errors
/// When the database fails.
pub async fn told(tx: &mut Tx, reference: &str, done: bool) -> Outcome<bool> {
    let Ok(id) = reference.parse::<RefundId>() else { return Ok(false) };
    if store::find(tx, id).await?.is_none() {
        return Ok(false);
    }
    apply(tx, id, if done { RefundEvent::Done } else { RefundEvent::Refused }).await?;
    Ok(true)
}

async fn apply(tx: &mut Tx, id: RefundId, event: RefundEvent) -> Outcome<()> {
    let refund = store::find_for_update(tx, id).await?;
    let refund = refund.ok_or(Fault::Missing("refund.missing"))?;
    let Step::Move(next) = refund.state.step(event) else { return Ok(()) };
    store::update_state(tx, id, next).await?;
    match next {
        RefundState::Succeeded => done(tx, &refund).await,
        RefundState::Failed => refused(tx, &refund).await,
        RefundState::Requested | RefundState::Submitted | RefundState::Unknown => Ok(()),
    }
}

/// The money went back: the payment's sums, the ledger, the order and the event, together.
async fn done(tx: &mut Tx, refund: &RefundRow) -> Outcome<()> {
    let amount = refund.amount_minor;
    payment::store::update_refunded(tx, refund.payment_id, (amount, amount)).await?;
    let payment = payment::store::find_for_update(tx, refund.payment_id).await?;
    let payment = payment.ok_or(Fault::Missing("payment.missing"))?;
    let provider = settle::of(&payment)?;
    let draft = if payment.settles {
        Draft::refunded(refund.id, provider, refund.amount())
    } else {
        Draft::unapplied_refunded(refund.id, provider, refund.amount())
    };
    book(tx, settle::ledger_book(&payment)?, draft).await?;
    let full = payment.refunded_minor == payment.captured_minor;
    if payment.settles {
        to_order(tx, &payment, amount, full).await?;
    }
    if let Some(given_by) = refund.given_by {
        tx.acting(given_by);
    }
    let member = match refund.order_id {
        Some(id) => order::store::find(tx, id).await?.map(|order| order.member_id),
        None => None,
    };
    tx.announce(RefundIssued {
        refund: refund.id,
        payment: refund.payment_id,
        order: refund.order_id,
        member,
        amount: refund.amount(),
        full,
    })
    .await?;
    crate::mails::refunded(tx, refund).await
}

async fn to_order(tx: &mut Tx, payment: &PaymentRow, amount: i64, full: bool) -> Outcome<()> {
    let Some(id) = payment.order_id else { return Ok(()) };
    let order = order::store::find_for_update(tx, id).await?;
    let order = order.ok_or(Fault::Missing("order.missing"))?;
    let event = if full { OrderEvent::AllRefunded } else { OrderEvent::PartRefunded };
    let next = order.state.step(event).moved().unwrap_or(order.state);
    order::store::update_refunded(tx, id, (next, amount)).await
}

async fn refused(tx: &mut Tx, refund: &RefundRow) -> Outcome<()> {
    payment::store::update_refunded(tx, refund.payment_id, (refund.amount_minor, 0)).await?;
    if let Some(order) = refund.order_id {
        order::store::update_needs_staff(tx, order, true).await?;
    }
    tx.announce(RefundFailed { refund: refund.id, order: refund.order_id }).await
}
