//! All SQL about claim links.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

kernel::id!(
    /// One claim link.
    pub ClaimId
);

row! {
    /// A claim link.
    pub struct ClaimRow {
        /// Which.
        pub id: ClaimId,
        /// Whose account.
        pub member_id: MemberId,
        /// Why it was given.
        pub reason: String,
        /// When.
        pub created_at: Ts,
        /// Until when it is good.
        pub expires_at: Ts,
        /// When it was used.
        pub used_at: Option<Ts>,
        /// When the team took it back.
        pub undone_at: Option<Ts>,
    }
}

/// A claim link to be stored.
pub struct NewClaim<'a> {
    /// Whose account.
    pub member: MemberId,
    /// The hash of the token.
    pub token_hash: &'a str,
    /// Who gives it.
    pub by: MemberId,
    /// Why.
    pub reason: &'a str,
    /// Until when it is good.
    pub expires_at: Ts,
}

/// Stores a link.
pub async fn insert(tx: &mut Tx, new: &NewClaim<'_>) -> Outcome<()> {
    let (id, now): (ClaimId, Ts) = (tx.new_id(), tx.now());
    tx.exec(
        sql!(
            "INSERT INTO claims (id, member_id, token_hash, given_by, reason, created_at,
                expires_at, used_at, undone_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)"
        ),
        args![id, new.member, new.token_hash, new.by, new.reason, now, new.expires_at],
    )
    .await?;
    Ok(())
}

/// A link that may still be used.
pub async fn find_open(tx: &Tx, token_hash: &str) -> Outcome<Option<ClaimRow>> {
    let now = tx.now();
    tx.one(
        sql!(ClaimRow: "SELECT id, member_id, reason, created_at, expires_at, used_at, undone_at
             FROM claims WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"),
        args![token_hash, now],
    )
    .await
}

/// Uses a link up; 0 when another request was quicker.
pub async fn update_used(tx: &mut Tx, token_hash: &str) -> Outcome<u64> {
    let now = tx.now();
    tx.exec(
        sql!("UPDATE claims SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL"),
        args![token_hash, now],
    )
    .await
}

/// Ends the links of an account that nobody has used.
pub async fn delete_open(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM claims WHERE member_id = $1 AND used_at IS NULL"), args![member])
        .await?;
    Ok(())
}

/// A claim that was used since an instant and not taken back.
pub async fn find_used(tx: &Tx, id: ClaimId, since: Ts) -> Outcome<Option<ClaimRow>> {
    tx.one(
        sql!(ClaimRow: "SELECT id, member_id, reason, created_at, expires_at, used_at, undone_at
             FROM claims WHERE id = $1 AND used_at > $2 AND undone_at IS NULL"),
        args![id, since],
    )
    .await
}

/// Notes that a claim was taken back.
pub async fn update_undone(tx: &mut Tx, id: ClaimId) -> Outcome<()> {
    let now = tx.now();
    tx.exec(sql!("UPDATE claims SET undone_at = $2 WHERE id = $1"), args![id, now]).await?;
    Ok(())
}

/// The claims of an account, the newest first.
pub async fn list(tx: &Tx, member: MemberId) -> Outcome<Vec<ClaimRow>> {
    tx.list(
        sql!(ClaimRow: "SELECT id, member_id, reason, created_at, expires_at, used_at, undone_at
             FROM claims WHERE member_id = $1 ORDER BY created_at DESC, id DESC LIMIT 20"),
        args![member],
    )
    .await
}
