//! Taking a deletion back.

use db::Tx;
use kernel::{MemberId, Outcome};

use super::store;
use crate::events::DeletionCancelled;

/// Signing in takes a deletion back; whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn on_sign_in(tx: &mut Tx, member: MemberId) -> Outcome<bool> {
    if store::delete(tx, member).await? == 0 {
        return Ok(false);
    }
    tx.announce(DeletionCancelled { member }).await?;
    Ok(true)
}
