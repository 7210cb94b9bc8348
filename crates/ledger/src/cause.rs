//! What made an entry necessary.

use std::fmt;
use std::str::FromStr;

use kernel::{Id, decode_id, encode_id};

use crate::account::BadName;

/// What was done with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// A payment settled an order; caused by the payment.
    Received,
    /// A provider kept its fee for a payment; caused by the payment.
    Fee,
    /// A payment was given back, in full or in part; caused by the refund.
    Refunded,
    /// Money came in that fits no open order; caused by the payment.
    UnappliedBooked,
    /// Such money settled an order after all; caused by the payment.
    UnappliedApplied,
    /// Such money was given back; caused by the refund.
    UnappliedRefunded,
    /// A provider paid out to the bank; caused by the settlement.
    Settled,
    /// An entry was undone; caused by that entry's number.
    Corrected,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 8] = [
        Self::Received,
        Self::Fee,
        Self::Refunded,
        Self::UnappliedBooked,
        Self::UnappliedApplied,
        Self::UnappliedRefunded,
        Self::Settled,
        Self::Corrected,
    ];

    /// The act's name in tables and statements.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Fee => "fee",
            Self::Refunded => "refunded",
            Self::UnappliedBooked => "unapplied_booked",
            Self::UnappliedApplied => "unapplied_applied",
            Self::UnappliedRefunded => "unapplied_refunded",
            Self::Settled => "settled",
            Self::Corrected => "corrected",
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Act {
    type Err = BadName;
    fn from_str(name: &str) -> Result<Self, BadName> {
        Self::ALL.into_iter().find(|act| act.name() == name).ok_or_else(|| BadName(name.to_owned()))
    }
}

/// What caused an entry: an act and the row that it was about. No two entries of one book have the
/// same cause, so booking a notice twice is refused by the table's unique index: the cause is the
/// entry's idempotency key. In text, `received:` and the row's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cause {
    /// What was done.
    pub act: Act,
    /// The id of the payment, refund or settlement, or the number of the corrected entry.
    pub subject: i64,
}

impl Cause {
    /// The cause of an act about one row.
    #[must_use]
    pub fn new(act: Act, subject: impl Id) -> Self {
        Self { act, subject: subject.get() }
    }

    /// The cause of a correction: the number of the entry that it undoes.
    #[must_use]
    pub const fn correction(number: i64) -> Self {
        Self { act: Act::Corrected, subject: number }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.act, encode_id(self.subject))
    }
}

impl FromStr for Cause {
    type Err = BadName;
    fn from_str(text: &str) -> Result<Self, BadName> {
        let wrong = || BadName(text.to_owned());
        let (act, subject) = text.split_once(':').ok_or_else(wrong)?;
        let subject = decode_id(subject).map_err(|_bad_id| wrong())?;
        Ok(Self { act: act.parse()?, subject })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cause_survives_its_text(act in proptest::sample::select(&Act::ALL[..]), subject in 0..=i64::MAX) {
            let cause = Cause { act, subject };
            prop_assert_eq!(cause.to_string().parse(), Ok(cause));
        }
    }

    #[test]
    fn what_is_no_cause_is_refused() {
        for text in ["", "received", "received:", "paid:0000000000001", "received:1"] {
            assert!(text.parse::<Cause>().is_err(), "{text}");
        }
    }
}
