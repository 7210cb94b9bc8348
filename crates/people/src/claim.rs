//! Claim links: how an imported person comes to the account that carries what they wrote.

pub mod page;
pub mod store;

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::Role;

use crate::events::{ClaimGiven, ClaimUndone, ClaimUsed};
use crate::member::session::{Asker, By};
use crate::member::{self, State, session};
use crate::policy::Permit;
use crate::sign_in::{Done, finish};
use crate::{address, passkey, password, secret};
use store::ClaimId;

/// Days for which a link is good.
const DAYS: i64 = 7;
/// Days in which the team takes a used one back.
const UNDO_DAYS: i64 = 30;

/// Whether an account waits for its person: active, without role, address or credential.
///
/// # Errors
/// When the database fails.
pub async fn is_unclaimed(tx: &Tx, id: MemberId) -> Outcome<bool> {
    let row = member::get(tx, id).await?;
    let plain = row.state == State::Active && row.role.0 == Role::Member && !row.confirmed;
    let bare = address::store::find(tx, id).await?.is_none()
        && password::store::find(tx, id).await?.is_none()
        && passkey::store::count(tx, id).await? == 0;
    Ok(plain && bare && row.origin != "live")
}

/// Gives the link for an unclaimed account; an earlier one ends. Its token is told once.
///
/// # Errors
/// `Conflict` with `claim.not_open`; `Invalid` for the field `reason`.
pub async fn give(tx: &mut Tx, permit: Permit, reason: &str) -> Outcome<String> {
    let id = permit.whom();
    if reason.trim().is_empty() {
        return Err(Fault::invalid("reason", "reason.missing"));
    }
    if !is_unclaimed(tx, id).await? {
        return Err(Fault::Conflict("claim.not_open"));
    }
    store::delete_open(tx, id).await?;
    let token = web::random_token();
    let expires_at = tx.now().plus_days(DAYS);
    let new = store::NewClaim {
        member: id,
        token_hash: &secret::hash(&token),
        by: permit.by(),
        reason: reason.trim(),
        expires_at,
    };
    store::insert(tx, &new).await?;
    tx.acting(permit.by());
    tx.announce(ClaimGiven { member: id }).await?;
    Ok(token)
}

/// The account of a link that may still be used.
///
/// # Errors
/// `Missing` with `claim.missing`.
pub async fn check(tx: &Tx, token: &str) -> Outcome<MemberId> {
    let row = store::find_open(tx, &secret::hash(token)).await?;
    row.map(|row| row.member_id).ok_or(Fault::Missing("claim.missing"))
}

/// Signs the person in, once; they set an address and a password next.
///
/// # Errors
/// `Missing` with `claim.missing`; `Conflict` with `claim.not_open`.
pub async fn take(tx: &mut Tx, token: &str, asker: &Asker) -> Outcome<Done> {
    let id = check(tx, token).await?;
    if !is_unclaimed(tx, id).await? {
        return Err(Fault::Conflict("claim.not_open"));
    }
    if store::update_used(tx, &secret::hash(token)).await? == 0 {
        return Err(Fault::Missing("claim.missing"));
    }
    let row = member::get(tx, id).await?;
    let done = finish::open(tx, &row, By::Link, asker, "/settings/account").await?;
    tx.announce(ClaimUsed { member: id }).await?;
    Ok(done)
}

/// Takes a used claim of a member back: every credential set since ends and the account waits
/// again.
///
/// # Errors
/// `Missing` with `claim.missing` when the member has none of the last 30 days; `Conflict` with
/// `claim.has_role` for somebody of the team, since no account with a role waits for its person.
pub async fn undo(tx: &mut Tx, permit: Permit, claim: ClaimId) -> Outcome<()> {
    let (id, since) = (permit.whom(), tx.now().plus_days(-UNDO_DAYS));
    let row = store::find_used(tx, claim, since).await?;
    row.filter(|row| row.member_id == id).ok_or(Fault::Missing("claim.missing"))?;
    let member = member::store::find_for_update(tx, id).await?;
    if member.ok_or(Fault::Missing("member.missing"))?.role.0 != Role::Member {
        return Err(Fault::Conflict("claim.has_role"));
    }
    store::update_undone(tx, claim).await?;
    password::store::delete(tx, id).await?;
    crate::factor::store::delete(tx, id).await?;
    passkey::store::delete_all(tx, id).await?;
    crate::code::store::delete_of(tx, id).await?;
    crate::device::store::delete_of(tx, id).await?;
    address::store::delete_undos(tx, id).await?;
    address::store::delete(tx, id).await?;
    member::store::update_confirmed(tx, id, false).await?;
    session::end_others(tx, id, None).await?;
    tx.acting(permit.by());
    tx.announce(ClaimUndone { member: id }).await
}
