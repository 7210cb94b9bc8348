//! Leaving: seven days in which signing in takes it back, then nothing personal is left.

pub mod cancel;
pub mod store;

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};

use crate::events::{DeletionAsked, MemberErased};
use crate::letter::{Letter, Post};
use crate::member::{self, State, session};
use crate::{address, code, device, export, factor, handle, passkey, password, profile, sign_in};

/// Days between asking and deleting.
const DAYS: i64 = 7;

/// Asks for one's own deletion; every other session ends.
///
/// # Errors
/// `Conflict` with `role.last_owner` for the only owner.
pub async fn ask(
    tx: &mut Tx,
    post: &Post,
    id: MemberId,
    here: web::sessions::SessionId,
    keep_posts: bool,
) -> Outcome<Ts> {
    let member = member::get(tx, id).await?;
    if member.role.0 == web::Role::Owner && member::store::count_owners(tx).await? <= 1 {
        return Err(Fault::Conflict("role.last_owner"));
    }
    let due_at = tx.now().plus_days(DAYS);
    store::update(tx, id, keep_posts, due_at).await?;
    session::end_others(tx, id, Some(here)).await?;
    let owned = address::store::find(tx, id).await?.filter(|row| row.confirmed);
    if let Some(row) = owned {
        post.send(tx, id, &row.email, Letter::DeletionAsked { due_at }).await?;
    }
    tx.acting(id);
    tx.announce(DeletionAsked { member: id, due_at, keep_posts }).await?;
    Ok(due_at)
}

/// Deletes who is due; a job runs this every hour.
///
/// # Errors
/// When the database fails.
pub async fn run_due(tx: &mut Tx) -> Outcome<usize> {
    let due = store::list_due(tx).await?;
    for row in &due {
        erase(tx, row.member_id, row.keep_posts).await?;
    }
    Ok(due.len())
}

/// Takes everything personal away at once. What must stay (orders, the ledger) points to a row
/// without a name; slices that hold what a person wrote answer to `member.erased`.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn erase(tx: &mut Tx, id: MemberId, keep_posts: bool) -> Outcome<()> {
    if member::get(tx, id).await?.state == State::Erased {
        return Ok(());
    }
    session::end_others(tx, id, None).await?;
    forget_letters(tx, id).await?;
    take_away(tx, id).await?;
    profile::store::discard_avatar(tx, id).await?;
    member::store::update_erased(tx, id, &format!("former_{id}")).await?;
    tx.announce(MemberErased { member: id, keep_posts }).await
}

/// Forgets every letter to the addresses of a member, unless another owns the mailbox.
async fn forget_letters(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    let mut known = address::store::list_former(tx, id).await?;
    known.extend(address::store::find(tx, id).await?.map(|row| row.email));
    for email in known {
        let Ok(address) = mail::Address::parse(&email) else { continue };
        let owner = address::store::find_owner(tx, address.folded()).await?;
        if owner.is_none_or(|owner| owner == id) {
            mail::forget(tx, &address).await?;
        }
    }
    Ok(())
}

/// Takes everything away that signs in to an account or tells of its person, but for the names in
/// its own row.
///
/// # Errors
/// When the database fails.
pub(crate) async fn take_away(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    password::store::delete(tx, id).await?;
    factor::store::delete(tx, id).await?;
    factor::store::delete_reset(tx, id).await?;
    passkey::store::delete_all(tx, id).await?;
    sign_in::store::delete_half_of(tx, id).await?;
    code::store::delete_of(tx, id).await?;
    device::store::delete_of(tx, id).await?;
    export::store::update_over(tx, id).await?;
    address::store::delete_undos(tx, id).await?;
    address::store::delete_adoption(tx, id).await?;
    address::store::delete(tx, id).await?;
    handle::store::update_all_dropped(tx, id).await?;
    profile::store::update_erased(tx, id).await?;
    member::lock::store::delete(tx, id).await?;
    store::delete(tx, id).await.map(drop)
}
