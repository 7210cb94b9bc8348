//! All SQL about owner links.

use db::{Tx, args, sql};
use kernel::{Outcome, Ts};

/// Stores a link.
pub async fn insert_link(tx: &mut Tx, token_hash: &str, expires_at: Ts) -> Outcome<()> {
    tx.exec(
        sql!("INSERT INTO owner_links (token_hash, expires_at) VALUES ($1, $2)"),
        args![token_hash, expires_at],
    )
    .await?;
    Ok(())
}

/// Whether a link may still be used.
pub async fn find_link(tx: &Tx, token_hash: &str) -> Outcome<bool> {
    let now = tx.now();
    let found: Option<i64> = tx
        .one(
            sql!("SELECT expires_at FROM owner_links WHERE token_hash = $1 AND expires_at > $2"),
            args![token_hash, now],
        )
        .await?;
    Ok(found.is_some())
}

/// Ends every link.
pub async fn delete_links(tx: &mut Tx) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM owner_links"), args![]).await
}
