//! Locking a member out, and letting them in again.

pub mod store;

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::Role;

use super::{State, session, store as members};
use crate::events::{MemberLocked, MemberUnlocked};

/// Locks a member: every session, token and socket ends, and nobody signs in.
///
/// # Errors
/// `Invalid` for the field `reason`; `Conflict` with `member.not_active`, or `role.last_owner` for
/// the only owner.
pub async fn lock(tx: &mut Tx, by: Option<MemberId>, id: MemberId, reason: &str) -> Outcome<()> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Fault::invalid("reason", "reason.missing"));
    }
    let member = members::find_for_update(tx, id).await?.ok_or(Fault::Missing("member.missing"))?;
    if member.state != State::Active {
        return Err(Fault::Conflict("member.not_active"));
    }
    if member.role.0 == Role::Owner && members::count_owners(tx).await? <= 1 {
        return Err(Fault::Conflict("role.last_owner"));
    }
    if let Some(by) = by {
        tx.acting(by);
    }
    members::update_state(tx, id, State::Locked).await?;
    store::insert(tx, id, by, reason).await?;
    session::end_others(tx, id, None).await?;
    tx.announce(MemberLocked { member: id }).await
}

/// Lets a locked member in again.
///
/// # Errors
/// `Conflict` with `member.not_locked`.
pub async fn unlock(tx: &mut Tx, by: Option<MemberId>, id: MemberId) -> Outcome<()> {
    let member = members::find_for_update(tx, id).await?.ok_or(Fault::Missing("member.missing"))?;
    if member.state != State::Locked {
        return Err(Fault::Conflict("member.not_locked"));
    }
    if let Some(by) = by {
        tx.acting(by);
    }
    members::update_state(tx, id, State::Active).await?;
    store::delete(tx, id).await?;
    tx.announce(MemberUnlocked { member: id }).await
}
