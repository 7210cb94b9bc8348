//! The ledger's tables: drafts are booked in the transaction of what caused them, and read back
//! for balances and verification.

pub mod api;
pub(crate) mod store;
pub mod studio;

use db::Tx;
use kernel::{Fault, Money, Outcome};
use ledger::{Account, Balances, Book, Draft, Entry, Hash, Head, Verifier, Violation};

/// Entries that verification reads at one time.
const STEP: i64 = 500;

/// Books a draft: entry, lines, balances and the head of its book. Called inside a serialisable
/// transaction; the head's row is what two of them meet at.
///
/// # Errors
/// `Conflict` with `ledger.booked` when this cause was booked before, `Broken` when the draft is
/// wrong.
pub async fn book(tx: &mut Tx, book: Book, draft: Draft) -> Outcome<Entry> {
    let head = store::find_head_for_update(tx, book).await?;
    let fresh = head.is_none();
    let entry = Entry::post(&head.unwrap_or_else(|| Head::empty(book)), draft, tx.now())?;
    store::update_head(tx, &entry.head(), fresh).await?;
    store::insert_entry(tx, &entry).await?;
    store::insert_postings(tx, &entry).await?;
    store::update_balances(tx, &entry).await?;
    Ok(entry)
}

/// What a verification found.
#[derive(Debug, Clone)]
pub struct Verified {
    /// How many entries were read.
    pub entries: i64,
    /// The hash of the last entry, which covers every entry before it.
    pub hash: Hash,
    /// What stands on each account.
    pub balances: Balances,
    /// The first thing that is wrong, if anything is.
    pub violation: Option<Violation>,
}

impl Verified {
    /// What stands on each account as money, debits above zero.
    ///
    /// # Errors
    /// `Broken` for a sum that no amount of money holds.
    fn stands(&self) -> Outcome<Vec<(&Account, Money)>> {
        let wide = |e| Fault::broken("telling a balance", e);
        let money = |(account, currency, sum)| {
            Ok((account, Money::new(i64::try_from(sum).map_err(wide)?, currency)))
        };
        self.balances.iter().map(money).collect()
    }
}

/// At most `most` entries of a book before a number, the newest first, and how many stand before
/// them: numbers have no gaps, so they are counted back from it.
///
/// # Errors
/// When the database fails.
async fn before(tx: &Tx, book: Book, number: i64, most: i64) -> Outcome<(Vec<Entry>, i64)> {
    let end = number.clamp(1, store::find_last(tx, book).await?.saturating_add(1));
    let older = (end - 1 - most).max(0);
    let mut entries = store::list_entries(tx, book, older, end - 1 - older).await?;
    entries.reverse();
    Ok((entries, older))
}

/// Reads a book from its first entry to its last and compares it with the stored balances.
///
/// # Errors
/// When the database fails.
pub async fn verify(tx: &Tx, book: Book) -> Outcome<Verified> {
    let mut verifier = Verifier::new(book);
    let (mut entries, mut hash) = (0, Hash::NONE);
    let stored = store::balances(tx, book).await?;
    loop {
        let page = store::list_entries(tx, book, entries, STEP).await?;
        let read = i64::try_from(page.len()).map_err(|e| Fault::broken("counting entries", e))?;
        for entry in &page {
            if let Err(violation) = verifier.next(entry) {
                let violation = Some(violation);
                return Ok(Verified { entries, hash, balances: stored, violation });
            }
            (entries, hash) = (entries + 1, entry.hash());
        }
        if read < STEP {
            break;
        }
    }
    let violation = verifier.finish(Some(&stored)).err();
    Ok(Verified { entries, hash, balances: stored, violation })
}
