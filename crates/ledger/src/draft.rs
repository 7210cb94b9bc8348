//! Entries before they are booked: one constructor per act.

use kernel::{Id, Money};

use crate::account::{Account, Provider};
use crate::cause::{Act, Cause};
use crate::entry::Entry;

/// One line of an entry: an amount on one account, positive for the debit side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// The amount; never zero.
    pub money: Money,
}

/// What is to be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What caused it.
    pub cause: Cause,
    /// Its lines.
    pub postings: Vec<Posting>,
}

impl Draft {
    /// A payment settled an order.
    #[must_use]
    pub fn received(payment: impl Id, provider: Provider, amount: Money) -> Self {
        let cause = Cause::new(Act::Received, payment);
        Self::moved(cause, amount, Account::Clearing(provider), Account::Sales)
    }

    /// A provider kept its fee for a payment.
    #[must_use]
    pub fn fee(payment: impl Id, provider: Provider, amount: Money) -> Self {
        let cause = Cause::new(Act::Fee, payment);
        Self::moved(cause, amount, Account::Fees, Account::Clearing(provider))
    }

    /// A payment was given back by the provider that brought it.
    #[must_use]
    pub fn refunded(refund: impl Id, provider: Provider, amount: Money) -> Self {
        let cause = Cause::new(Act::Refunded, refund);
        Self::moved(cause, amount, Account::Refunds, Account::Clearing(provider))
    }

    /// Money came in that fits no open order.
    #[must_use]
    pub fn unapplied_booked(payment: impl Id, provider: Provider, amount: Money) -> Self {
        let cause = Cause::new(Act::UnappliedBooked, payment);
        Self::moved(cause, amount, Account::Clearing(provider), Account::Unapplied)
    }

    /// Such money settled an order after all.
    #[must_use]
    pub fn unapplied_applied(payment: impl Id, amount: Money) -> Self {
        let cause = Cause::new(Act::UnappliedApplied, payment);
        Self::moved(cause, amount, Account::Unapplied, Account::Sales)
    }

    /// Such money was given back.
    #[must_use]
    pub fn unapplied_refunded(refund: impl Id, provider: Provider, amount: Money) -> Self {
        let cause = Cause::new(Act::UnappliedRefunded, refund);
        Self::moved(cause, amount, Account::Unapplied, Account::Clearing(provider))
    }

    /// A provider paid out to the bank.
    #[must_use]
    pub fn settled(settlement: impl Id, provider: Provider, amount: Money) -> Self {
        let cause = Cause::new(Act::Settled, settlement);
        Self::moved(cause, amount, Account::Bank, Account::Clearing(provider))
    }

    /// An entry was wrong: the same lines with their signs turned, naming it.
    #[must_use]
    pub fn corrected(wrong: &Entry) -> Self {
        let turned = |posting: &Posting| Posting {
            account: posting.account.clone(),
            money: Money::new(posting.money.minor.saturating_neg(), posting.money.currency),
        };
        Self {
            cause: Cause::correction(wrong.number()),
            postings: wrong.postings().iter().map(turned).collect(),
        }
    }

    fn moved(cause: Cause, amount: Money, debit: Account, credit: Account) -> Self {
        let other = Money::new(amount.minor.saturating_neg(), amount.currency);
        Self {
            cause,
            postings: vec![
                Posting { account: debit, money: amount },
                Posting { account: credit, money: other },
            ],
        }
    }
}
