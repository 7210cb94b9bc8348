//! An order with everything that happened to it, for who may see it.

use access::EntitlementRow;
use db::Tx;
use kernel::{Cursor, Fault, Id as _, Outcome};
use web::Viewer;

use super::{OrderRow, store};
use crate::payment::{self, PaymentRow};
use crate::policy;
use crate::refund::{self, RefundRow, Why};

/// An order with what happened to it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The order.
    pub order: OrderRow,
    /// Every payment that names it, oldest first.
    pub payments: Vec<PaymentRow>,
    /// Every refund, oldest first.
    pub refunds: Vec<RefundRow>,
    /// What it has given.
    pub given: Vec<EntitlementRow>,
}

/// What became of money that did not settle its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loose {
    /// Another amount than the order's: it waits for the team.
    Waits,
    /// Not needed or too late: it goes back by itself, or the team sent it back.
    Returned(Why),
}

impl Loose {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waits => "wrong_amount",
            Self::Returned(why) => why.key(),
        }
    }
}

impl Seen {
    /// What became of the money of a payment, where it came and did not settle the order.
    #[must_use]
    pub fn loose(&self, payment: &PaymentRow) -> Option<Loose> {
        if payment.settles || payment.captured_minor == 0 {
            return None;
        }
        let refund = self.refunds.iter().find(|refund| refund.payment_id == payment.id);
        Some(refund.map_or(Loose::Waits, |refund| Loose::Returned(refund.why)))
    }

    /// All that went back of what came for the order, in minor units.
    #[must_use]
    pub fn returned(&self) -> i64 {
        self.payments.iter().map(|payment| payment.refunded_minor).sum()
    }

    /// The payment that money goes back by: the one that settled, else one whose money waits.
    #[must_use]
    pub fn returnable(&self) -> Option<&PaymentRow> {
        let has_left = |payment: &&PaymentRow| payment.left() > 0;
        let settling = self.payments.iter().filter(|payment| payment.settles).find(has_left);
        settling.or_else(|| self.payments.iter().find(has_left))
    }
}

/// Orders with money that waits for the team's decision, as far as they are counted.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &Tx, most: i64) -> Outcome<usize> {
    Ok(store::list_for_staff(tx, Cursor::START, most).await?.len())
}

/// An order by its number, for its member and for the team.
///
/// # Errors
/// `Missing` with `order.missing`, the same where there is none and where it is another's.
pub async fn see(tx: &Tx, viewer: &Viewer, no: &str) -> Outcome<Seen> {
    let order = store::find_by_no(tx, no).await?.ok_or(Fault::Missing("order.missing"))?;
    policy::see_order(viewer, order.member_id)?;
    let payments = payment::store::list_of_order(tx, order.id).await?;
    let refunds = refund::store::list_of_order(tx, order.id).await?;
    let given = access::of_source(tx, access::SourceKind::Order, order.id.get()).await?;
    Ok(Seen { order, payments, refunds, given })
}
