//! Taking over an account that somebody made with one's own address and never confirmed.

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};

use super::{confirm, store};
use crate::code::check::Proven;
use crate::events::{AdoptionAsked, AdoptionRefused, MemberTakenOver};
use crate::member::{self, State, session};
use crate::{factor, passkey, password, sign_in};

/// Hours that an account which has paid is given to say no.
const HOURS: i64 = 72;

/// What saying "it is mine" leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopted {
    /// The account is theirs.
    Now(MemberId),
    /// It has paid: it becomes theirs then, unless its own browser says no.
    Waits(Ts),
}

/// Whoever proved the mailbox says that an account made with its address is theirs: the one that
/// they were shown, even if somebody has made another since.
///
/// # Errors
/// `Missing` with `adoption.missing` when it is no open account that waits to own the address.
pub async fn adopt(tx: &mut Tx, id: MemberId, proven: &Proven, browser: &str) -> Outcome<Adopted> {
    let row = store::find(tx, id).await?;
    let waits = row.is_some_and(|row| !row.confirmed && row.email_key == proven.email_key);
    if !waits || store::find_owner(tx, &proven.email_key).await?.is_some() {
        return Err(Fault::Missing("adoption.missing"));
    }
    let account = member::get(tx, id).await?;
    if account.state != State::Active {
        return Err(Fault::Missing("adoption.missing"));
    }
    if account.paid {
        let due_at = tx.now().plus_hours(HOURS);
        if store::insert_adoption(tx, id, &proven.email_key, browser, due_at).await? {
            session::refresh(tx, id).await?;
            tx.announce(AdoptionAsked { member: id, due_at }).await?;
            return Ok(Adopted::Waits(due_at));
        }
        let waiting = store::find_adoption(tx, id).await?;
        if let Some(row) = waiting.filter(|row| tx.now() < row.due_at) {
            return Ok(Adopted::Waits(row.due_at));
        }
    }
    take_over(tx, id, proven).await?;
    Ok(Adopted::Now(id))
}

/// Ends every credential from before and makes the member the owner of the address.
async fn take_over(tx: &mut Tx, id: MemberId, proven: &Proven) -> Outcome<()> {
    password::store::delete(tx, id).await?;
    factor::store::delete(tx, id).await?;
    factor::store::delete_reset(tx, id).await?;
    passkey::store::delete_all(tx, id).await?;
    sign_in::store::delete_half_of(tx, id).await?;
    crate::code::store::delete_of(tx, id).await?;
    crate::device::store::delete_of(tx, id).await?;
    store::delete_undos(tx, id).await?;
    session::end_others(tx, id, None).await?;
    confirm::own(tx, id, proven).await?;
    tx.announce(MemberTakenOver { member: id }).await
}

/// Whoever proved the mailbox says that the account shown is not theirs: it and every other
/// account made with the address lose it, and keep what they paid for.
///
/// # Errors
/// When the database fails.
pub async fn disown(tx: &mut Tx, proven: &Proven, new_owner: MemberId) -> Outcome<()> {
    // Whoever says no after they asked asks no more.
    for member in store::list_adopted(tx, &proven.email_key).await? {
        store::delete_adoption(tx, member).await?;
        session::refresh(tx, member).await?;
    }
    store::delete_unconfirmed(tx, &proven.email_key, new_owner).await?;
    confirm::own(tx, new_owner, proven).await
}

/// The account's own browser says no: the account stays as it is and loses the address, which it
/// could not confirm.
///
/// # Errors
/// `Missing` with `adoption.missing` when nothing waits.
pub async fn refuse(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    if store::delete_adoption(tx, id).await? == 0 {
        return Err(Fault::Missing("adoption.missing"));
    }
    store::delete(tx, id).await?;
    session::refresh(tx, id).await?;
    tx.acting(id);
    tx.announce(AdoptionRefused { member: id }).await
}

/// The team has seen proof of payment: the 72 hours end now.
///
/// # Errors
/// `Missing` with `adoption.missing` when nothing waits.
pub async fn hasten(tx: &mut Tx, by: MemberId, id: MemberId) -> Outcome<()> {
    if store::update_adoption_due(tx, id).await? == 0 {
        return Err(Fault::Missing("adoption.missing"));
    }
    tx.acting(by);
    let due_at = tx.now();
    tx.announce(AdoptionAsked { member: id, due_at }).await
}
