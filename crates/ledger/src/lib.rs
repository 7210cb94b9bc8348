//! Pure double entry: what is booked, that it balances, and that nobody changed it afterwards.
//!
//! Amounts on the debit side are positive, on the credit side negative. What a site owns or has
//! spent (`clearing`, `bank`, `refunds`, `fees`) stands positive, what it has earned or owes
//! (`sales`, `unapplied`, `held`) negative; all together they are zero.
#![deny(missing_docs)]

mod account;
mod balance;
mod cause;
mod column;
mod draft;
mod entry;
mod hash;
mod reconcile;
mod verify;

pub use account::{Account, BadName, Book, Provider};
pub use balance::Balances;
pub use cause::{Act, Cause};
pub use draft::{Draft, Posting};
pub use entry::{Entry, Head, Refused};
pub use hash::Hash;
pub use reconcile::{Claim, Mismatch, reconcile};
pub use verify::{Verifier, Violation};

#[cfg(test)]
mod tests;
