//! Balances: the sum of every line on an account.

use std::collections::BTreeMap;

use kernel::Currency;

use crate::account::Account;
use crate::entry::Entry;

/// What stands on each account, by currency, in minor units; positive on the debit side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balances(BTreeMap<(Account, Currency), i128>);

impl Balances {
    /// Adds an entry's lines.
    pub fn add(&mut self, entry: &Entry) {
        for posting in entry.postings() {
            let key = (posting.account.clone(), posting.money.currency);
            *self.0.entry(key).or_default() += i128::from(posting.money.minor);
        }
    }

    /// Sums up entries.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut balances = Self::default();
        for entry in entries {
            balances.add(entry);
        }
        balances
    }

    /// Takes balances as a table stores them.
    #[must_use]
    pub fn stored(rows: impl IntoIterator<Item = (Account, Currency, i128)>) -> Self {
        let mut balances = Self::default();
        for (account, currency, minor) in rows {
            *balances.0.entry((account, currency)).or_default() += minor;
        }
        balances
    }

    /// What stands on one account.
    #[must_use]
    pub fn on(&self, account: &Account, currency: Currency) -> i128 {
        self.0.get(&(account.clone(), currency)).copied().unwrap_or_default()
    }

    /// Every account that was ever used, with its currency and what stands on it.
    pub fn iter(&self) -> impl Iterator<Item = (&Account, Currency, i128)> + '_ {
        self.0.iter().map(|((account, currency), minor)| (account, *currency, *minor))
    }

    /// The sum over all accounts, by currency: zero in a book that is right.
    #[must_use]
    pub fn trial(&self) -> BTreeMap<Currency, i128> {
        let mut sums = BTreeMap::new();
        for ((_, currency), minor) in &self.0 {
            *sums.entry(*currency).or_default() += *minor;
        }
        sums
    }

    /// The first account on which two balances differ; an account that is missing stands at zero.
    #[must_use]
    pub fn first_difference(&self, other: &Self) -> Option<(Account, Currency)> {
        let differs = |(account, currency): &&(Account, Currency)| {
            self.on(account, *currency) != other.on(account, *currency)
        };
        self.0.keys().chain(other.0.keys()).find(differs).cloned()
    }
}
