//! Who may give entitlements: pure functions, and the only place where a [`Permit`] is made.

use std::marker::PhantomData;

use kernel::{Fault, MemberId, Outcome, Ts};
use web::{Permission, Viewer};

/// Leave for one act; only this module makes one, so an unchecked write does not compile.
#[derive(Debug)]
pub struct Permit<Act> {
    by: MemberId,
    act: PhantomData<fn() -> Act>,
}

/// Giving an entitlement and taking one back.
#[derive(Debug)]
pub enum GiveGrants {}

impl<Act> Permit<Act> {
    /// Who acts.
    #[must_use]
    pub const fn by(&self) -> MemberId {
        self.by
    }
}

/// Giving and taking back: permission, and proof of who acts within five minutes. A token is its
/// own proof.
///
/// # Errors
/// `SignIn` for a visitor, `Denied` with `grant.denied` or `session.reauthenticate`.
pub fn give(viewer: &Viewer, now: Ts) -> Outcome<Permit<GiveGrants>> {
    let me = viewer.me()?;
    if !viewer.may(Permission::GrantsGive) {
        return Err(Fault::denied("grant.denied"));
    }
    viewer.proved(now)?;
    Ok(Permit { by: me.id, act: PhantomData })
}
