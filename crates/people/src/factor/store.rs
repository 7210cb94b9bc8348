//! All SQL about authenticators and recovery codes.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// A member's authenticator.
    pub struct TotpRow {
        /// Its sealed secret.
        pub secret: Vec<u8>,
        /// Whether its first digits were given.
        pub confirmed: bool,
        /// The newest step whose digits were used.
        pub last_step: i64,
    }
}

/// A member's authenticator.
pub async fn find(tx: &Tx, member: MemberId) -> Outcome<Option<TotpRow>> {
    tx.one(
        sql!(TotpRow: "SELECT secret, confirmed, last_step FROM totps WHERE member_id = $1"),
        args![member],
    )
    .await
}

/// Stores an authenticator that is not confirmed yet, in place of another that is not.
pub async fn insert(tx: &mut Tx, member: MemberId, sealed: &[u8]) -> Outcome<u64> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO totps (member_id, secret, confirmed, last_step, created_at)
             VALUES ($1, $2, FALSE, 0, $3)
             ON CONFLICT (member_id) DO UPDATE
             SET secret = excluded.secret, created_at = excluded.created_at
             WHERE NOT totps.confirmed"
        ),
        args![member, sealed, now],
    )
    .await
}

/// Marks an authenticator as confirmed by its first digits.
pub async fn update_confirmed(tx: &mut Tx, member: MemberId, step: i64) -> Outcome<u64> {
    tx.exec(
        sql!(
            "UPDATE totps SET confirmed = TRUE, last_step = $2
             WHERE member_id = $1 AND NOT confirmed"
        ),
        args![member, step],
    )
    .await
}

/// Uses the digits of a step up; 0 when they or later ones were used.
pub async fn update_step(tx: &mut Tx, member: MemberId, step: i64) -> Outcome<u64> {
    tx.exec(
        sql!("UPDATE totps SET last_step = $2 WHERE member_id = $1 AND last_step < $2"),
        args![member, step],
    )
    .await
}

/// Takes a member's authenticator and recovery codes away.
pub async fn delete(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM totps WHERE member_id = $1"), args![member]).await?;
    delete_recovery(tx, member).await
}

/// Takes all recovery codes of a member away.
pub async fn delete_recovery(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM recovery_codes WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// Stores the hash of one recovery code.
pub async fn insert_recovery(tx: &mut Tx, member: MemberId, hash: &str) -> Outcome<()> {
    tx.exec(
        sql!("INSERT INTO recovery_codes (member_id, code_hash, used_at) VALUES ($1, $2, NULL)"),
        args![member, hash],
    )
    .await?;
    Ok(())
}

/// Uses a recovery code up; 0 when it does not exist or was used.
pub async fn update_recovery_used(tx: &mut Tx, member: MemberId, hash: &str) -> Outcome<u64> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE recovery_codes SET used_at = $3
             WHERE member_id = $1 AND code_hash = $2 AND used_at IS NULL"
        ),
        args![member, hash, now],
    )
    .await
}

/// How many recovery codes a member has left.
pub async fn count_recovery(tx: &Tx, member: MemberId) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(
            sql!(
                "SELECT COUNT(*) AS codes FROM recovery_codes
                 WHERE member_id = $1 AND used_at IS NULL"
            ),
            args![member],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

row! {
    /// A second factor that the team will take off.
    pub struct ResetRow {
        /// Whose.
        pub member_id: MemberId,
        /// When it happens.
        pub due_at: Ts,
    }
}

/// Notes that a member's second factor is taken off at an instant.
pub async fn insert_reset(
    tx: &mut Tx,
    member: MemberId,
    by: MemberId,
    reason: &str,
    due_at: Ts,
) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO factor_resets (member_id, asked_by, reason, asked_at, due_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (member_id) DO NOTHING"
        ),
        args![member, by, reason, now, due_at],
    )
    .await?;
    Ok(())
}

/// The reset that waits for a member, if one does.
pub async fn find_reset(tx: &Tx, member: MemberId) -> Outcome<Option<ResetRow>> {
    tx.one(
        sql!(ResetRow: "SELECT member_id, due_at FROM factor_resets WHERE member_id = $1"),
        args![member],
    )
    .await
}

/// Calls a reset off, or forgets one that happened.
pub async fn delete_reset(tx: &mut Tx, member: MemberId) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM factor_resets WHERE member_id = $1"), args![member]).await
}

/// The resets that are due.
pub async fn list_due_resets(tx: &Tx) -> Outcome<Vec<ResetRow>> {
    let now = tx.now();
    tx.list(
        sql!(ResetRow: "SELECT member_id, due_at FROM factor_resets WHERE due_at <= $1
             ORDER BY due_at, member_id LIMIT 100"),
        args![now],
    )
    .await
}
