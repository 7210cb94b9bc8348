//! Who was added to a secret space, and who moderates one space.

pub(crate) mod api;

use db::Tx;
use kernel::{Fault, MemberId, Outcome};

use super::{SpaceId, Visibility, store};
use crate::event::{SpaceJoined, SpaceLeft, SpaceModeratorChanged};
use crate::reader::Reader;
use crate::{follow, ground, policy};

/// Finds the member of a handle, as it is typed with or without `@`.
///
/// # Errors
/// `Invalid` naming the field when there is none.
pub async fn by_handle(tx: &Tx, handle: &str) -> Outcome<MemberId> {
    let handle = handle.trim().trim_start_matches('@').to_ascii_lowercase();
    let found = store::member_of(tx, &handle).await?;
    found.ok_or_else(|| Fault::invalid("handle", "space.member_unknown"))
}

/// A member who may be added or named, by their id.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn by_id(tx: &Tx, member: MemberId) -> Outcome<MemberId> {
    if follow::store::is_member(tx, member).await? {
        Ok(member)
    } else {
        Err(Fault::Missing("member.missing"))
    }
}

/// Adds somebody to a secret space, or takes them out: they come in or stay out at once.
///
/// # Errors
/// `SignIn`, `Denied`, `Missing`; `Invalid` for a space that is not secret.
pub async fn set_member(
    tx: &mut Tx,
    reader: &Reader,
    id: SpaceId,
    member: MemberId,
    on: bool,
) -> Outcome<()> {
    policy::manage_spaces(reader)?;
    let space = reader.ground.space(id).ok_or(Fault::Missing("space.missing"))?;
    if space.visibility != Visibility::Secret && on {
        return Err(Fault::invalid("handle", "space.not_secret"));
    }
    seat(tx, id, member, (reader.me()?, on)).await
}

/// Adds somebody to a space or takes them out, as somebody's act; nothing where it is so already.
pub(super) async fn seat(
    tx: &mut Tx,
    id: SpaceId,
    member: MemberId,
    (by, on): (MemberId, bool),
) -> Outcome<()> {
    if !store::set_member(tx, id, member, (by, on)).await? {
        return Ok(());
    }
    tx.acting(by);
    if on {
        tx.announce(SpaceJoined { member, space: id }).await
    } else {
        tx.announce(SpaceLeft { member, space: id }).await
    }
}

/// Makes somebody a moderator of one space, or ends that.
///
/// # Errors
/// `SignIn`, `Denied`, `Missing`.
pub async fn set_moderator(
    tx: &mut Tx,
    reader: &Reader,
    id: SpaceId,
    member: MemberId,
    on: bool,
) -> Outcome<()> {
    policy::manage_spaces(reader)?;
    reader.ground.space(id).ok_or(Fault::Missing("space.missing"))?;
    if !store::set_moderator(tx, id, member, on).await? {
        return Ok(());
    }
    ground::store::raise_version(tx).await?;
    tx.acting(reader.me()?);
    tx.announce(SpaceModeratorChanged { member, space: id, on }).await
}
