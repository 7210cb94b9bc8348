//! Blobs that may be without a row.
//!
//! Before a blob is put, it is noted here with a time; the transaction that gives it a row takes
//! the note away. What is still noted when its time has come, and has no row, is deleted: so
//! neither a crash between the two nor a picture that comes back at the same moment leaves a blob
//! without a row, or a row without its blob.

pub(crate) mod store;

use blob::{Blobs, Hash};
use db::{Db, Tx};
use kernel::{Fault, Outcome};

/// Hours for which a noted blob is left alone.
const HOURS: i64 = 1;
/// Blobs that one step deletes.
const BATCH: i64 = 100;

/// Notes blobs that are about to be put, or whose row went.
///
/// # Errors
/// `Busy` when one of them is being deleted at this moment.
pub(crate) async fn note(tx: &mut Tx, hashes: &[Hash]) -> Outcome<()> {
    let due_at = tx.now().plus_hours(HOURS);
    for hash in hashes {
        if store::upsert(tx, *hash, due_at).await? == 0 {
            return Err(Fault::Busy);
        }
    }
    Ok(())
}

/// Deletes blobs whose time has come and that nothing uses; how many.
///
/// # Errors
/// When the database or the blob store fails.
pub(crate) async fn collect(db: &Db, blobs: &Blobs) -> Outcome<usize> {
    while db.tx(async |tx| take_avatars(tx).await).await? {}
    let mut deleted = 0;
    loop {
        let claimed = db.tx(async |tx| claim(tx).await).await?;
        if claimed.is_empty() {
            return Ok(deleted);
        }
        for hash in &claimed {
            blobs.delete(*hash).await?;
        }
        deleted += claimed.len();
        db.tx(async move |tx| store::delete(tx, &claimed).await).await?;
    }
}

/// Notes some of the pictures that were members' own; whether there were any.
async fn take_avatars(tx: &mut Tx) -> Outcome<bool> {
    let taken = people::profile::store::take_discarded(tx, BATCH).await?;
    let hashes: Vec<Hash> = taken.iter().filter_map(|hash| hash.parse().ok()).collect();
    note(tx, &hashes).await?;
    Ok(!taken.is_empty())
}

/// Claims what is due and unused; forgets the notes of what is used.
async fn claim(tx: &mut Tx) -> Outcome<Vec<Hash>> {
    loop {
        let due = store::list_due(tx, tx.now(), BATCH).await?;
        if due.is_empty() {
            return Ok(due);
        }
        let mut used = store::used(tx, &due).await?;
        for hash in &due {
            if people::profile::store::find_avatar(tx, &hash.to_string()).await? {
                used.push(*hash);
            }
        }
        store::delete(tx, &used).await?;
        let unused: Vec<Hash> = due.into_iter().filter(|hash| !used.contains(hash)).collect();
        if !unused.is_empty() {
            store::update_claimed(tx, &unused).await?;
            return Ok(unused);
        }
    }
}
