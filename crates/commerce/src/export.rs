//! What a member ordered, paid and got back, for the file with their own data.

mod store;

use db::Tx;
use kernel::{MemberId, Outcome};
use serde_json::{Value, json};

/// All orders of a member with their payments and refunds.
///
/// # Errors
/// When the database fails.
pub async fn collect(tx: &Tx, member: MemberId) -> Outcome<Value> {
    Ok(json!({
        "orders": store::orders(tx, member).await?,
        "payments": store::payments(tx, member).await?,
        "refunds": store::refunds(tx, member).await?,
    }))
}
