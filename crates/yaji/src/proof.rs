//! The proof that data is whole: the log's chain, the ledger's books, the files by their hashes.

pub(crate) mod store;

use std::collections::HashSet;

use blob::{Blobs, Hash};
use commerce::ledger_book;
use db::Db;
use futures_util::TryStreamExt as _;
use kernel::{Fault, Outcome};
use ledger::Book;
use serde::{Deserialize, Serialize};

/// Hashes that are read from the database at once.
const STEP: i64 = 1_000;
/// Seconds that one book of the ledger may take to be read.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3_600);

/// The end of the event log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogEnd {
    /// How many events there are.
    pub(crate) position: i64,
    /// The hash of the last, which covers all.
    pub(crate) hash: String,
}

/// The end of one book of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BookEnd {
    /// Which book.
    pub(crate) book: String,
    /// How many entries there are.
    pub(crate) entries: i64,
    /// The hash of the last, which covers all.
    pub(crate) hash: String,
}

/// Reads every event; the log's end.
///
/// # Errors
/// `Broken` with the first event that is not as it was written.
pub(crate) async fn log(db: &Db) -> Outcome<LogEnd> {
    let report = db.verify_chain().await?;
    if let Some(position) = report.broken_at {
        let text = format!("event {position} is not as it was written");
        return Err(Fault::broken("checking the log", text));
    }
    let end = db.chain_end().await?;
    Ok(LogEnd { position: report.sound, hash: hex::encode(end.hash) })
}

/// Reads every entry of both books and compares the stored balances; the books' ends.
///
/// # Errors
/// `Broken` with the first entry that is wrong.
pub(crate) async fn ledger(db: &Db) -> Outcome<Vec<BookEnd>> {
    let mut ends = Vec::new();
    for book in [Book::Live, Book::Sandbox] {
        let patient = db.patient(PATIENCE);
        let found = patient.read(async move |tx| ledger_book::verify(tx, book).await).await?;
        if let Some(violation) = found.violation {
            let text = format!("the {book} book: {violation}");
            return Err(Fault::broken("checking the ledger", text));
        }
        let hash = found.hash.to_string();
        ends.push(BookEnd { book: book.to_string(), entries: found.entries, hash });
    }
    Ok(ends)
}

/// The files that the database names and the store does not keep.
///
/// # Errors
/// When the database or the store fails.
pub(crate) async fn missing_files(db: &Db, blobs: &Blobs) -> Outcome<Vec<String>> {
    let kept: HashSet<Hash> = blobs.hashes().map_ok(|(hash, _)| hash).try_collect().await?;
    let mut missing = Vec::new();
    for list in [store::list_pictures, store::list_avatars] {
        let mut after = String::new();
        loop {
            let from = after.clone();
            let named = db.read(async move |tx| list(tx, &from, STEP).await).await?;
            let Some(last) = named.last() else { break };
            after.clone_from(last);
            let is_gone = |name: &&String| !name.parse().is_ok_and(|hash| kept.contains(&hash));
            missing.extend(named.iter().filter(is_gone).cloned());
        }
    }
    Ok(missing)
}
