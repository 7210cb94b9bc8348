//! Codes and links sent by mail: eight digits, ten minutes, five tries, one use.

pub mod ask;
pub mod check;
pub mod store;

use kernel::Ts;

/// Minutes for which a code can be used.
pub const MINUTES: i64 = 10;
/// Wrong tries after which a code is dead.
pub const TRIES: i64 = 5;
/// How many codes of one browser, address and purpose are alive at once, the newest ones.
pub const ALIVE: usize = 3;
/// Codes a day for one address, for whoever asks.
pub const A_DAY: i64 = 10;
/// Codes a day for one address that are kept for browsers and networks that know its owner.
pub const A_DAY_KEPT: i64 = 10;
/// Minutes for which a browser is told where its code went, and can have another one sent there.
pub const REMEMBERED_MINUTES: i64 = 60;
/// Minutes for which a used code proves its address to the page that follows.
pub const PROOF_MINUTES: i64 = 15;

/// What a code is for; one made for another purpose does not open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in by address.
    SignIn,
    /// Confirming the address of this browser's account.
    Confirm,
    /// Moving a member to another address.
    Change,
    /// Proving again who one is, for who has neither password nor passkey.
    Fresh,
    /// A second proof, asked of unknown devices while somebody guesses passwords.
    Second,
}

impl Purpose {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Confirm => "confirm",
            Self::Change => "change",
            Self::Fresh => "fresh",
            Self::Second => "second",
        }
    }
}

/// Shows a code as it is read aloud: `1234 5678`.
#[must_use]
pub fn shown(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, second)) => format!("{first} {second}"),
        None => code.to_owned(),
    }
}

/// Reads a typed code: spaces, dashes and full-width digits are accepted.
#[must_use]
pub fn typed(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(8);
    for letter in text.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '０'..='９' => {
                let value = u32::from(letter) - u32::from('０') + u32::from('0');
                digits.push(char::from_u32(value)?);
            }
            ' ' | '\u{3000}' | '-' | '\u{2011}' | '\t' | '\u{A0}' => {}
            _ => return None,
        }
    }
    (digits.len() == 8).then_some(digits)
}

/// Whether another code may be sent, by how many were sent within a day.
///
/// The first budget is for whoever asks; the second is kept for browsers with the owner's device
/// cookie and networks that have signed them in, so that a stranger who uses the first one up locks
/// nobody out.
#[must_use]
pub const fn budget(ordinary: i64, kept: i64, known: bool) -> Option<Budget> {
    if ordinary < A_DAY {
        Some(Budget::Ordinary)
    } else if known && kept < A_DAY_KEPT {
        Some(Budget::Kept)
    } else {
        None
    }
}

/// Which of the two budgets a code is counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// The one for whoever asks.
    Ordinary,
    /// The one kept for those who are known.
    Kept,
}

/// When a code made now ends.
#[must_use]
pub const fn expiry(now: Ts) -> Ts {
    now.plus_minutes(MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_shown_in_two_halves_and_read_however_it_is_typed() {
        assert_eq!(shown("12345678"), "1234 5678");
        for text in ["12345678", "1234 5678", " 1234-5678 ", "１２３４　５６７８", "1234\u{a0}5678"]
        {
            assert_eq!(typed(text).as_deref(), Some("12345678"), "{text}");
        }
        for wrong in ["", "1234567", "123456789", "1234567a", "一二三四五六七八"] {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_stranger_cannot_use_up_what_is_kept_for_the_owner() {
        assert_eq!(budget(9, 0, false), Some(Budget::Ordinary));
        assert_eq!(budget(10, 0, false), None);
        assert_eq!(budget(10, 0, true), Some(Budget::Kept));
        assert_eq!(budget(10, 9, true), Some(Budget::Kept));
        assert_eq!(budget(10, 10, true), None);
    }

    #[test]
    fn guessing_within_the_tries_succeeds_less_than_once_in_six_hundred_thousand_codes() {
        let chance = 1e-8 * f64::from(i32::try_from(TRIES * 3).unwrap());
        assert!(chance < 1.0 / 600_000.0);
    }
}
