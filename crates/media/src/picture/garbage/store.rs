//! All SQL about blobs that may be without a row.

use blob::Hash;
use db::{Tx, args, sql};
use kernel::{Outcome, Ts};

/// Notes a blob until an instant; 0 rows when it is claimed.
pub(crate) async fn upsert(tx: &mut Tx, hash: Hash, due_at: Ts) -> Outcome<u64> {
    tx.exec(
        sql!(
            "INSERT INTO media_garbage (hash, due_at, claimed) VALUES ($1, $2, FALSE)
             ON CONFLICT (hash) DO UPDATE SET due_at = excluded.due_at
              WHERE NOT media_garbage.claimed"
        ),
        args![hash, due_at],
    )
    .await
}

/// Blobs whose time has come, claimed ones whose deletion broke off among them.
pub(crate) async fn list_due(tx: &mut Tx, now: Ts, limit: i64) -> Outcome<Vec<Hash>> {
    tx.list(
        sql!(
            "SELECT hash FROM media_garbage WHERE due_at <= $1 ORDER BY due_at, hash LIMIT $2
             {for_update}"
        ),
        args![now, limit],
    )
    .await
}

/// Those of these blobs that are a size of a picture.
pub(crate) async fn used(tx: &Tx, hashes: &[Hash]) -> Outcome<Vec<Hash>> {
    tx.list(
        sql!("SELECT DISTINCT hash FROM media_variants WHERE hash IN ({list})"),
        args![].list(hashes.iter().copied()),
    )
    .await
}

/// Claims blobs for deletion.
pub(crate) async fn update_claimed(tx: &mut Tx, hashes: &[Hash]) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE media_garbage SET claimed = TRUE WHERE hash IN ({list})"),
        args![].list(hashes.iter().copied()),
    )
    .await?;
    Ok(())
}

/// Forgets notes.
pub(crate) async fn delete(tx: &mut Tx, hashes: &[Hash]) -> Outcome<()> {
    if hashes.is_empty() {
        return Ok(());
    }
    tx.exec(
        sql!("DELETE FROM media_garbage WHERE hash IN ({list})"),
        args![].list(hashes.iter().copied()),
    )
    .await?;
    Ok(())
}
