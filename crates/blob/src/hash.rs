//! The name of a blob: the hash of its content.

use std::fmt;
use std::str::FromStr;

use kernel::{BadCell, Bind, Cell, Column, Val};
use sha2::{Digest as _, Sha256};

/// SHA-256 of a blob's content; 64 hexadecimal digits in text, in addresses and in columns.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

/// A text that is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadHash;

impl fmt::Display for BadHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a hash: 64 hexadecimal digits in small letters are expected")
    }
}

impl std::error::Error for BadHash {}

impl Hash {
    /// Hashes content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// The hash of content that was fed to `digest` piece by piece.
    pub(crate) fn finished(digest: Sha256) -> Self {
        Self(digest.finalize().into())
    }
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
    type Err = BadHash;
    fn from_str(text: &str) -> Result<Self, BadHash> {
        let mut bytes = [0; 32];
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(BadHash);
        }
        hex::decode_to_slice(text, &mut bytes).map(|()| Self(bytes)).map_err(|_not_hex| BadHash)
    }
}

impl Bind for Hash {
    fn bind(&self) -> Val {
        Val::Text(self.to_string())
    }
}

impl Column for Hash {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Text(text) => {
                text.parse().map_err(|_bad: BadHash| BadCell::new("64 hexadecimal digits", cell))
            }
            other => Err(BadCell::new("64 hexadecimal digits", other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_one_spelling() {
        let hash = Hash::of(b"abc");
        assert!(hash.to_string().starts_with("ba7816bf8f01cfea"));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse::<Hash>(), Err(BadHash));
        assert_eq!("../../etc/passwd".parse::<Hash>(), Err(BadHash));
        assert_eq!("".parse::<Hash>(), Err(BadHash));
    }
}
