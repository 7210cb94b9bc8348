//! Joining this browser's unconfirmed account to the member who owns its address.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};

use super::store;
use crate::events::MemberMerged;
use crate::member::{self, State, session};
use crate::{erase, profile};

/// Joins an unconfirmed account to the owner of its address: what it holds becomes the owner's
/// (slices that hold something answer to `member.merged`), and it is closed: a row without a person, so
/// that an erasure of the owner leaves nothing of them there.
///
/// # Errors
/// `Conflict` with `member.not_joinable` unless the account is active, unconfirmed, without a
/// role, and was made with the very address that the other owns.
pub async fn merge(tx: &mut Tx, from: MemberId, into: MemberId) -> Outcome<()> {
    let account = member::get(tx, from).await?;
    let mine = store::find(tx, from).await?;
    let theirs = store::find(tx, into).await?;
    let same_address = match (&mine, &theirs) {
        (Some(a), Some(b)) => !a.confirmed && b.confirmed && a.email_key == b.email_key,
        _ => false,
    };
    let plain = account.state == State::Active && account.role.0 == web::Role::Member;
    if !same_address || !plain || from == into {
        return Err(Fault::Conflict("member.not_joinable"));
    }
    session::end_others(tx, from, None).await?;
    erase::take_away(tx, from).await?;
    profile::store::discard_avatar(tx, from).await?;
    member::store::update_closed(tx, from).await?;
    if account.paid {
        member::number::paid(tx, into).await?;
    }
    tx.acting(into);
    tx.announce(MemberMerged { member: from, into }).await
}
