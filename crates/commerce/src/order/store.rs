//! All SQL about orders.

use db::{OnUnique as _, Tx, args, row, sql};
use kernel::{Currency, Cursor, Locale, MemberId, Money, Outcome, Ts};
use web::sessions::SessionId;

use super::{OrderId, OrderState};
use crate::product::{PriceId, ProductId, Term};

row! {
    /// An order as its row holds it.
    pub struct OrderRow {
        /// Which.
        pub id: OrderId,
        /// Its number, as people read it.
        pub no: String,
        /// Whose.
        pub member_id: MemberId,
        /// What was bought.
        pub product_id: ProductId,
        /// At which price.
        pub price_id: PriceId,
        /// What the product was called then.
        pub product_name: String,
        /// For how long.
        pub term: Term,
        /// For how much, in minor units.
        pub amount_minor: i64,
        /// In which currency.
        pub currency: Currency,
        /// How far it has come.
        pub state: OrderState,
        /// Where receipts go.
        pub email: Option<String>,
        /// Where the buyer came from and goes back to.
        pub back: String,
        /// The buyer's language.
        pub locale: Locale,
        /// The session that was opened with it.
        pub session_id: Option<SessionId>,
        /// Whether money waits for the team's decision.
        pub needs_staff: bool,
        /// How much went back.
        pub refunded_minor: i64,
        /// When it was placed.
        pub created_at: Ts,
        /// Until when it can be paid.
        pub expires_at: Ts,
        /// When it was settled.
        pub paid_at: Option<Ts>,
    }
}

impl OrderRow {
    /// What it costs.
    #[must_use]
    pub const fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

macro_rules! orders {
    ($rest:literal) => {
        sql!(OrderRow: concat!(
            "SELECT id, no, member_id, product_id, price_id, product_name, term, amount_minor,
                 currency, state, email, back, locale, session_id, needs_staff, refunded_minor,
                 created_at, expires_at, paid_at FROM orders ", $rest))
    };
}

/// Writes an order down; false where another has its number.
pub(crate) async fn insert(tx: &mut Tx, row: &OrderRow, key: Option<&str>) -> Outcome<bool> {
    tx.exec(
        sql!(
            "INSERT INTO orders (id, no, member_id, product_id, price_id, product_name, term,
                 amount_minor, currency, state, email, back, locale, checkout_key, session_id,
                 needs_staff, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18)
             ON CONFLICT (no) DO NOTHING"
        ),
        args![
            row.id,
            row.no,
            row.member_id,
            row.product_id,
            row.price_id,
            row.product_name,
            row.term,
            row.amount_minor,
            row.currency,
            row.state,
            row.email,
            row.back,
            row.locale,
            key,
            row.session_id,
            row.needs_staff,
            row.created_at,
            row.expires_at
        ],
    )
    .await
    .on_unique("orders.checkout_key", "checkout.twice")
    .map(|written| written > 0)
}

pub(crate) async fn find(tx: &Tx, id: OrderId) -> Outcome<Option<OrderRow>> {
    tx.one(orders!("WHERE id = $1"), args![id]).await
}

pub(crate) async fn find_for_update(tx: &mut Tx, id: OrderId) -> Outcome<Option<OrderRow>> {
    tx.one(orders!("WHERE id = $1 {for_update}"), args![id]).await
}

pub(crate) async fn find_by_no(tx: &Tx, no: &str) -> Outcome<Option<OrderRow>> {
    tx.one(orders!("WHERE no = $1"), args![no]).await
}

pub(crate) async fn find_by_no_for_update(tx: &mut Tx, no: &str) -> Outcome<Option<OrderRow>> {
    tx.one(orders!("WHERE no = $1 {for_update}"), args![no]).await
}

pub(crate) async fn find_by_key(tx: &Tx, key: &str) -> Outcome<Option<OrderRow>> {
    tx.one(orders!("WHERE checkout_key = $1"), args![key]).await
}

/// Orders whose half hour is over, the oldest first.
pub(crate) async fn list_due(tx: &mut Tx, limit: i64) -> Outcome<Vec<OrderRow>> {
    let now = tx.now();
    tx.list(
        orders!(
            "WHERE state = 'awaiting_payment' AND expires_at <= $1
             ORDER BY expires_at, id LIMIT $2 {for_update} {skip_locked}"
        ),
        args![now, limit],
    )
    .await
}

pub(crate) async fn list_of_member(
    tx: &Tx,
    member: MemberId,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<OrderRow>> {
    tx.list(
        orders!(
            "WHERE member_id = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
             ORDER BY created_at DESC, id DESC LIMIT $4"
        ),
        args![member, place.at, place.id, probe],
    )
    .await
}

/// The newest order that a member can still pay.
pub(crate) async fn find_open(tx: &Tx, member: MemberId) -> Outcome<Option<OrderRow>> {
    let now = tx.now();
    tx.one(
        orders!(
            "WHERE member_id = $1 AND state = 'awaiting_payment' AND expires_at > $2
             ORDER BY created_at DESC, id DESC LIMIT 1"
        ),
        args![member, now],
    )
    .await
}

/// All orders, newest first.
pub(crate) async fn list(tx: &Tx, place: Cursor, probe: i64) -> Outcome<Vec<OrderRow>> {
    tx.list(
        orders!(
            "WHERE created_at < $1 OR (created_at = $1 AND id < $2)
             ORDER BY created_at DESC, id DESC LIMIT $3"
        ),
        args![place.at, place.id, probe],
    )
    .await
}

/// Orders in one state, newest first.
pub(crate) async fn list_in(
    tx: &Tx,
    state: OrderState,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<OrderRow>> {
    tx.list(
        orders!(
            "WHERE state = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
             ORDER BY created_at DESC, id DESC LIMIT $4"
        ),
        args![state, place.at, place.id, probe],
    )
    .await
}

/// Orders with money that waits for the team's decision.
pub(crate) async fn list_for_staff(tx: &Tx, place: Cursor, probe: i64) -> Outcome<Vec<OrderRow>> {
    tx.list(
        orders!(
            "WHERE needs_staff AND (created_at < $1 OR (created_at = $1 AND id < $2))
             ORDER BY created_at DESC, id DESC LIMIT $3"
        ),
        args![place.at, place.id, probe],
    )
    .await
}

/// The orders that sandbox money settled.
pub(crate) async fn list_of_sandbox(tx: &Tx) -> Outcome<Vec<OrderId>> {
    tx.list(
        sql!(
            "SELECT order_id FROM payments
             WHERE provider = 'sandbox' AND settles AND order_id IS NOT NULL ORDER BY order_id"
        ),
        args![],
    )
    .await
}

/// Whether a member has paid another order of the same product that was placed after this one.
pub(crate) async fn bought_since(tx: &Tx, order: &OrderRow) -> Outcome<bool> {
    let count: Option<i64> = tx
        .one(
            sql!(
                "SELECT COUNT(*) FROM orders WHERE member_id = $1 AND product_id = $2 AND id <> $3
                     AND created_at >= $4
                     AND state IN ('paid', 'fulfilled', 'partially_refunded')"
            ),
            args![order.member_id, order.product_id, order.id, order.created_at],
        )
        .await?;
    Ok(count.unwrap_or(0) > 0)
}

pub(crate) async fn update_ended(tx: &mut Tx, id: OrderId, state: OrderState) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!("UPDATE orders SET state = $2, ended_at = $3 WHERE id = $1"),
        args![id, state, now],
    )
    .await?;
    Ok(())
}

/// Writes down that an order was settled, in the state that it has come to since.
pub(crate) async fn update_paid(tx: &mut Tx, id: OrderId, state: OrderState) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!("UPDATE orders SET state = $2, paid_at = $3, needs_staff = $4 WHERE id = $1"),
        args![id, state, now, false],
    )
    .await?;
    Ok(())
}

pub(crate) async fn update_needs_staff(tx: &mut Tx, id: OrderId, needs: bool) -> Outcome<()> {
    tx.exec(sql!("UPDATE orders SET needs_staff = $2 WHERE id = $1"), args![id, needs]).await?;
    Ok(())
}

pub(crate) async fn update_refunded(
    tx: &mut Tx,
    id: OrderId,
    (state, amount): (OrderState, i64),
) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE orders SET state = $2, refunded_minor = refunded_minor + $3 WHERE id = $1"),
        args![id, state, amount],
    )
    .await?;
    Ok(())
}

/// Gives all orders of a member to another.
pub(crate) async fn update_member(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE orders SET member_id = $2 WHERE member_id = $1"), args![from, to]).await?;
    Ok(())
}

/// Takes the address off all orders of a member.
pub(crate) async fn update_erased(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE orders SET email = NULL WHERE member_id = $1 AND email IS NOT NULL"),
        args![member],
    )
    .await?;
    Ok(())
}

/// Name and handle of a member.
pub(crate) async fn find_member(tx: &Tx, member: MemberId) -> Outcome<Option<(String, String)>> {
    tx.one(sql!("SELECT name, handle FROM members WHERE id = $1"), args![member]).await
}
