//! The hash that chains entries.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::account::{BadName, Book};
use crate::cause::Cause;
use crate::draft::Posting;
use kernel::Ts;

/// Says what is hashed and how: another layout gets another name.
const LAYOUT: &[u8] = b"yaji ledger entry 1\n";

/// SHA-256 over an entry and the hash of the one before; 64 hexadecimal digits in text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands before the first entry.
    pub const NONE: Self = Self([0; 32]);

    /// Hashes an entry. Every field has a fixed width or its length before it, so no two entries
    /// are the same sequence of bytes.
    pub(crate) fn of(
        previous: Self,
        (book, number): (Book, i64),
        cause: Cause,
        at: Ts,
        postings: &[Posting],
    ) -> Self {
        let mut digest = Sha256::new();
        digest.update(LAYOUT);
        digest.update(previous.0);
        text(&mut digest, &book.to_string());
        digest.update(number.to_be_bytes());
        text(&mut digest, cause.act.name());
        digest.update(cause.subject.to_be_bytes());
        digest.update(at.micros().to_be_bytes());
        length(&mut digest, postings.len());
        for posting in postings {
            text(&mut digest, &posting.account.to_string());
            text(&mut digest, posting.money.currency.code());
            digest.update(posting.money.minor.to_be_bytes());
        }
        Self(digest.finalize().into())
    }
}

fn text(digest: &mut Sha256, text: &str) {
    length(digest, text.len());
    digest.update(text.as_bytes());
}

/// Writes a length in the same eight bytes on every machine.
fn length(digest: &mut Sha256, length: usize) {
    digest.update(u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Hash {
    type Err = BadName;
    fn from_str(text: &str) -> Result<Self, BadName> {
        let mut bytes = [0; 32];
        match hex::decode_to_slice(text, &mut bytes) {
            Ok(()) => Ok(Self(bytes)),
            Err(_not_hex) => Err(BadName(text.to_owned())),
        }
    }
}
