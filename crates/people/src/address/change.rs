//! Moving to another address: a code to the new one, and seven days to take it back from the old.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};

use super::store;
use crate::code::check::Proven;
use crate::events::AddressChanged;
use crate::letter::{Letter, Post};
use crate::member::{self, number, session};
use crate::secret;

/// Days in which the old address takes a change back.
const UNDO_DAYS: i64 = 7;

/// Moves a member to an address that they have proved. That somebody owns it already is said
/// only here, after the code.
///
/// # Errors
/// `Conflict` with `email.taken`.
pub async fn change(tx: &mut Tx, post: &Post, member: MemberId, proven: &Proven) -> Outcome<()> {
    let owner = store::find_owner(tx, &proven.email_key).await?;
    if owner.is_some_and(|owner| owner != member) {
        return Err(Fault::Conflict("email.taken"));
    }
    let old = store::find(tx, member).await?;
    store::update_owned(tx, member, &proven.email, &proven.email_key).await?;
    member::store::update_confirmed(tx, member, true).await?;
    number::give(tx, member).await?;
    session::refresh(tx, member).await?;
    if let Some(old) = old.filter(|old| old.confirmed && old.email_key != proven.email_key) {
        let token = web::random_token();
        let expires_at = tx.now().plus_days(UNDO_DAYS);
        store::insert_undo(tx, &secret::hash(&token), &old, expires_at).await?;
        post.send(tx, member, &old.email, Letter::AddressMoved { token: &token }).await?;
    }
    tx.acting(member);
    tx.announce(AddressChanged { member, undone: false }).await
}

/// Takes a change back: the old address owns the account again and every session ends.
///
/// # Errors
/// `Missing` with `undo.missing` when the link is used up or too old; `Conflict` with
/// `email.taken` when another member owns the old address by now.
pub async fn undo(tx: &mut Tx, token: &str) -> Outcome<MemberId> {
    let row = store::find_undo(tx, &secret::hash(token)).await?;
    let row = row.ok_or(Fault::Missing("undo.missing"))?;
    let owner = store::find_owner(tx, &row.email_key).await?;
    if owner.is_some_and(|owner| owner != row.member_id) {
        return Err(Fault::Conflict("email.taken"));
    }
    store::update_undos_used(tx, row.member_id, row.created_at).await?;
    store::update_owned(tx, row.member_id, &row.email, &row.email_key).await?;
    crate::code::store::delete_of(tx, row.member_id).await?;
    session::end_others(tx, row.member_id, None).await?;
    tx.announce(AddressChanged { member: row.member_id, undone: true }).await?;
    Ok(row.member_id)
}
