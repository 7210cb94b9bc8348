//! All SQL about handles that are or were somebody's.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// A handle and whose it is.
    pub struct HandleRow {
        /// The handle.
        pub handle: String,
        /// Whose it is or was.
        pub member_id: MemberId,
        /// Whether it still leads to its member.
        pub redirects: bool,
        /// Since when.
        pub taken_at: Ts,
    }
}

/// Whose a handle is or was.
pub async fn find(tx: &Tx, handle: &str) -> Outcome<Option<HandleRow>> {
    tx.one(
        sql!(HandleRow: "SELECT handle, member_id, redirects, taken_at FROM handles
             WHERE handle = $1"),
        args![handle],
    )
    .await
}

/// All handles that a member has or had, the newest first.
pub async fn list(tx: &Tx, member: MemberId) -> Outcome<Vec<HandleRow>> {
    tx.list(
        sql!(HandleRow: "SELECT handle, member_id, redirects, taken_at FROM handles
             WHERE member_id = $1 ORDER BY taken_at DESC, handle"),
        args![member],
    )
    .await
}

/// Gives a handle to a member.
pub async fn insert(tx: &mut Tx, handle: &str, member: MemberId, at: Ts) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO handles (handle, member_id, redirects, taken_at)
             VALUES ($1, $2, TRUE, $3)"
        ),
        args![handle, member, at],
    )
    .await?;
    Ok(())
}

/// Marks an own handle as taken up again now.
pub async fn update_taken(tx: &mut Tx, handle: &str, at: Ts) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE handles SET taken_at = $2, redirects = TRUE WHERE handle = $1"),
        args![handle, at],
    )
    .await?;
    Ok(())
}

/// Lets an old handle lead nowhere; it is never given to another.
pub async fn update_dropped(tx: &mut Tx, handle: &str, member: MemberId) -> Outcome<u64> {
    tx.exec(
        sql!("UPDATE handles SET redirects = FALSE WHERE handle = $1 AND member_id = $2"),
        args![handle, member],
    )
    .await
}

/// Lets all handles of a member lead nowhere.
pub async fn update_all_dropped(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE handles SET redirects = FALSE WHERE member_id = $1"), args![member])
        .await?;
    Ok(())
}
