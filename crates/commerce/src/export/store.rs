//! All SQL that gathers a member's own orders. Amounts are in minor units of the currency.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};
use serde::Serialize;

row! {
    /// An order.
    #[derive(Serialize)]
    pub(super) struct Order {
        pub(super) no: String,
        pub(super) product_name: String,
        pub(super) term: String,
        pub(super) amount_minor: i64,
        pub(super) currency: String,
        pub(super) state: String,
        pub(super) email: Option<String>,
        pub(super) created_at: Ts,
        pub(super) paid_at: Option<Ts>,
        pub(super) ended_at: Option<Ts>,
    }
}

row! {
    /// A payment for an order.
    #[derive(Serialize)]
    pub(super) struct Payment {
        pub(super) order_no: String,
        pub(super) provider: String,
        pub(super) reference: String,
        pub(super) amount_minor: i64,
        pub(super) captured_minor: i64,
        pub(super) currency: String,
        pub(super) state: String,
        pub(super) created_at: Ts,
        pub(super) succeeded_at: Option<Ts>,
    }
}

row! {
    /// Money that went back.
    #[derive(Serialize)]
    pub(super) struct Refund {
        pub(super) order_no: String,
        pub(super) amount_minor: i64,
        pub(super) currency: String,
        pub(super) state: String,
        pub(super) created_at: Ts,
        pub(super) ended_at: Option<Ts>,
    }
}

pub(super) async fn orders(tx: &Tx, member: MemberId) -> Outcome<Vec<Order>> {
    tx.list(
        sql!(Order: "SELECT no, product_name, term, amount_minor, currency, state, email,
                            created_at, paid_at, ended_at
                       FROM orders WHERE member_id = $1 ORDER BY created_at, id"),
        args![member],
    )
    .await
}

pub(super) async fn payments(tx: &Tx, member: MemberId) -> Outcome<Vec<Payment>> {
    tx.list(
        sql!(Payment: "SELECT o.no AS order_no, p.provider, p.reference, p.amount_minor,
                              p.captured_minor, p.currency, p.state, p.created_at, p.succeeded_at
                         FROM orders o JOIN payments p ON p.order_id = o.id
                        WHERE o.member_id = $1 ORDER BY p.created_at, p.id"),
        args![member],
    )
    .await
}

pub(super) async fn refunds(tx: &Tx, member: MemberId) -> Outcome<Vec<Refund>> {
    tx.list(
        sql!(Refund: "SELECT o.no AS order_no, r.amount_minor, r.currency, r.state, r.created_at,
                             r.ended_at
                        FROM orders o JOIN refunds r ON r.order_id = o.id
                       WHERE o.member_id = $1 ORDER BY r.created_at, r.id"),
        args![member],
    )
    .await
}
