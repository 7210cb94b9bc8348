//! All SQL about legal texts.

use db::{Tx, args, row, sql};
use kernel::{Locale, MemberId, Outcome, Ts};

use super::LegalKind;

kernel::id!(
    /// One version of a legal text in one language.
    pub(crate) LegalTextId
);

row! {
    /// A stored version.
    pub(crate) struct LegalRow {
        /// Counts from 1.
        pub version: i64,
        /// The language's tag.
        pub locale: String,
        /// Markdown.
        pub body: String,
        /// When it was published.
        pub published_at: Ts,
    }
}

/// The newest version of a kind, 0 when there is none.
pub(crate) async fn newest_version(tx: &Tx, kind: LegalKind) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(
            sql!("SELECT COALESCE(MAX(version), 0) AS version FROM legal_texts WHERE kind = $1"),
            args![kind.key()],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

/// The newest versions of the texts that every member agrees to.
pub(crate) async fn list_asked(tx: &Tx) -> Outcome<Vec<(String, i64)>> {
    tx.list(
        sql!(
            "SELECT kind, MAX(version) AS version FROM legal_texts
             WHERE kind IN ('rules', 'privacy') GROUP BY kind"
        ),
        args![],
    )
    .await
}

/// One version in all its languages.
pub(crate) async fn list_version(tx: &Tx, kind: LegalKind, version: i64) -> Outcome<Vec<LegalRow>> {
    tx.list(
        sql!(
            "SELECT version, locale, body, published_at FROM legal_texts
             WHERE kind = $1 AND version = $2 ORDER BY locale"
        ),
        args![kind.key(), version],
    )
    .await
}

/// Stores a version in one language.
pub(crate) async fn insert(
    tx: &mut Tx,
    (kind, version, locale): (LegalKind, i64, Locale),
    body: &str,
    actor: Option<MemberId>,
) -> Outcome<()> {
    let id: LegalTextId = tx.new_id();
    let at = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO legal_texts (id, kind, version, locale, body, published_at, published_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![id, kind.key(), version, locale.tag(), body, at, actor],
    )
    .await?;
    Ok(())
}
