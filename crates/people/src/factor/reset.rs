//! A lost second factor: the team takes it off after 72 hours and a notice.

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};
use web::Role;

use super::store;
use crate::events::{CredentialChanged, FactorResetAsked};
use crate::member::{self, session};

/// Hours between the notice and the reset, in which the member can say no by signing in.
const HOURS: i64 = 72;

/// Notes that a member lost their second factor; it is taken off after 72 hours.
///
/// # Errors
/// `Denied` with `factor.owner` for an owner, whose way is the command line; `Missing` with
/// `totp.no_setup` where there is nothing to take off; `Invalid` without a reason.
pub async fn ask(tx: &mut Tx, by: MemberId, id: MemberId, reason: &str) -> Outcome<Ts> {
    let member = member::get(tx, id).await?;
    if member.role.0 == Role::Owner {
        return Err(Fault::denied("factor.owner"));
    }
    if reason.trim().is_empty() {
        return Err(Fault::invalid("reason", "reason.missing"));
    }
    if !super::is_enrolled(tx, id).await? {
        return Err(Fault::Missing("totp.no_setup"));
    }
    let due_at = tx.now().plus_hours(HOURS);
    store::insert_reset(tx, id, by, reason.trim(), due_at).await?;
    tx.acting(by);
    tx.announce(FactorResetAsked { member: id, due_at }).await?;
    Ok(due_at)
}

/// Calls a reset off: the member has signed in with the factor that was said to be lost.
///
/// # Errors
/// When the database fails.
pub async fn call_off(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    store::delete_reset(tx, member).await.map(|_count| ())
}

/// Takes every second factor of a member off at once and ends all sessions: the command line's
/// way, and what happens when a reset is due.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn now(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    member::get(tx, id).await?;
    store::delete(tx, id).await?;
    crate::passkey::store::delete_all(tx, id).await?;
    store::delete_reset(tx, id).await?;
    session::end_others(tx, id, None).await?;
    tx.announce(CredentialChanged { member: id, kind: "reset".into(), exists: false }).await
}

/// Does what is due; a job runs this every few minutes.
///
/// # Errors
/// When the database fails.
pub async fn run_due(tx: &mut Tx) -> Outcome<usize> {
    let due = store::list_due_resets(tx).await?;
    for reset in &due {
        now(tx, reset.member_id).await?;
    }
    Ok(due.len())
}
