//! Members: people with an account, whether paying or not.

pub mod lock;
pub mod number;
pub mod session;
pub mod store;

use kernel::{BadCell, Bind, Cell, Column, Fault, MemberId, Outcome, Val};
use serde::{Deserialize, Serialize};

pub use store::MemberRow;

/// Where a membership of the site stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// May sign in.
    Active,
    /// Locked by the team: may not sign in, is still shown as author.
    Locked,
    /// Joined into another account of the same person.
    Closed,
    /// Deleted: what stays is shown as a former member's.
    Erased,
}

impl State {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Closed => "closed",
            Self::Erased => "erased",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Active, Self::Locked, Self::Closed, Self::Erased]
            .into_iter()
            .find(|state| state.key() == key)
    }

    /// Goes on when an account in this state may be signed in to.
    ///
    /// # Errors
    /// `Denied` with `member.locked`; `Missing` for an account that is no more.
    pub const fn check_open(self) -> Outcome<()> {
        match self {
            Self::Active => Ok(()),
            Self::Locked => Err(Fault::denied("member.locked")),
            Self::Closed | Self::Erased => Err(Fault::Missing("member.missing")),
        }
    }
}

impl Bind for State {
    fn bind(&self) -> Val {
        self.key().bind()
    }
}

impl Column for State {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Text(text) => Self::from_key(text).ok_or_else(|| BadCell::new("a state", cell)),
            other => Err(BadCell::new("a state", other)),
        }
    }
}

/// A member's role as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleCell(pub web::Role);

impl Bind for RoleCell {
    fn bind(&self) -> Val {
        self.0.key().bind()
    }
}

impl Column for RoleCell {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Text(text) => {
                web::Role::from_key(text).map(Self).ok_or_else(|| BadCell::new("a role", cell))
            }
            other => Err(BadCell::new("a role", other)),
        }
    }
}

/// Which of the twelve avatar colours a member has.
#[must_use]
pub const fn hue(member: i64) -> i64 {
    // The lowest bits of an id count within a millisecond; the next ones name the node.
    (member >> 22).wrapping_add(member & 0xfff).rem_euclid(12)
}

/// A member by id, in whatever state.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn get(tx: &db::Tx, member: MemberId) -> Outcome<MemberRow> {
    store::find(tx, member).await?.ok_or(Fault::Missing("member.missing"))
}

/// A member by the handle that they have now.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn by_handle(tx: &db::Tx, handle: &str) -> Outcome<MemberRow> {
    let folded = handle.trim().trim_start_matches('@').to_ascii_lowercase();
    store::find_by_handle(tx, &folded).await?.ok_or(Fault::Missing("member.missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_active_account_is_signed_in_to() {
        assert!(State::Active.check_open().is_ok());
        assert_eq!(State::Locked.check_open().unwrap_err().key(), "member.locked");
        assert_eq!(State::Erased.check_open().unwrap_err().key(), "member.missing");
        for state in [State::Active, State::Locked, State::Closed, State::Erased] {
            assert_eq!(State::from_key(state.key()), Some(state));
        }
    }

    #[test]
    fn avatar_colours_are_spread() {
        let hues: std::collections::BTreeSet<i64> = (0..100).map(|n| hue(n << 22)).collect();
        assert_eq!(hues.len(), 12);
    }
}
