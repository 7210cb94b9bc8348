//! What follows when a browser has proved that it reads a mailbox.

use db::Tx;
use kernel::{MemberId, Outcome};

use super::store;
use crate::code::check::Proven;
use crate::events::MemberConfirmed;
use crate::member::{self, number, session};

/// What a proved address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This browser's account owns the address, now or already.
    Owned(MemberId),
    /// Another member owns it: this browser may go on as them, after their second factor.
    Other {
        /// The owner.
        owner: MemberId,
        /// This browser's unconfirmed account made with the address, which may be joined to it.
        mine: Option<MemberId>,
    },
    /// Nobody owns it, and an account was made with it elsewhere: is it yours?
    Yours(MemberId),
    /// Nobody owns it and no account was made with it.
    Nobody,
}

/// Decides what a proved address leads to for this browser, and changes nothing but the plain
/// case: this browser's account was made with it and becomes its owner.
///
/// # Errors
/// When the database fails.
pub async fn decide(tx: &mut Tx, proven: &Proven, here: Option<MemberId>) -> Outcome<Next> {
    let owner = store::find_owner(tx, &proven.email_key).await?;
    let mine = match here {
        Some(id) => store::find(tx, id)
            .await?
            .filter(|row| row.email_key == proven.email_key)
            .map(|row| (id, row.confirmed)),
        None => None,
    };
    match (owner, mine) {
        (Some(owner), Some((id, true))) if owner == id => Ok(Next::Owned(id)),
        (Some(owner), mine) => Ok(Next::Other { owner, mine: mine.map(|(id, _)| id) }),
        (None, Some((id, _))) => {
            own(tx, id, proven).await?;
            Ok(Next::Owned(id))
        }
        (None, None) => {
            let newest = store::find_newest_unconfirmed(tx, &proven.email_key).await?;
            Ok(newest.map_or(Next::Nobody, Next::Yours))
        }
    }
}

/// Makes a member the owner of a proved address; the member number is given with it.
///
/// # Errors
/// `Conflict` with `email.taken` when somebody else was quicker.
pub async fn own(tx: &mut Tx, member: MemberId, proven: &Proven) -> Outcome<()> {
    store::update_owned(tx, member, &proven.email, &proven.email_key).await?;
    store::delete_adoption(tx, member).await?;
    member::store::update_confirmed(tx, member, true).await?;
    let number = number::give(tx, member).await?;
    session::refresh(tx, member).await?;
    tx.acting(member);
    tx.announce(MemberConfirmed { member, number }).await
}
