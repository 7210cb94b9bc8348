//! All SQL about passkeys.

use db::{OnUnique, Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

kernel::id!(
    /// One passkey.
    pub PasskeyId
);

row! {
    /// A passkey.
    pub struct PasskeyRow {
        /// Which.
        pub id: PasskeyId,
        /// Whose.
        pub member_id: MemberId,
        /// What the member calls it.
        pub name: String,
        /// Its public half, as JSON.
        pub credential: String,
        /// Since when.
        pub created_at: Ts,
        /// When it last signed in.
        pub used_at: Option<Ts>,
    }
}

/// A member's passkeys, the oldest first.
pub async fn list(tx: &Tx, member: MemberId) -> Outcome<Vec<PasskeyRow>> {
    tx.list(
        sql!(PasskeyRow: "SELECT id, member_id, name, credential, created_at, used_at
             FROM passkeys WHERE member_id = $1 ORDER BY created_at, id"),
        args![member],
    )
    .await
}

/// How many passkeys a member has.
pub async fn count(tx: &Tx, member: MemberId) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(sql!("SELECT COUNT(*) AS keys FROM passkeys WHERE member_id = $1"), args![member])
        .await?;
    Ok(found.unwrap_or(0))
}

/// A passkey by the name that its device gave it.
pub async fn find(tx: &Tx, credential_id: &str) -> Outcome<Option<PasskeyRow>> {
    tx.one(
        sql!(PasskeyRow: "SELECT id, member_id, name, credential, created_at, used_at
             FROM passkeys WHERE credential_id = $1"),
        args![credential_id],
    )
    .await
}

/// Stores a passkey.
///
/// # Errors
/// `Conflict` with `passkey.exists`.
pub async fn insert(
    tx: &mut Tx,
    member: MemberId,
    name: &str,
    (credential_id, credential): (&str, &str),
) -> Outcome<PasskeyId> {
    let (id, now): (PasskeyId, Ts) = (tx.new_id(), tx.now());
    tx.exec(
        sql!(
            "INSERT INTO passkeys (id, member_id, credential_id, name, credential, created_at,
                used_at)
             VALUES ($1, $2, $3, $4, $5, $6, NULL)"
        ),
        args![id, member, credential_id, name, credential, now],
    )
    .await
    .on_unique("passkeys.credential_id", "passkey.exists")?;
    Ok(id)
}

/// Notes a sign-in, with the counter that the device told.
pub async fn update_used(tx: &mut Tx, id: PasskeyId, credential: &str) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!("UPDATE passkeys SET used_at = $2, credential = $3 WHERE id = $1"),
        args![id, now, credential],
    )
    .await?;
    Ok(())
}

/// Takes one of a member's passkeys away.
pub async fn delete(tx: &mut Tx, member: MemberId, id: PasskeyId) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM passkeys WHERE id = $1 AND member_id = $2"), args![id, member]).await
}

/// Takes all of a member's passkeys away.
pub async fn delete_all(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM passkeys WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// Keeps what a device was asked.
pub async fn insert_challenge(
    tx: &mut Tx,
    token_hash: &str,
    member: Option<MemberId>,
    state: &str,
    expires_at: Ts,
) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO passkey_challenges (token_hash, member_id, state, expires_at)
             VALUES ($1, $2, $3, $4)"
        ),
        args![token_hash, member, state, expires_at],
    )
    .await?;
    Ok(())
}

/// What a device was asked, once: the row is gone afterwards.
pub async fn take_challenge(
    tx: &mut Tx,
    token_hash: &str,
) -> Outcome<Option<(Option<MemberId>, String)>> {
    let now = tx.now();
    let taken: Vec<(Option<MemberId>, String)> = tx
        .returning(
            sql!(
                "DELETE FROM passkey_challenges WHERE token_hash = $1 AND expires_at > $2
                 RETURNING member_id, state"
            ),
            args![token_hash, now],
        )
        .await?;
    Ok(taken.into_iter().next())
}

/// Forgets what was never answered.
pub async fn delete_challenges_before(tx: &mut Tx, before: Ts) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM passkey_challenges WHERE expires_at < $1"), args![before]).await?;
    Ok(())
}
