//! All SQL about consent.

use db::{Tx, args, row, sql};
use kernel::{Locale, MemberId, Outcome, Ts};

kernel::id!(
    /// One consent.
    pub ConsentId
);

/// A consent to be recorded.
pub struct NewConsent<'a> {
    /// Whose.
    pub member: MemberId,
    /// `rules`, `privacy`, `terms` or `refunds`.
    pub kind: &'a str,
    /// Which version.
    pub version: i64,
    /// The language in which the text was shown.
    pub locale: Locale,
    /// The hash of the text that was shown.
    pub text_hash: &'a str,
    /// Where: `register`, `checkout`, `again` or `api`.
    pub surface: &'a str,
}

/// Records a consent.
pub async fn insert(tx: &mut Tx, new: &NewConsent<'_>) -> Outcome<()> {
    let (id, now): (ConsentId, Ts) = (tx.new_id(), tx.now());
    tx.exec(
        sql!(
            "INSERT INTO consents (id, member_id, kind, version, locale, text_hash, surface,
                given_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![
            id,
            new.member,
            new.kind,
            new.version,
            new.locale.tag(),
            new.text_hash,
            new.surface,
            now
        ],
    )
    .await?;
    Ok(())
}

/// The newest version of a text that a member agreed to.
pub async fn find_newest(tx: &Tx, member: MemberId, kind: &str) -> Outcome<Option<i64>> {
    let found: Option<Option<i64>> = tx
        .one(
            sql!(
                "SELECT MAX(version) AS version FROM consents
                 WHERE member_id = $1 AND kind = $2"
            ),
            args![member, kind],
        )
        .await?;
    Ok(found.flatten())
}

/// The newest versions that a member agreed to, of the texts that every member agrees to.
pub async fn list_newest(tx: &Tx, member: MemberId) -> Outcome<Vec<(String, i64)>> {
    tx.list(
        sql!(
            "SELECT kind, MAX(version) AS version FROM consents
             WHERE member_id = $1 AND kind IN ('rules', 'privacy') GROUP BY kind"
        ),
        args![member],
    )
    .await
}

row! {
    /// A recorded consent.
    pub struct ConsentRow {
        /// `rules`, `privacy`, `terms` or `refunds`.
        pub kind: String,
        /// Which version.
        pub version: i64,
        /// In which language.
        pub locale: String,
        /// The hash of the text.
        pub text_hash: String,
        /// Where.
        pub surface: String,
        /// When.
        pub given_at: Ts,
    }
}

/// Everything that a member agreed to, the newest first.
pub async fn list(tx: &Tx, member: MemberId) -> Outcome<Vec<ConsentRow>> {
    tx.list(
        sql!(ConsentRow: "SELECT kind, version, locale, text_hash, surface, given_at FROM consents
             WHERE member_id = $1 ORDER BY given_at DESC, id DESC"),
        args![member],
    )
    .await
}
