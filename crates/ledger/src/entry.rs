//! Entries: what is booked and can only be added to.

use std::fmt;

use kernel::{Fault, Ts};

use crate::account::{Account, Book};
use crate::cause::{Act, Cause};
use crate::draft::{Draft, Posting};
use crate::hash::Hash;

/// Most lines of one entry.
const MOST_POSTINGS: usize = 64;

/// The end of a book: what the next entry follows on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Whose end.
    pub book: Book,
    /// The number of the last entry; 0 when there is none.
    pub number: i64,
    /// When it was booked.
    pub at: Ts,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    /// The end of a book without entries.
    #[must_use]
    pub const fn empty(book: Book) -> Self {
        Self { book, number: 0, at: Ts::from_micros(i64::MIN), hash: Hash::NONE }
    }
}

/// Why something cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The lines do not sum to zero.
    Unbalanced,
    /// More than one currency in one entry.
    MixedCurrencies,
    /// A line of zero, fewer than two lines, or too many.
    Lines,
    /// The lines are not those of the act, or an amount has the wrong sign.
    Shape,
    /// Money of the sandbox in the live book, or the other way round.
    WrongBook,
    /// The book has no more numbers.
    Full,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unbalanced => "the lines do not sum to zero",
            Self::MixedCurrencies => "one entry holds more than one currency",
            Self::Lines => "an entry has 2 to 64 lines and none of them is zero",
            Self::Shape => "the lines are not those of the act",
            Self::WrongBook => "sandbox money and live money meet",
            Self::Full => "the book has no more numbers",
        })
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Self::broken("booking a ledger entry", refused)
    }
}

/// What was booked. An entry is made by [`Entry::post`], or read back as it was stored; nothing
/// changes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    book: Book,
    number: i64,
    cause: Cause,
    at: Ts,
    postings: Vec<Posting>,
    hash: Hash,
}

impl Entry {
    /// Books a draft behind the last entry of a book. Time never runs backwards in a book: where
    /// the clock stepped back, the entry is dated as the one before.
    ///
    /// # Errors
    /// Anything that would make the book wrong.
    pub fn post(previous: &Head, draft: Draft, now: Ts) -> Result<Self, Refused> {
        let Draft { cause, postings } = draft;
        check(previous.book, cause, &postings)?;
        let number = previous.number.checked_add(1).ok_or(Refused::Full)?;
        let at = now.max(previous.at);
        let hash = Hash::of(previous.hash, (previous.book, number), cause, at, &postings);
        Ok(Self { book: previous.book, number, cause, at, postings, hash })
    }

    /// An entry as it was stored, unchecked: for a [`Verifier`](crate::Verifier).
    #[must_use]
    pub const fn stored(head: Head, cause: Cause, postings: Vec<Posting>) -> Self {
        let Head { book, number, at, hash } = head;
        Self { book, number, cause, at, postings, hash }
    }

    /// The end of the book once this entry is in it.
    #[must_use]
    pub const fn head(&self) -> Head {
        Head { book: self.book, number: self.number, at: self.at, hash: self.hash }
    }

    /// Its number: from 1, without gaps.
    #[must_use]
    pub const fn number(&self) -> i64 {
        self.number
    }

    /// The book that it is in.
    #[must_use]
    pub const fn book(&self) -> Book {
        self.book
    }

    /// What caused it.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// When it was booked.
    #[must_use]
    pub const fn at(&self) -> Ts {
        self.at
    }

    /// Its lines.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// Its hash.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }
}

/// What holds for the lines of every entry, when it is booked and when it is read back.
pub(crate) fn check(book: Book, cause: Cause, postings: &[Posting]) -> Result<(), Refused> {
    let Some(first) = postings.first() else { return Err(Refused::Lines) };
    if !(2..=MOST_POSTINGS).contains(&postings.len()) || postings.iter().any(|p| p.money.minor == 0)
    {
        return Err(Refused::Lines);
    }
    if postings.iter().any(|p| p.money.currency != first.money.currency) {
        return Err(Refused::MixedCurrencies);
    }
    if postings.iter().map(|p| i128::from(p.money.minor)).sum::<i128>() != 0 {
        return Err(Refused::Unbalanced);
    }
    for posting in postings {
        if let Account::Clearing(provider) = &posting.account
            && provider.book() != book
        {
            return Err(Refused::WrongBook);
        }
    }
    if has_shape_of(cause.act, postings) { Ok(()) } else { Err(Refused::Shape) }
}

/// Whether lines are those that an act always has: what is debited first, what is credited after.
fn has_shape_of(act: Act, postings: &[Posting]) -> bool {
    let [debit, credit] = postings else { return act == Act::Corrected };
    let signs = debit.money.minor > 0 && credit.money.minor < 0;
    let fits = match (act, &debit.account, &credit.account) {
        (Act::Received, Account::Clearing(_), Account::Sales)
        | (Act::Fee, Account::Fees, Account::Clearing(_))
        | (Act::Refunded, Account::Refunds, Account::Clearing(_))
        | (Act::UnappliedBooked, Account::Clearing(_), Account::Unapplied)
        | (Act::UnappliedApplied, Account::Unapplied, Account::Sales)
        | (Act::UnappliedRefunded, Account::Unapplied, Account::Clearing(_))
        | (Act::Settled, Account::Bank, Account::Clearing(_)) => true,
        (Act::Corrected, ..) => return true,
        _ => false,
    };
    fits && signs
}
