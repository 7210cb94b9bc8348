//! All SQL about codes.

use db::{Tx, args, row, sql};
use kernel::{Fault, MemberId, Outcome, Ts};

kernel::id!(
    /// One code that was sent.
    pub CodeId
);

row! {
    /// A code that may still be used.
    pub struct CodeRow {
        /// Which code.
        pub id: CodeId,
        /// What it is for.
        pub purpose: String,
        /// The address it was sent to, in the form that mail is sent to.
        pub email: String,
        /// The address as it is compared.
        pub email_key: String,
        /// Whose account it is for, where that was known when it was asked for.
        pub member_id: Option<MemberId>,
        /// The salted hash of the digits.
        pub code_hash: String,
        /// Where whoever asked for it wanted to go on.
        pub next: String,
        /// Wrong tries so far.
        pub tries: i64,
    }
}

/// A code to be stored.
pub struct NewCode<'a> {
    /// Its id, which salts the hashes.
    pub id: CodeId,
    /// What for.
    pub purpose: &'static str,
    /// Where it is sent.
    pub email: &'a str,
    /// The address as it is compared.
    pub email_key: &'a str,
    /// Whose account it is for.
    pub member_id: Option<MemberId>,
    /// Which browser asked.
    pub browser: &'a str,
    /// The salted hash of the digits.
    pub code_hash: &'a str,
    /// The hash of the link's token.
    pub link_hash: &'a str,
    /// Whether it counts against the kept budget.
    pub kept: bool,
    /// Where its link leads on.
    pub next: &'a str,
}

/// Stores a code.
pub async fn insert(tx: &mut Tx, code: &NewCode<'_>) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO codes (id, purpose, email, email_key, member_id, browser, code_hash,
                link_hash, kept, next, tries, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12)"
        ),
        args![
            code.id,
            code.purpose,
            code.email,
            code.email_key,
            code.member_id,
            code.browser,
            code.code_hash,
            code.link_hash,
            code.kept,
            code.next,
            now,
            super::expiry(now)
        ],
    )
    .await?;
    Ok(())
}

row! {
    /// What an address was sent within a while.
    pub struct SentRow {
        /// How many codes of the budget for whoever asks.
        pub ordinary: i64,
        /// The oldest of them.
        pub oldest: Option<Ts>,
        /// How many of the budget that is kept for those who are known.
        pub kept: i64,
        /// The oldest of them.
        pub oldest_kept: Option<Ts>,
    }
}

/// How many codes of each budget an address was sent since an instant, and when the first.
pub async fn find_sent(tx: &Tx, email_key: &str, since: Ts) -> Outcome<SentRow> {
    let found = tx
        .one(
            sql!(
                SentRow: "SELECT CAST(COALESCE(SUM(CASE WHEN kept THEN 0 ELSE 1 END), 0) AS BIGINT)
                    AS ordinary,
                    MIN(CASE WHEN kept THEN NULL ELSE created_at END) AS oldest,
                    CAST(COALESCE(SUM(CASE WHEN kept THEN 1 ELSE 0 END), 0) AS BIGINT) AS kept,
                    MIN(CASE WHEN kept THEN created_at END) AS oldest_kept
                 FROM codes WHERE email_key = $1 AND created_at > $2"
            ),
            args![email_key, since],
        )
        .await?;
    found.ok_or_else(|| Fault::broken("counting codes", "a sum without a row"))
}

/// The codes of a browser and purpose that may still be used, the newest first, at most `most`.
pub async fn list_alive(tx: &Tx, browser: &str, purpose: &str, most: i64) -> Outcome<Vec<CodeRow>> {
    let now = tx.now();
    tx.list(
        sql!(CodeRow: "SELECT id, purpose, email, email_key, member_id, code_hash, next, tries
             FROM codes WHERE browser = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
             ORDER BY created_at DESC, id DESC LIMIT $4 {for_update}"),
        args![browser, purpose, now, most],
    )
    .await
}

/// How many codes of a browser and purpose, sent to this address, may still be used.
pub async fn count_alive(tx: &Tx, browser: &str, purpose: &str, email_key: &str) -> Outcome<i64> {
    let now = tx.now();
    let count: Option<i64> = tx
        .one(
            sql!(
                "SELECT COUNT(*) FROM codes WHERE browser = $1 AND purpose = $2 AND email_key = $3
                    AND used_at IS NULL AND expires_at > $4"
            ),
            args![browser, purpose, email_key, now],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// The newest code that a browser asked for since an instant, unless it has used one since then.
pub async fn find_awaited(
    tx: &Tx,
    browser: &str,
    purpose: &str,
    since: Ts,
) -> Outcome<Option<CodeRow>> {
    tx.one(
        sql!(CodeRow: "SELECT id, purpose, email, email_key, member_id, code_hash, next, tries
             FROM codes
             WHERE browser = $1 AND purpose = $2 AND created_at > $3
                AND NOT EXISTS (SELECT 1 FROM codes AS used
                    WHERE used.browser = codes.browser AND used.purpose = codes.purpose
                        AND used.used_at >= codes.created_at)
             ORDER BY created_at DESC, id DESC LIMIT 1"),
        args![browser, purpose, since],
    )
    .await
}

/// The code of a link, when this browser asked for it and it may still be used.
pub async fn find_link(tx: &Tx, browser: &str, link_hash: &str) -> Outcome<Option<CodeRow>> {
    let now = tx.now();
    tx.one(
        sql!(CodeRow: "SELECT id, purpose, email, email_key, member_id, code_hash, next, tries
             FROM codes WHERE browser = $1 AND link_hash = $2 AND used_at IS NULL AND expires_at > $3
             {for_update}"),
        args![browser, link_hash, now],
    )
    .await
}

/// Uses a code up; how many rows it was, 0 when another request was quicker.
pub async fn update_used(tx: &mut Tx, id: CodeId) -> Outcome<u64> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE codes SET used_at = $2, proof_until = $3
             WHERE id = $1 AND used_at IS NULL AND tries < $4"
        ),
        args![id, now, now.plus_minutes(super::PROOF_MINUTES), super::TRIES],
    )
    .await
}

/// Notes a wrong try against the codes that it was tried on.
pub async fn update_tried(tx: &mut Tx, ids: &[CodeId]) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE codes SET tries = tries + 1 WHERE id IN ({list})"),
        args![].list(ids.iter().copied()),
    )
    .await?;
    Ok(())
}

/// The newest address that this browser has proved for a purpose, while the proof holds.
pub async fn find_proof(tx: &Tx, browser: &str, purpose: &str) -> Outcome<Option<CodeRow>> {
    let now = tx.now();
    tx.one(
        sql!(CodeRow: "SELECT id, purpose, email, email_key, member_id, code_hash, next, tries
             FROM codes WHERE browser = $1 AND purpose = $2 AND proof_until > $3
             ORDER BY created_at DESC, id DESC LIMIT 1"),
        args![browser, purpose, now],
    )
    .await
}

/// Ends a proof once it has done its work.
pub async fn update_proof_spent(tx: &mut Tx, browser: &str, purpose: &str) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE codes SET proof_until = NULL WHERE browser = $1 AND purpose = $2"),
        args![browser, purpose],
    )
    .await?;
    Ok(())
}

/// Ends every code that was sent to an address, and what they proved; they still count as sent.
pub async fn update_ended(tx: &mut Tx, email_key: &str) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!("UPDATE codes SET expires_at = $2, proof_until = NULL WHERE email_key = $1"),
        args![email_key, now],
    )
    .await?;
    Ok(())
}

/// Ends every code and proof that was sent for a member.
pub async fn delete_of(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM codes WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// Forgets codes older than an instant.
pub async fn delete_before(tx: &mut Tx, before: Ts) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM codes WHERE created_at < $1"), args![before]).await?;
    Ok(())
}
