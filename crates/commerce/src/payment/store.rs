//! All SQL about payments and providers' notices.

use db::{OnUnique as _, Tx, args, row, sql};
use kernel::{Currency, Cursor, Money, Outcome, Ts};
use ledger::Book;

use super::{PaymentId, PaymentState};
use crate::order::OrderId;

kernel::id!(
    /// One notice of a provider.
    pub NoticeId
);

row! {
    /// A payment as its row holds it.
    pub struct PaymentRow {
        /// Which.
        pub id: PaymentId,
        /// For which order, where it names one.
        pub order_id: Option<OrderId>,
        /// By which provider.
        pub provider: String,
        /// Our number for it.
        pub reference: String,
        /// The provider's number for the money.
        pub transaction_ref: Option<String>,
        /// How much was asked for, in minor units.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: Currency,
        /// How far it has come.
        pub state: PaymentState,
        /// Whether it settled its order.
        pub settles: bool,
        /// How much came.
        pub captured_minor: i64,
        /// How much is on its way back.
        pub refunding_minor: i64,
        /// How much went back.
        pub refunded_minor: i64,
        /// Where the buyer pays.
        pub next_url: String,
        /// When it began.
        pub created_at: Ts,
        /// When the money came.
        pub succeeded_at: Option<Ts>,
    }
}

impl PaymentRow {
    /// What came and neither went back nor is on its way back.
    #[must_use]
    pub const fn left(&self) -> i64 {
        self.captured_minor - self.refunded_minor - self.refunding_minor
    }

    /// An amount in its currency.
    #[must_use]
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

macro_rules! payments {
    ($rest:literal) => {
        sql!(PaymentRow: concat!(
            "SELECT id, order_id, provider, reference, transaction_ref, amount_minor, currency,
                 state, settles, captured_minor, refunding_minor, refunded_minor, next_url,
                 created_at, succeeded_at FROM payments ", $rest))
    };
}

pub(crate) async fn insert(tx: &mut Tx, row: &PaymentRow) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO payments (id, order_id, provider, reference, transaction_ref,
                 amount_minor, currency, state, settles, captured_minor, next_url, created_at,
                 succeeded_at, checked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        args![
            row.id,
            row.order_id,
            row.provider,
            row.reference,
            row.transaction_ref,
            row.amount_minor,
            row.currency,
            row.state,
            row.settles,
            row.captured_minor,
            row.next_url,
            row.created_at,
            row.succeeded_at,
            now
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find_for_update(tx: &mut Tx, id: PaymentId) -> Outcome<Option<PaymentRow>> {
    tx.one(payments!("WHERE id = $1 {for_update}"), args![id]).await
}

pub(crate) async fn find_by_reference_for_update(
    tx: &mut Tx,
    reference: &str,
) -> Outcome<Option<PaymentRow>> {
    tx.one(payments!("WHERE reference = $1 {for_update}"), args![reference]).await
}

/// The payment of a number of ours and the one that a movement of money came by, where there are
/// such: one and the same, two, or none.
pub(crate) async fn list_of_money_for_update(
    tx: &mut Tx,
    reference: &str,
    (provider, transaction): (&str, &str),
) -> Outcome<Vec<PaymentRow>> {
    tx.list(
        payments!(
            "WHERE reference = $1 OR (provider = $2 AND transaction_ref = $3)
             ORDER BY id {for_update}"
        ),
        args![reference, provider, transaction],
    )
    .await
}

pub(crate) async fn list_of_order(tx: &Tx, order: OrderId) -> Outcome<Vec<PaymentRow>> {
    tx.list(payments!("WHERE order_id = $1 ORDER BY created_at, id"), args![order]).await
}

/// Payments that the provider has not decided and that were not asked about since `before`.
pub(crate) async fn list_open(tx: &Tx, before: Ts, limit: i64) -> Outcome<Vec<PaymentRow>> {
    tx.list(
        payments!(
            "WHERE state IN ('created', 'pending') AND checked_at < $1
             ORDER BY checked_at LIMIT $2"
        ),
        args![before, limit],
    )
    .await
}

/// Money of a book that names no order of ours, the newest first.
pub(crate) async fn list_stray(
    tx: &Tx,
    book: Book,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<PaymentRow>> {
    tx.list(
        payments!(
            "WHERE order_id IS NULL AND (provider = 'sandbox') = ($1 = 'sandbox')
               AND (created_at < $2 OR (created_at = $2 AND id < $3))
             ORDER BY created_at DESC, id DESC LIMIT $4"
        ),
        args![book.to_string(), place.at, place.id, probe],
    )
    .await
}

pub(crate) async fn update_sent(tx: &mut Tx, id: PaymentId, next_url: &str) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE payments SET state = 'pending', next_url = $2
             WHERE id = $1 AND state = 'created'"
        ),
        args![id, next_url],
    )
    .await?;
    Ok(())
}

pub(crate) async fn update_checked(tx: &mut Tx, id: PaymentId) -> Outcome<()> {
    let now = tx.now();
    tx.exec(sql!("UPDATE payments SET checked_at = $2 WHERE id = $1"), args![id, now]).await?;
    Ok(())
}

pub(crate) async fn update_state(tx: &mut Tx, id: PaymentId, state: PaymentState) -> Outcome<()> {
    tx.exec(sql!("UPDATE payments SET state = $2 WHERE id = $1"), args![id, state]).await?;
    Ok(())
}

/// Writes down that money came, and whether it is the one payment that settles its order.
pub(crate) async fn update_succeeded(tx: &mut Tx, row: &PaymentRow) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE payments SET state = 'succeeded', transaction_ref = $2, captured_minor = $3,
                 succeeded_at = $4, settles = $5 WHERE id = $1"
        ),
        args![row.id, row.transaction_ref, row.captured_minor, now, row.settles],
    )
    .await
    .on_unique("payments.order_id", "order.already_paid")?;
    Ok(())
}

/// Makes money that waited the one payment that settles its order.
pub(crate) async fn update_settles(tx: &mut Tx, id: PaymentId) -> Outcome<()> {
    tx.exec(sql!("UPDATE payments SET settles = $2 WHERE id = $1"), args![id, true])
        .await
        .on_unique("payments.order_id", "order.already_paid")?;
    Ok(())
}

/// Sets money aside for a refund; 0 when there is not so much left.
pub(crate) async fn update_refunding(tx: &mut Tx, id: PaymentId, amount: i64) -> Outcome<u64> {
    tx.exec(
        sql!(
            "UPDATE payments SET refunding_minor = refunding_minor + $2
             WHERE id = $1 AND refunding_minor + refunded_minor + $2 <= captured_minor"
        ),
        args![id, amount],
    )
    .await
}

/// What was set aside went back, or did not.
pub(crate) async fn update_refunded(
    tx: &mut Tx,
    id: PaymentId,
    (aside, back): (i64, i64),
) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE payments SET refunding_minor = refunding_minor - $2,
                 refunded_minor = refunded_minor + $3 WHERE id = $1"
        ),
        args![id, aside, back],
    )
    .await?;
    Ok(())
}

/// Keeps a notice byte for byte; 0 when it was known.
pub(crate) async fn insert_notice(
    tx: &mut Tx,
    (provider, event_id, reference): (&str, &str, &str),
    raw: &[u8],
) -> Outcome<u64> {
    let (id, now): (NoticeId, _) = (tx.new_id(), tx.now());
    tx.exec(
        sql!(
            "INSERT INTO provider_notices (id, provider, event_id, reference, raw, verdict,
                 received_at)
             VALUES ($1, $2, $3, $4, $5, 'received', $6)
             ON CONFLICT (provider, event_id) DO NOTHING"
        ),
        args![id, provider, event_id, reference, raw, now],
    )
    .await
}

/// Writes down what a notice led to.
pub(crate) async fn update_notice(
    tx: &mut Tx,
    (provider, event_id): (&str, &str),
    verdict: &str,
    payment: Option<PaymentId>,
) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE provider_notices SET verdict = $3, payment_id = $4
             WHERE provider = $1 AND event_id = $2"
        ),
        args![provider, event_id, verdict, payment],
    )
    .await?;
    Ok(())
}
