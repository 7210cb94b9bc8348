//! All SQL about refunds.

use db::{Tx, args, row, sql};
use kernel::{Currency, MemberId, Money, Outcome, Ts};

use super::{RefundId, RefundState, Why};
use crate::order::OrderId;
use crate::payment::PaymentId;

row! {
    /// A refund as its row holds it.
    pub struct RefundRow {
        /// Which; also our number for it at the provider.
        pub id: RefundId,
        /// Of which order, where there is one.
        pub order_id: Option<OrderId>,
        /// Of which payment.
        pub payment_id: PaymentId,
        /// How much, in minor units.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: Currency,
        /// How far it has come.
        pub state: RefundState,
        /// Why.
        pub why: Why,
        /// The team's words.
        pub reason: String,
        /// Who of the team decided.
        pub given_by: Option<MemberId>,
        /// Until when the member held what was bought.
        pub end_before: Option<Ts>,
        /// Until when the member holds it since.
        pub end_after: Option<Ts>,
        /// When it was decided.
        pub created_at: Ts,
        /// When the provider did or refused it.
        pub ended_at: Option<Ts>,
    }
}

impl RefundRow {
    /// How much.
    #[must_use]
    pub const fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

macro_rules! refunds {
    ($rest:literal) => {
        sql!(RefundRow: concat!(
            "SELECT id, order_id, payment_id, amount_minor, currency, state, why, reason, given_by,
                 end_before, end_after, created_at, ended_at FROM refunds ", $rest))
    };
}

pub(crate) async fn insert(tx: &mut Tx, row: &RefundRow) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO refunds (id, order_id, payment_id, amount_minor, currency, state, why,
                 reason, given_by, end_before, end_after, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        args![
            row.id,
            row.order_id,
            row.payment_id,
            row.amount_minor,
            row.currency,
            row.state,
            row.why,
            row.reason,
            row.given_by,
            row.end_before,
            row.end_after,
            row.created_at
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find(tx: &Tx, id: RefundId) -> Outcome<Option<RefundRow>> {
    tx.one(refunds!("WHERE id = $1"), args![id]).await
}

pub(crate) async fn find_for_update(tx: &mut Tx, id: RefundId) -> Outcome<Option<RefundRow>> {
    tx.one(refunds!("WHERE id = $1 {for_update}"), args![id]).await
}

pub(crate) async fn list_of_order(tx: &Tx, order: OrderId) -> Outcome<Vec<RefundRow>> {
    tx.list(refunds!("WHERE order_id = $1 ORDER BY created_at, id"), args![order]).await
}

/// Refunds that were decided before `before` and not done: asked about again.
pub(crate) async fn list_open(tx: &Tx, before: Ts, limit: i64) -> Outcome<Vec<RefundRow>> {
    tx.list(
        refunds!(
            "WHERE state IN ('requested', 'submitted', 'unknown') AND created_at < $1
             ORDER BY created_at LIMIT $2"
        ),
        args![before, limit],
    )
    .await
}

pub(crate) async fn update_state(tx: &mut Tx, id: RefundId, state: RefundState) -> Outcome<()> {
    let ended = matches!(state, RefundState::Succeeded | RefundState::Failed).then(|| tx.now());
    tx.exec(
        sql!("UPDATE refunds SET state = $2, ended_at = $3 WHERE id = $1"),
        args![id, state, ended],
    )
    .await?;
    Ok(())
}

/// The provider and our number of the payment that a refund is of.
pub(crate) async fn find_charge(tx: &Tx, id: RefundId) -> Outcome<Option<(String, String)>> {
    tx.one(
        sql!(
            "SELECT p.provider, p.reference FROM refunds r JOIN payments p ON p.id = r.payment_id
             WHERE r.id = $1"
        ),
        args![id],
    )
    .await
}
