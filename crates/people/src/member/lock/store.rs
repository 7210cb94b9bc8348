//! All SQL about why members are locked out.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// Why a member is locked out.
    pub struct LockRow {
        /// Who locked them; none for the command line.
        pub locked_by: Option<MemberId>,
        /// Why.
        pub reason: String,
        /// Since when.
        pub locked_at: Ts,
    }
}

/// Notes why a member is locked out.
pub async fn insert(
    tx: &mut Tx,
    member: MemberId,
    by: Option<MemberId>,
    reason: &str,
) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO locks (member_id, locked_by, reason, locked_at)
             VALUES ($1, $2, $3, $4)"
        ),
        args![member, by, reason, now],
    )
    .await?;
    Ok(())
}

/// Why a member is locked out, if they are.
pub async fn find(tx: &Tx, member: MemberId) -> Outcome<Option<LockRow>> {
    tx.one(
        sql!(LockRow: "SELECT locked_by, reason, locked_at FROM locks WHERE member_id = $1"),
        args![member],
    )
    .await
}

/// Forgets why a member was locked out.
pub async fn delete(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM locks WHERE member_id = $1"), args![member]).await?;
    Ok(())
}
