//! Books and the accounts in them.

use std::fmt;
use std::str::FromStr;

/// Which money: real, or of the sandbox. The two never meet in one book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Book {
    /// Money that a provider moved.
    Live,
    /// Money of the sandbox, which does not exist.
    Sandbox,
}

/// The name of a payment provider: 1 to 32 of `[a-z0-9_]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Provider(String);

/// A ledger account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// What a provider has taken in for us and not paid out.
    Clearing(Provider),
    /// What has arrived at the bank.
    Bank,
    /// What was sold.
    Sales,
    /// What was given back of it.
    Refunds,
    /// What providers kept.
    Fees,
    /// Money that came in and fits no order yet.
    Unapplied,
    /// What is payable to others, later.
    Held,
}

/// A text that names no book, provider, account or act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadName(pub(crate) String);

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the ledger knows no {:?}", self.0)
    }
}

impl std::error::Error for BadName {}

impl Provider {
    /// The provider whose money does not exist.
    pub const SANDBOX: &'static str = "sandbox";

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The book that this provider's money belongs in.
    #[must_use]
    pub fn book(&self) -> Book {
        if self.0 == Self::SANDBOX { Book::Sandbox } else { Book::Live }
    }
}

impl FromStr for Provider {
    type Err = BadName;
    fn from_str(name: &str) -> Result<Self, BadName> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if (1..=32).contains(&name.len()) && name.bytes().all(plain) {
            Ok(Self(name.to_owned()))
        } else {
            Err(BadName(name.to_owned()))
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Live => "live",
            Self::Sandbox => "sandbox",
        })
    }
}

impl FromStr for Book {
    type Err = BadName;
    fn from_str(name: &str) -> Result<Self, BadName> {
        match name {
            "live" => Ok(Self::Live),
            "sandbox" => Ok(Self::Sandbox),
            other => Err(BadName(other.to_owned())),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clearing(provider) => write!(f, "clearing:{provider}"),
            Self::Bank => f.write_str("bank"),
            Self::Sales => f.write_str("sales"),
            Self::Refunds => f.write_str("refunds"),
            Self::Fees => f.write_str("fees"),
            Self::Unapplied => f.write_str("unapplied"),
            Self::Held => f.write_str("held"),
        }
    }
}

impl FromStr for Account {
    type Err = BadName;
    fn from_str(name: &str) -> Result<Self, BadName> {
        match name {
            "bank" => Ok(Self::Bank),
            "sales" => Ok(Self::Sales),
            "refunds" => Ok(Self::Refunds),
            "fees" => Ok(Self::Fees),
            "unapplied" => Ok(Self::Unapplied),
            "held" => Ok(Self::Held),
            other => match other.strip_prefix("clearing:") {
                Some(provider) => provider.parse().map(Self::Clearing),
                None => Err(BadName(other.to_owned())),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_survive_their_names() {
        for name in ["clearing:stripe", "bank", "sales", "refunds", "fees", "unapplied", "held"] {
            assert_eq!(name.parse::<Account>().unwrap().to_string(), name);
        }
        for name in ["", "clearing:", "clearing:Stripe", "clearing:a b", "Bank", "cash", "clearing"]
        {
            assert!(name.parse::<Account>().is_err(), "{name}");
        }
    }
}
