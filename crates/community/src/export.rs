//! What a member wrote, kept and follows, for the file with their own data.

mod store;

use db::Tx;
use kernel::{MemberId, Outcome};
use serde_json::{Value, json};

/// All that this slice holds of a member: posts and comments with their sources, drafts, reactions,
/// bookmarks, follows. What was deleted is gone here as everywhere else, and so is what stood below
/// it.
///
/// # Errors
/// When the database fails.
pub async fn collect(tx: &Tx, member: MemberId) -> Outcome<Value> {
    Ok(json!({
        "posts": store::posts(tx, member).await?,
        "comments": store::comments(tx, member).await?,
        "drafts": store::drafts(tx, member).await?,
        "reactions": store::reactions(tx, member).await?,
        "bookmarks": store::bookmarks(tx, member).await?,
        "follows": store::follows(tx, member).await?,
    }))
}
