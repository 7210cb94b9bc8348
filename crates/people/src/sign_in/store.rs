//! All SQL about sign-ins that are half done.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// A first factor that was passed.
    pub struct HalfRow {
        /// Who.
        pub member_id: MemberId,
        /// Whether a code by mail is asked for.
        pub needs_code: bool,
        /// Whether six digits or a recovery code are asked for.
        pub needs_factor: bool,
        /// Where to go on.
        pub next: String,
        /// Wrong tries so far.
        pub tries: i64,
    }
}

/// Keeps a first half.
pub async fn insert_half(
    tx: &mut Tx,
    token_hash: &str,
    half: &HalfRow,
    expires_at: Ts,
) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO half_sign_ins (token_hash, member_id, needs_code, needs_factor, next,
                tries, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![
            token_hash,
            half.member_id,
            half.needs_code,
            half.needs_factor,
            &half.next,
            half.tries,
            expires_at
        ],
    )
    .await?;
    Ok(())
}

/// A first half that may still be completed.
pub async fn find_half(tx: &Tx, token_hash: &str) -> Outcome<Option<HalfRow>> {
    let now = tx.now();
    tx.one(
        sql!(HalfRow: "SELECT member_id, needs_code, needs_factor, next, tries
             FROM half_sign_ins WHERE token_hash = $1 AND expires_at > $2 {for_update}"),
        args![token_hash, now],
    )
    .await
}

/// Notes a wrong try.
pub async fn update_half_tried(tx: &mut Tx, token_hash: &str) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE half_sign_ins SET tries = tries + 1 WHERE token_hash = $1"),
        args![token_hash],
    )
    .await?;
    Ok(())
}

/// Notes that the code by mail was given.
pub async fn update_half_coded(tx: &mut Tx, token_hash: &str) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE half_sign_ins SET needs_code = FALSE WHERE token_hash = $1"),
        args![token_hash],
    )
    .await?;
    Ok(())
}

/// Uses a first half up; 0 when another request was quicker.
pub async fn delete_half(tx: &mut Tx, token_hash: &str) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM half_sign_ins WHERE token_hash = $1"), args![token_hash]).await
}

/// Forgets every first half of a member.
pub async fn delete_half_of(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM half_sign_ins WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// Forgets first halves that ended before an instant.
pub async fn delete_half_before(tx: &mut Tx, before: Ts) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM half_sign_ins WHERE expires_at < $1"), args![before]).await?;
    Ok(())
}
