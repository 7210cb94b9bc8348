//! Deciding a refund: what goes back, and what that does to what was bought.

use access::{End, SourceKind};
use db::Tx;
use kernel::{Fault, FieldErrors, Id as _, Money, Outcome, Ts};

use super::{RefundId, RefundRow, RefundState, SubmitRefund, Why, store};
use crate::events::RefundRequested;
use crate::order::{self, OrderId, OrderRow};
use crate::payment::{self, PaymentRow};
use crate::policy::{GiveRefunds, Permit};

/// The longest reason, in characters.
const REASON_MAX: usize = 500;

/// What the team has decided.
#[derive(Debug, Clone)]
pub struct RefundDraft {
    /// How much, in minor units; none for all that is left.
    pub amount: Option<i64>,
    /// Why.
    pub reason: String,
    /// A new end of what was bought, for a refund in part.
    pub new_end: Option<Ts>,
}

/// Both ends, to be shown before the yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundPreview {
    /// How much goes back.
    pub amount: Money,
    /// Whether nothing is left then.
    pub full: bool,
    /// Until when the member holds it now; none for ever or when nothing was given.
    pub end_before: Option<Ts>,
    /// Until when after the refund.
    pub end_after: Option<Ts>,
}

/// What a refund would do now.
///
/// # Errors
/// As [`give`].
pub async fn preview(tx: &Tx, order: &OrderRow, draft: &RefundDraft) -> Outcome<RefundPreview> {
    let payments = payment::store::list_of_order(tx, order.id).await?;
    let payment = choose(payments)?;
    let (amount, full) = check(&payment, draft)?;
    let (end_before, end_after) = if full && payment.settles {
        let ends = access::preview_end(tx, SourceKind::Order, order.id.get()).await?;
        ends.first().map_or((None, None), |end| (end.before, end.after))
    } else if let Some(until) = draft.new_end {
        let source = order.id.get();
        let end = access::preview_new_end(tx, SourceKind::Order, source, until).await?;
        (end.before, end.after)
    } else {
        let given = access::of_source(tx, SourceKind::Order, order.id.get()).await?;
        let end = given.first().and_then(|row| row.until_at);
        (end, end)
    };
    Ok(RefundPreview { amount, full, end_before, end_after })
}

/// Decides a refund by the team. In full, the order's own slice of time ends now and later ones
/// move forward; in part, the end stays unless a new one is named.
///
/// # Errors
/// `Missing` with `order.missing`; `Conflict` with `refund.nothing_left`; `Invalid` for amount,
/// reason or end.
pub async fn give(
    tx: &mut Tx,
    permit: &Permit<GiveRefunds>,
    id: OrderId,
    draft: &RefundDraft,
) -> Outcome<RefundRow> {
    let order = order::store::find_for_update(tx, id).await?;
    let order = order.ok_or(Fault::Missing("order.missing"))?;
    let payment = choose(payment::store::list_of_order(tx, id).await?)?;
    let missing = Fault::Missing("payment.missing");
    let payment = payment::store::find_for_update(tx, payment.id).await?.ok_or(missing)?;
    let (amount, full) = check(&payment, draft)?;
    tx.acting(permit.by());
    let ends = if full && payment.settles {
        let taken = access::end_of_source(tx, SourceKind::Order, id.get(), End::Refund).await?;
        taken.first().map(|taken| taken.ends)
    } else if let Some(until) = draft.new_end.filter(|_| payment.settles) {
        Some(access::set_end(tx, SourceKind::Order, id.get(), until).await?.ends)
    } else {
        None
    };
    if order.needs_staff && !payment.settles && full {
        order::store::update_needs_staff(tx, id, false).await?;
    }
    let row = RefundRow {
        given_by: Some(permit.by()),
        end_before: ends.and_then(|ends| ends.before),
        end_after: ends.and_then(|ends| ends.after),
        ..row(tx, &payment, (amount, Why::Staff), draft.reason.trim())
    };
    request(tx, row).await
}

/// Sends money back by itself that cannot be used: all that is left of a payment.
///
/// # Errors
/// When the database fails.
pub async fn by_itself(tx: &mut Tx, payment: &PaymentRow, why: Why) -> Outcome<RefundRow> {
    let row = row(tx, payment, (payment.money(payment.left()), why), why.key());
    request(tx, row).await
}

async fn request(tx: &mut Tx, row: RefundRow) -> Outcome<RefundRow> {
    if payment::store::update_refunding(tx, row.payment_id, row.amount_minor).await? == 0 {
        return Err(Fault::Conflict("refund.nothing_left"));
    }
    store::insert(tx, &row).await?;
    tx.announce(RefundRequested {
        refund: row.id,
        payment: row.payment_id,
        order: row.order_id,
        amount: row.amount(),
    })
    .await?;
    tx.push(SubmitRefund { refund: row.id }).await?;
    Ok(row)
}

fn row(tx: &mut Tx, payment: &PaymentRow, (amount, why): (Money, Why), reason: &str) -> RefundRow {
    let id: RefundId = tx.new_id();
    RefundRow {
        id,
        order_id: payment.order_id,
        payment_id: payment.id,
        amount_minor: amount.minor,
        currency: amount.currency,
        state: RefundState::Requested,
        why,
        reason: reason.to_owned(),
        given_by: None,
        end_before: None,
        end_after: None,
        created_at: tx.now(),
        ended_at: None,
    }
}

/// The payment that money goes back by: the one that settled the order, else one that waits.
fn choose(payments: Vec<PaymentRow>) -> Outcome<PaymentRow> {
    let mut left: Vec<PaymentRow> = payments.into_iter().filter(|one| one.left() > 0).collect();
    left.sort_by_key(|payment| !payment.settles);
    left.into_iter().next().ok_or(Fault::Conflict("refund.nothing_left"))
}

/// How much goes back, and whether that is all that ever came.
fn check(payment: &PaymentRow, draft: &RefundDraft) -> Outcome<(Money, bool)> {
    let mut errors = FieldErrors::none();
    let amount = draft.amount.unwrap_or_else(|| payment.left());
    if !(1..=payment.left()).contains(&amount) {
        errors.add("amount_minor", "refund.amount");
    }
    let length = draft.reason.trim().chars().count();
    if length == 0 || length > REASON_MAX {
        errors.add("reason", "refund.reason");
    }
    let full = amount == payment.left();
    if full && draft.new_end.is_some() {
        errors.add("until", "refund.end_of_full");
    }
    errors.or((payment.money(amount), full))
}
