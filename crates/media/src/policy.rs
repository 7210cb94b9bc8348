//! Who may bring pictures in, see their rows and remove them; the only place where a [`Permit`] is
//! made. Who may see a picture itself is decided at each request from where it is shown.

use std::marker::PhantomData;

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::{Permission, Viewer};

use crate::picture::{Picture, upload};

/// Leave for one act; only this module makes one.
#[derive(Debug)]
pub struct Permit<Act> {
    subject: MemberId,
    act: PhantomData<fn() -> Act>,
}

impl<Act> Permit<Act> {
    const fn of(subject: MemberId) -> Self {
        Self { subject, act: PhantomData }
    }

    /// Whose picture it is about.
    #[must_use]
    pub const fn subject(&self) -> MemberId {
        self.subject
    }
}

/// Bringing a picture in.
#[derive(Debug)]
pub enum Upload {}

/// Removing a picture.
#[derive(Debug)]
pub enum Remove {}

/// Bringing a picture in: members who confirmed their address or paid, within their daily limit.
///
/// # Errors
/// `Denied` with `member.unconfirmed`, `TooFast` with `media.daily`.
pub async fn upload(tx: &Tx, member: MemberId) -> Outcome<Permit<Upload>> {
    people::may_write::check_confirmed(tx, member).await?;
    upload::check_daily(tx, member).await?;
    Ok(Permit::of(member))
}

/// Bringing pictures in for a member by an import or a seed.
#[must_use]
pub const fn load(member: MemberId) -> Permit<Upload> {
    Permit::of(member)
}

/// Removing one's own picture, and for moderators any.
///
/// # Errors
/// `SignIn`; `Missing` for somebody else's.
pub fn remove(viewer: &Viewer, picture: &Picture) -> Outcome<Permit<Remove>> {
    let me = viewer.me()?;
    if me.id == picture.owner || me.permissions.has(Permission::ContentModerate) {
        return Ok(Permit::of(picture.owner));
    }
    Err(Fault::Missing("media.missing"))
}

/// Removing what nothing shows any more.
pub(crate) const fn sweep(picture: &Picture) -> Permit<Remove> {
    Permit::of(picture.owner)
}
