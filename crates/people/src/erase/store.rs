//! All SQL about deletions that wait.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// A deletion that waits.
    pub struct DeletionRow {
        /// Whose.
        pub member_id: MemberId,
        /// Whether posts stay, as a former member's.
        pub keep_posts: bool,
        /// When it happens.
        pub due_at: Ts,
    }
}

/// Notes that a member asks for deletion.
pub async fn update(tx: &mut Tx, member: MemberId, keep_posts: bool, due_at: Ts) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO deletions (member_id, keep_posts, asked_at, due_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (member_id) DO UPDATE SET keep_posts = excluded.keep_posts"
        ),
        args![member, keep_posts, now, due_at],
    )
    .await?;
    Ok(())
}

/// The deletion that waits for a member, if one does.
pub async fn find(tx: &Tx, member: MemberId) -> Outcome<Option<DeletionRow>> {
    tx.one(
        sql!(DeletionRow: "SELECT member_id, keep_posts, due_at FROM deletions
             WHERE member_id = $1"),
        args![member],
    )
    .await
}

/// Takes a deletion back, or forgets one that happened.
pub async fn delete(tx: &mut Tx, member: MemberId) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM deletions WHERE member_id = $1"), args![member]).await
}

/// The deletions that are due.
pub async fn list_due(tx: &Tx) -> Outcome<Vec<DeletionRow>> {
    let now = tx.now();
    tx.list(
        sql!(DeletionRow: "SELECT member_id, keep_posts, due_at FROM deletions
             WHERE due_at <= $1 ORDER BY due_at, member_id LIMIT 50"),
        args![now],
    )
    .await
}
