//! All SQL about exports.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

kernel::id!(
    /// One export.
    pub ExportId
);

row! {
    /// An export.
    pub struct ExportRow {
        /// Which.
        pub id: ExportId,
        /// Whose.
        pub member_id: MemberId,
        /// `building`, `ready` or `failed`.
        pub state: String,
        /// The file's hash.
        pub blob: Option<String>,
        /// The file's size.
        pub bytes: i64,
        /// When it was asked for.
        pub asked_at: Ts,
        /// Until when it is kept.
        pub expires_at: Option<Ts>,
    }
}

/// Notes that an export was asked for.
pub async fn insert(tx: &mut Tx, member: MemberId) -> Outcome<ExportId> {
    let (id, now): (ExportId, Ts) = (tx.new_id(), tx.now());
    tx.exec(
        sql!(
            "INSERT INTO exports (id, member_id, state, blob, bytes, asked_at, expires_at)
             VALUES ($1, $2, 'building', NULL, 0, $3, NULL)"
        ),
        args![id, member, now],
    )
    .await?;
    Ok(id)
}

/// A member's exports, the newest first.
pub async fn list(tx: &Tx, member: MemberId) -> Outcome<Vec<ExportRow>> {
    tx.list(
        sql!(ExportRow: "SELECT id, member_id, state, blob, bytes, asked_at, expires_at
             FROM exports WHERE member_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 5"),
        args![member],
    )
    .await
}

/// One export of a member.
pub async fn find(tx: &Tx, member: MemberId, id: ExportId) -> Outcome<Option<ExportRow>> {
    tx.one(
        sql!(ExportRow: "SELECT id, member_id, state, blob, bytes, asked_at, expires_at
             FROM exports WHERE id = $1 AND member_id = $2"),
        args![id, member],
    )
    .await
}

/// One export, for the job that builds it.
pub async fn find_any(tx: &Tx, id: ExportId) -> Outcome<Option<ExportRow>> {
    tx.one(
        sql!(ExportRow: "SELECT id, member_id, state, blob, bytes, asked_at, expires_at
             FROM exports WHERE id = $1"),
        args![id],
    )
    .await
}

/// Notes that the file lies ready.
///
/// Whether anybody still waits for it: the member may be no more.
pub async fn update_ready(
    tx: &mut Tx,
    id: ExportId,
    (blob, bytes): (&str, i64),
    expires_at: Ts,
) -> Outcome<bool> {
    let ready = tx
        .exec(
            sql!(
                "UPDATE exports SET state = 'ready', blob = $2, bytes = $3, expires_at = $4
                 WHERE id = $1 AND state = 'building' AND expires_at IS NULL"
            ),
            args![id, blob, bytes, expires_at],
        )
        .await?;
    Ok(ready > 0)
}

/// Notes that a file could not be built; the note goes with the time.
pub async fn update_failed(tx: &mut Tx, id: ExportId, expires_at: Ts) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE exports SET state = 'failed', expires_at = $2
             WHERE id = $1 AND state = 'building'"
        ),
        args![id, expires_at],
    )
    .await?;
    Ok(())
}

/// Gives up the files that nobody has built since an instant, as when the program ended meanwhile.
pub async fn update_lost(tx: &mut Tx, before: Ts, expires_at: Ts) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE exports SET state = 'failed', expires_at = $2
             WHERE state = 'building' AND asked_at < $1"
        ),
        args![before, expires_at],
    )
    .await?;
    Ok(())
}

/// Forgets files that are no longer kept; their hashes.
pub async fn take_expired(tx: &mut Tx) -> Outcome<Vec<String>> {
    let now = tx.now();
    let taken: Vec<Option<String>> = tx
        .returning(sql!("DELETE FROM exports WHERE expires_at <= $1 RETURNING blob"), args![now])
        .await?;
    Ok(taken.into_iter().flatten().collect())
}

/// Lets every export of a member be forgotten with the next ones whose time is over.
pub async fn update_over(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    let now = tx.now();
    tx.exec(sql!("UPDATE exports SET expires_at = $2 WHERE member_id = $1"), args![member, now])
        .await?;
    Ok(())
}
