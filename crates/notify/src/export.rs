//! What a member was told, for the file with their own data.

mod store;

use db::Tx;
use kernel::{MemberId, Outcome};
use serde_json::Value;

/// All notifications of a member: what kind, about what, when, and when they read it.
///
/// # Errors
/// When the database fails.
pub async fn collect(tx: &Tx, member: MemberId) -> Outcome<Value> {
    let rows = store::notifications(tx, member).await?;
    serde_json::to_value(rows)
        .map_err(|e| kernel::Fault::broken("writing notifications for an export", e))
}
