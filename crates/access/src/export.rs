//! What a member holds and held, for the file with their own data.

use db::Tx;
use kernel::{MemberId, Outcome};
use serde_json::{Value, json};

use crate::entitlement::{EntitlementRow, store};

/// All entitlements of a member. Why the team gave one is the team's own note and stays out.
///
/// # Errors
/// When the database fails.
pub async fn collect(tx: &Tx, member: MemberId) -> Outcome<Value> {
    let told = |row: EntitlementRow| {
        json!({
            "id": row.id,
            "thing": { "kind": row.thing_kind.key(), "id": kernel::encode_id(row.thing_id) },
            "source": row.source.key(),
            "from": row.from_at,
            "until": row.until_at,
            "given": row.created_at,
        })
    };
    let rows = store::list_all(tx, member).await?;
    Ok(Value::Array(rows.into_iter().map(told).collect()))
}
