//! All SQL about repeated requests.

use db::{Tx, args, row, sql};
use kernel::{Outcome, Ts};

use super::{Answered, Claim};

row! {
    /// A claim as it is stored.
    pub struct ClaimRow {
        /// For which route.
        pub route: String,
        /// Hash of the body it came with.
        pub body_hash: String,
        /// Status of the answer, once there is one.
        pub status: Option<i64>,
        /// The answer, once there is one.
        pub answer: Option<String>,
        /// Since when.
        pub started_at: Ts,
    }
}

/// Stores a claim unless the key is taken; says how many rows it made.
pub(super) async fn insert(tx: &mut Tx, claim: &Claim) -> Outcome<u64> {
    let at = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO idempotent_requests (caller, key, route, body_hash, state, started_at)
             VALUES ($1, $2, $3, $4, 'running', $5) ON CONFLICT (caller, key) DO NOTHING"
        ),
        args![&claim.caller, &claim.key, claim.route, &claim.body_hash, at],
    )
    .await
}

/// The claim that holds the key.
pub(super) async fn find_for_update(tx: &mut Tx, claim: &Claim) -> Outcome<Option<ClaimRow>> {
    tx.one(
        sql!(
            "SELECT route, body_hash, status, answer, started_at FROM idempotent_requests
             WHERE caller = $1 AND key = $2 {for_update}"
        ),
        args![&claim.caller, &claim.key],
    )
    .await
}

/// Takes over an abandoned claim.
pub(super) async fn update_started(tx: &mut Tx, claim: &Claim) -> Outcome<()> {
    let at = tx.now();
    tx.exec(
        sql!("UPDATE idempotent_requests SET started_at = $3 WHERE caller = $1 AND key = $2"),
        args![&claim.caller, &claim.key, at],
    )
    .await?;
    Ok(())
}

/// Keeps the answer.
pub(super) async fn update_done(tx: &mut Tx, claim: &Claim, answer: &Answered) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE idempotent_requests SET state = 'done', status = $3, answer = $4
             WHERE caller = $1 AND key = $2"
        ),
        args![&claim.caller, &claim.key, i64::from(answer.status), &answer.body],
    )
    .await?;
    Ok(())
}

/// Frees the key.
pub(super) async fn delete(tx: &mut Tx, claim: &Claim) -> Outcome<()> {
    tx.exec(
        sql!("DELETE FROM idempotent_requests WHERE caller = $1 AND key = $2"),
        args![&claim.caller, &claim.key],
    )
    .await?;
    Ok(())
}

/// Deletes claims begun before an instant.
pub(super) async fn delete_before(tx: &mut Tx, before: Ts) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM idempotent_requests WHERE started_at < $1"), args![before]).await
}
