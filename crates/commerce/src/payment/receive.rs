//! What a provider tells: verified, kept byte for byte, and taken into account once.
//!
//! Everything a notice leads to happens in its own transaction: either all of it is there and the
//! provider is answered, or nothing is and the provider tells again.

use db::{Db, Tx};
use http::HeaderMap;
use kernel::{Fault, Money, Outcome};

use super::settle::{self, Came};
use super::{PaymentEvent, PaymentRow, PaymentState, store};
use crate::events::{PaymentFailed, PaymentQuestioned};
use crate::order;
use crate::provider::{Notice, Providers, Told};
use crate::step::Step;

/// The largest notice, in bytes.
const NOTICE_MAX: usize = 256 * 1024;

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It was new and had its effect.
    Taken,
    /// It was known: no effect, and the provider may stop.
    Known,
}

/// Takes a notice as it came over the line.
///
/// # Errors
/// `Missing` for an unknown provider, `Invalid` with `notice.refused` when it cannot be verified or
/// read: nothing is stored and nothing happens; `Busy` or `Broken` when it has to be told again.
pub async fn receive(
    db: &Db,
    providers: &Providers,
    provider: &str,
    headers: &HeaderMap,
    raw: Vec<u8>,
) -> Outcome<Received> {
    let provider = providers.find(provider)?;
    let name = provider.name();
    if raw.len() > NOTICE_MAX {
        return Err(Fault::TooLarge("notice.too_large"));
    }
    let notice = provider.read(headers, &raw).map_err(|refusal| {
        tracing::warn!(provider = name, reason = refusal.0, "a provider's notice was refused");
        Fault::invalid("notice", "notice.refused")
    })?;
    db.tx_serializable(async move |tx| {
        let source = (name, notice.event_id.as_str(), notice.reference.as_str());
        if store::insert_notice(tx, source, &raw).await? == 0 {
            return Ok(Received::Known);
        }
        let (verdict, payment) = take(tx, name, &notice).await?;
        store::update_notice(tx, (name, &notice.event_id), verdict, payment).await?;
        Ok(Received::Taken)
    })
    .await
}

/// Takes what a provider answered when it was asked about a payment: the same truth as a notice.
///
/// # Errors
/// When the database fails.
pub async fn accept(db: &Db, provider: &'static str, reference: &str, told: Told) -> Outcome<()> {
    let reference = reference.to_owned();
    db.tx_serializable(async move |tx| {
        let answer =
            Notice { event_id: String::new(), reference: reference.clone(), told: told.clone() };
        take(tx, provider, &answer).await?;
        Ok(())
    })
    .await
}

type Verdict = (&'static str, Option<super::PaymentId>);

async fn take(tx: &mut Tx, provider: &'static str, notice: &Notice) -> Outcome<Verdict> {
    let reference = notice.reference.as_str();
    match &notice.told {
        Told::Succeeded { transaction, amount } => {
            money(tx, reference, Came { provider, transaction, amount: *amount }).await
        }
        Told::Failed => {
            let found = find(tx, provider, reference).await?;
            ended(tx, found, PaymentEvent::Failed).await
        }
        Told::Expired => {
            let found = find(tx, provider, reference).await?;
            ended(tx, found, PaymentEvent::Expired).await
        }
        Told::Reversed => {
            let found = find(tx, provider, reference).await?;
            let Some(payment) = found else { return Ok(("unknown", None)) };
            settle::question(tx, payment.id, payment.order_id, "reversed").await?;
            Ok(("reversed", Some(payment.id)))
        }
        Told::Refunded | Told::RefundRefused => {
            let done = notice.told == Told::Refunded;
            let known = crate::refund::told(tx, reference, done).await?;
            Ok((if known { "refund" } else { "unknown" }, None))
        }
        Told::Nothing => {
            let found = find(tx, provider, reference).await?;
            Ok(("nothing", found.map(|payment| payment.id)))
        }
    }
}

/// The payment that a provider was asked for under a number of ours.
async fn find(tx: &mut Tx, provider: &str, reference: &str) -> Outcome<Option<PaymentRow>> {
    let found = store::find_by_reference_for_update(tx, reference).await?;
    Ok(found.filter(|payment| payment.provider == provider))
}

/// Money came. The provider's own number says whether it is the same money as before.
async fn money(tx: &mut Tx, reference: &str, came: Came<'_>) -> Outcome<Verdict> {
    let number = (came.provider, came.transaction);
    let mut found = store::list_of_money_for_update(tx, reference, number).await?;
    found.retain(|payment| payment.provider == came.provider);
    if came.amount.minor <= 0 {
        let asked = found.iter().find(|payment| payment.reference == reference);
        return Ok(("no_money", asked.map(|payment| payment.id)));
    }
    let is_same = |payment: &&PaymentRow| payment.transaction_ref.as_deref() == Some(number.1);
    if let Some(same) = found.iter().find(is_same) {
        return known(tx, same, came.amount).await;
    }
    // What is left was found by our number.
    let Some(payment) = found.pop() else {
        let id = settle::stray(tx, came, None, reference).await?;
        return Ok(("no_order", Some(id)));
    };
    let asked = Money::new(payment.amount_minor, payment.currency);
    let Step::Move(_) = payment.state.step(PaymentEvent::Succeeded) else {
        // The same attempt brought money twice, under two numbers of the provider.
        let id = settle::stray(tx, came, payment.order_id, reference).await?;
        return Ok(("second", Some(id)));
    };
    if came.amount.currency != asked.currency {
        let id = settle::stray(tx, came, payment.order_id, reference).await?;
        return Ok(("wrong_currency", Some(id)));
    }
    let captured = PaymentRow {
        state: PaymentState::Succeeded,
        captured_minor: came.amount.minor,
        transaction_ref: Some(came.transaction.to_owned()),
        ..payment
    };
    let id = captured.id;
    let order = match captured.order_id {
        Some(id) => order::store::find_for_update(tx, id).await?,
        None => None,
    };
    let verdict = settle::arrived(tx, order, captured).await?;
    Ok((verdict, Some(id)))
}

/// Money that we know. Another amount under the same number is a contradiction.
async fn known(tx: &mut Tx, payment: &PaymentRow, amount: Money) -> Outcome<Verdict> {
    if payment.money(payment.captured_minor) == amount {
        return Ok(("repeated", Some(payment.id)));
    }
    settle::question(tx, payment.id, payment.order_id, "other_amount").await?;
    Ok(("contradiction", Some(payment.id)))
}

/// The provider ended an attempt without money.
async fn ended(tx: &mut Tx, payment: Option<PaymentRow>, event: PaymentEvent) -> Outcome<Verdict> {
    let Some(payment) = payment else { return Ok(("unknown", None)) };
    match payment.state.step(event) {
        Step::Move(next) => {
            store::update_state(tx, payment.id, next).await?;
            tx.announce(PaymentFailed { payment: payment.id, order: payment.order_id }).await?;
            Ok(("failed", Some(payment.id)))
        }
        Step::Ignore => Ok(("repeated", Some(payment.id))),
        Step::Alarm => {
            tx.announce(PaymentQuestioned { payment: payment.id, said: event.key().to_owned() })
                .await?;
            Ok(("alarm", Some(payment.id)))
        }
    }
}
