//! Putting an address right that was typed wrong and never confirmed.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use mail::Address;

use super::store;
use crate::code::ask;
use crate::events::AdoptionRefused;
use crate::letter::Post;
use crate::member::session::{self, Asker};

/// Moves an account that owns no address to another one, and sends there what confirms it. The
/// address that it was made with had no rights in it: whoever reads that mailbox asks for nothing
/// here any more.
///
/// # Errors
/// `Conflict` with `email.confirmed` for an account that owns its address; `TooFast` with
/// `code.too_many`.
pub async fn replace(
    tx: &mut Tx,
    post: &Post,
    (member, address): (MemberId, &Address),
    browser: &str,
    asker: &Asker,
) -> Outcome<()> {
    if store::find(tx, member).await?.is_some_and(|row| row.confirmed) {
        return Err(Fault::Conflict("email.confirmed"));
    }
    store::update_unconfirmed(tx, member, address.stored(), address.folded()).await?;
    tx.acting(member);
    if store::delete_adoption(tx, member).await? > 0 {
        tx.announce(AdoptionRefused { member }).await?;
    }
    session::refresh(tx, member).await?;
    ask::to_confirm(tx, post, (member, address), ("/", browser), asker).await
}
