//! Verification: a book is read from its first entry to its last, and nothing is taken on trust.

use std::fmt;

use crate::account::Book;
use crate::balance::Balances;
use crate::entry::{Entry, Head, Refused, check};
use crate::hash::Hash;

/// What is wrong with a book, and at which entry it shows first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Violation {
    /// An entry of another book.
    Book(i64),
    /// A number is missing, doubled or out of order.
    Gap(i64),
    /// An entry is dated before the one before.
    Time(i64),
    /// The lines of an entry are wrong.
    Lines(i64, Refused),
    /// A correction names no earlier entry.
    Correction(i64),
    /// An entry is not the one that was booked, or the one before is not.
    Hash(i64),
    /// The book does not sum to zero.
    Trial,
    /// A stored balance is not the sum of the entries.
    Balance,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Book(number) => write!(f, "entry {number} belongs to another book"),
            Self::Gap(number) => write!(f, "entry {number} does not follow on the one before"),
            Self::Time(number) => write!(f, "entry {number} is dated before the one before"),
            Self::Lines(number, refused) => write!(f, "entry {number}: {refused}"),
            Self::Correction(number) => write!(f, "entry {number} corrects no earlier entry"),
            Self::Hash(number) => write!(f, "entry {number} was changed after it was booked"),
            Self::Trial => f.write_str("the accounts do not sum to zero"),
            Self::Balance => f.write_str("a stored balance is not the sum of the entries"),
        }
    }
}

impl std::error::Error for Violation {}

/// Reads a book entry by entry, in the order of their numbers.
#[derive(Debug, Clone)]
pub struct Verifier {
    head: Head,
    balances: Balances,
}

impl Verifier {
    /// Before the first entry of a book.
    #[must_use]
    pub fn new(book: Book) -> Self {
        Self { head: Head::empty(book), balances: Balances::default() }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// The first thing that is wrong with it; the verifier stays before it.
    pub fn next(&mut self, entry: &Entry) -> Result<(), Violation> {
        let number = entry.number();
        if entry.book() != self.head.book {
            return Err(Violation::Book(number));
        }
        if self.head.number.checked_add(1) != Some(number) {
            return Err(Violation::Gap(number));
        }
        if entry.at() < self.head.at {
            return Err(Violation::Time(number));
        }
        let cause = entry.cause();
        check(entry.book(), cause, entry.postings())
            .map_err(|refused| Violation::Lines(number, refused))?;
        if cause.act == crate::Act::Corrected && !(1..number).contains(&cause.subject) {
            return Err(Violation::Correction(number));
        }
        let place = (entry.book(), number);
        let hash = Hash::of(self.head.hash, place, cause, entry.at(), entry.postings());
        if hash != entry.hash() {
            return Err(Violation::Hash(number));
        }
        self.head = entry.head();
        self.balances.add(entry);
        Ok(())
    }

    /// The end of what was read, and its balances.
    ///
    /// # Errors
    /// When the accounts do not sum to zero, or differ from `stored`.
    pub fn finish(self, stored: Option<&Balances>) -> Result<(Head, Balances), Violation> {
        if self.balances.trial().values().any(|sum| *sum != 0) {
            return Err(Violation::Trial);
        }
        match stored.and_then(|stored| self.balances.first_difference(stored)) {
            Some(_account) => Err(Violation::Balance),
            None => Ok((self.head, self.balances)),
        }
    }
}
