//! Owning a mail address: it belongs to a member only once it is confirmed.

pub mod adopt;
pub mod change;
pub mod confirm;
pub mod merge;
pub mod page;
pub mod replace;
pub mod store;

use db::Tx;
use kernel::Outcome;
use mail::Address;

/// Whether somebody with a role owns an address. Whoever reads its mail can become them, so what
/// is sent there waits in no room of the studio, whichever account it is about.
///
/// # Errors
/// When the database fails.
pub async fn is_teams(tx: &Tx, address: &Address) -> Outcome<bool> {
    let Some(owner) = store::find_owner(tx, address.folded()).await? else { return Ok(false) };
    Ok(crate::member::get(tx, owner).await?.role.0 != web::Role::Member)
}
