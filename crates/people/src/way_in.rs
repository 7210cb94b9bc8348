//! What a member can sign in with, of which one way is always left.

use db::Tx;
use kernel::{Denied, Fault, Key, MemberId, Outcome, Way};

use crate::{address, passkey, password};

/// What a member can sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaysIn {
    /// Whether they have a password.
    pub password: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
    /// Whether a code reaches them: to an address that is theirs.
    pub code: bool,
}

impl WaysIn {
    /// The ways of a member.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(tx: &Tx, member: MemberId) -> Outcome<Self> {
        Ok(Self {
            password: password::store::find(tx, member).await?.is_some(),
            passkeys: passkey::store::count(tx, member).await?,
            code: address::store::find(tx, member).await?.is_some_and(|row| row.confirmed),
        })
    }

    /// Whether they can still sign in without the password.
    #[must_use]
    pub const fn spares_password(self) -> bool {
        self.code || self.passkeys > 0
    }

    /// Whether they can still sign in with one passkey less.
    #[must_use]
    pub const fn spares_passkey(self) -> bool {
        self.code || self.password || self.passkeys > 1
    }
}

/// The refusal to take the only way in away; confirming an address makes another one.
#[must_use]
pub fn only_way(key: Key) -> Fault {
    Denied::because(key).with_way(Way::Request("/confirm".to_owned())).into()
}
