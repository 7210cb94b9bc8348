//! The book against the other tables: what orders, payments, refunds and entitlements say about
//! money has to be what was booked, no more and no less.

use std::collections::{HashMap, HashSet};
use std::fmt;

use kernel::Money;

use crate::cause::{Act, Cause};
use crate::entry::Entry;

/// What another table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// A payment succeeded at its provider.
    Captured {
        /// The payment.
        payment: i64,
        /// How much came in.
        money: Money,
        /// The order that it settled, if it settled one.
        settled: Option<i64>,
    },
    /// A refund succeeded at its provider.
    Refunded {
        /// The refund.
        refund: i64,
        /// The payment that it gave back.
        payment: i64,
        /// How much went back.
        money: Money,
    },
    /// An entitlement was opened by an order.
    Opened {
        /// The entitlement.
        entitlement: i64,
        /// The order.
        order: i64,
    },
}

/// Where the tables and the book differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// A payment was given back more than it brought.
    OverRefunded(i64),
    /// An order was settled by more than one payment.
    SettledTwice(i64),
    /// A payment or refund that succeeded is not booked, or booked otherwise.
    NotBooked(Cause),
    /// Something is booked that no table knows, or booked twice.
    Unclaimed(Cause),
    /// An entitlement names an order that no payment settled.
    OpenedUnpaid(i64),
    /// A settled order has opened nothing.
    PaidUnopened(i64),
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = kernel::encode_id;
        match self {
            Self::OverRefunded(payment) => {
                write!(f, "payment {} was given back more than it brought", id(*payment))
            }
            Self::SettledTwice(order) => write!(f, "order {} was settled twice", id(*order)),
            Self::NotBooked(cause) => write!(f, "{cause} succeeded and is not booked as it was"),
            Self::Unclaimed(cause) => write!(f, "{cause} is booked and no table knows it"),
            Self::OpenedUnpaid(entitlement) => {
                write!(f, "entitlement {} was opened by an unpaid order", id(*entitlement))
            }
            Self::PaidUnopened(order) => {
                write!(f, "order {} is paid and opened nothing", id(*order))
            }
        }
    }
}

impl std::error::Error for Mismatch {}

/// Compares a book with what the tables claim. Entries that were corrected count as not booked.
///
/// # Errors
/// The first difference found.
pub fn reconcile<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    claims: &[Claim],
) -> Result<(), Mismatch> {
    let mut booked = booked(entries)?;
    let settled = payments(claims, &mut booked)?;
    refunds(claims, &mut booked)?;
    entitlements(claims, &settled)?;
    booked.keys().next().map_or(Ok(()), |cause| Err(Mismatch::Unclaimed(*cause)))
}

/// What stands in the book about payments and refunds, by cause, with what was debited.
fn booked<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Result<HashMap<Cause, Money>, Mismatch> {
    let mut booked = HashMap::new();
    let mut causes = HashMap::new();
    for entry in entries {
        let cause = entry.cause();
        causes.insert(entry.number(), cause);
        match (cause.act, entry.postings().first()) {
            (Act::Corrected, _) => {
                if let Some(undone) = causes.get(&cause.subject) {
                    booked.remove(undone);
                }
            }
            (Act::Fee | Act::Settled, _) | (_, None) => {}
            (_, Some(debit)) => {
                if booked.insert(cause, debit.money).is_some() {
                    return Err(Mismatch::Unclaimed(cause));
                }
            }
        }
    }
    Ok(booked)
}

/// Every succeeded payment is booked once, as received or as unapplied; gives the settled orders.
fn payments(
    claims: &[Claim],
    booked: &mut HashMap<Cause, Money>,
) -> Result<HashSet<i64>, Mismatch> {
    let mut settled = HashSet::new();
    for claim in claims {
        let Claim::Captured { payment, money, settled: order } = *claim else { continue };
        let cause = |act| Cause { act, subject: payment };
        let mut take = |act| booked.remove(&cause(act)) == Some(money);
        let right = match order {
            Some(_) => {
                take(Act::Received) || (take(Act::UnappliedBooked) && take(Act::UnappliedApplied))
            }
            None => take(Act::UnappliedBooked),
        };
        if !right {
            return Err(Mismatch::NotBooked(cause(Act::Received)));
        }
        if let Some(order) = order.filter(|order| !settled.insert(*order)) {
            return Err(Mismatch::SettledTwice(order));
        }
    }
    Ok(settled)
}

/// Every succeeded refund is booked once, and no payment was given back more than it brought.
fn refunds(claims: &[Claim], booked: &mut HashMap<Cause, Money>) -> Result<(), Mismatch> {
    let mut left: HashMap<i64, Money> = HashMap::new();
    for claim in claims {
        if let Claim::Captured { payment, money, .. } = *claim {
            left.insert(payment, money);
        }
    }
    for claim in claims {
        let Claim::Refunded { refund, payment, money } = *claim else { continue };
        let cause = |act| Cause { act, subject: refund };
        let mut take = |act| booked.remove(&cause(act)) == Some(money);
        if !(take(Act::Refunded) || take(Act::UnappliedRefunded)) {
            return Err(Mismatch::NotBooked(cause(Act::Refunded)));
        }
        let rest = left.get_mut(&payment).filter(|rest| {
            rest.currency == money.currency && (0..=rest.minor).contains(&money.minor)
        });
        match rest {
            Some(rest) => rest.minor -= money.minor,
            None => return Err(Mismatch::OverRefunded(payment)),
        }
    }
    Ok(())
}

/// An entitlement is opened by an order exactly when a payment settled it.
fn entitlements(claims: &[Claim], settled: &HashSet<i64>) -> Result<(), Mismatch> {
    let mut opened = HashSet::new();
    for claim in claims {
        let Claim::Opened { entitlement, order } = *claim else { continue };
        if !settled.contains(&order) {
            return Err(Mismatch::OpenedUnpaid(entitlement));
        }
        opened.insert(order);
    }
    let unopened = settled.iter().filter(|order| !opened.contains(order)).min();
    unopened.map_or(Ok(()), |order| Err(Mismatch::PaidUnopened(*order)))
}
