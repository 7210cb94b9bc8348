//! All SQL about the ledger: entries and lines are only ever added to.

use db::{Args, OnUnique as _, Tx, args, row, sql};
use kernel::{Currency, Fault, Money, Outcome, Ts};
use ledger::{Account, Balances, Book, Cause, Entry, Hash, Head, Posting};

row! {
    struct HeadRow {
        number: i64,
        booked_at: Ts,
        hash: Hash,
    }
}

row! {
    struct EntryRow {
        number: i64,
        cause: Cause,
        booked_at: Ts,
        hash: Hash,
    }
}

row! {
    struct PostingRow {
        number: i64,
        account: Account,
        amount_minor: i64,
        currency: Currency,
    }
}

pub(crate) async fn find_head_for_update(tx: &mut Tx, book: Book) -> Outcome<Option<Head>> {
    let row: Option<HeadRow> = tx
        .one(
            sql!(HeadRow:
                "SELECT number, booked_at, hash FROM ledger_books WHERE book = $1 {for_update}"),
            args![book],
        )
        .await?;
    Ok(row.map(|row| Head { book, number: row.number, at: row.booked_at, hash: row.hash }))
}

pub(crate) async fn update_head(tx: &mut Tx, head: &Head, fresh: bool) -> Outcome<()> {
    let values = args![head.book, head.number, head.at, head.hash];
    if fresh {
        tx.exec(
            sql!(
                "INSERT INTO ledger_books (book, number, booked_at, hash) VALUES ($1, $2, $3, $4)"
            ),
            values,
        )
        .await?;
        return Ok(());
    }
    tx.exec(
        sql!("UPDATE ledger_books SET number = $2, booked_at = $3, hash = $4 WHERE book = $1"),
        values,
    )
    .await?;
    Ok(())
}

pub(crate) async fn insert_entry(tx: &mut Tx, entry: &Entry) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO ledger_entries (book, number, cause, booked_at, hash)
             VALUES ($1, $2, $3, $4, $5)"
        ),
        args![entry.book(), entry.number(), entry.cause(), entry.at(), entry.hash()],
    )
    .await
    .on_unique("ledger_entries.book_cause", "ledger.booked")?;
    Ok(())
}

/// The lines of an entry.
pub(crate) async fn insert_postings(tx: &mut Tx, entry: &Entry) -> Outcome<()> {
    let row = |(line, posting): (i64, &Posting)| {
        let Posting { account, money } = posting;
        args![entry.book(), entry.number(), line, account, money.minor, money.currency]
    };
    tx.exec(
        sql!(
            "INSERT INTO ledger_postings (book, number, line, account, amount_minor, currency)
             VALUES {rows:6}"
        ),
        Args::rows((1..).zip(entry.postings()).map(row)),
    )
    .await?;
    Ok(())
}

/// Adds the lines of an entry to what stands on their accounts.
pub(crate) async fn update_balances(tx: &mut Tx, entry: &Entry) -> Outcome<()> {
    let mut rows = Vec::new();
    for (account, currency, minor) in Balances::of([entry]).iter() {
        let minor = i64::try_from(minor).map_err(|e| Fault::broken("summing up an entry", e))?;
        rows.push(args![entry.book(), account, currency, minor]);
    }
    tx.exec(
        sql!(
            "INSERT INTO ledger_balances (book, account, currency, amount_minor)
             VALUES {rows:4}
             ON CONFLICT (book, account, currency)
             DO UPDATE SET amount_minor = ledger_balances.amount_minor + excluded.amount_minor"
        ),
        Args::rows(rows),
    )
    .await?;
    Ok(())
}

/// What stands on each account, as it is stored.
pub(crate) async fn balances(tx: &Tx, book: Book) -> Outcome<Balances> {
    let rows: Vec<(Account, Currency, i64)> = tx
        .list(
            sql!(
                "SELECT account, currency, amount_minor FROM ledger_balances WHERE book = $1
                 ORDER BY account, currency"
            ),
            args![book],
        )
        .await?;
    let wide = |(account, currency, minor)| (account, currency, i128::from(minor));
    Ok(Balances::stored(rows.into_iter().map(wide)))
}

/// Entries after a number, in their order.
pub(crate) async fn list_entries(
    tx: &Tx,
    book: Book,
    after: i64,
    limit: i64,
) -> Outcome<Vec<Entry>> {
    let rows: Vec<EntryRow> = tx
        .list(
            sql!(EntryRow:
                "SELECT number, cause, booked_at, hash FROM ledger_entries
                 WHERE book = $1 AND number > $2 ORDER BY number LIMIT $3"),
            args![book, after, limit],
        )
        .await?;
    let last = rows.last().map_or(after, |row| row.number);
    let lines: Vec<PostingRow> = tx
        .list(
            sql!(PostingRow:
                "SELECT number, account, amount_minor, currency FROM ledger_postings
                 WHERE book = $1 AND number > $2 AND number <= $3 ORDER BY number, line"),
            args![book, after, last],
        )
        .await?;
    let entry = |row: EntryRow| {
        let postings = lines.iter().filter(|line| line.number == row.number).map(|line| Posting {
            account: line.account.clone(),
            money: Money::new(line.amount_minor, line.currency),
        });
        let head = Head { book, number: row.number, at: row.booked_at, hash: row.hash };
        Entry::stored(head, row.cause, postings.collect())
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// The number of the last entry of a book; 0 before the first.
pub(crate) async fn find_last(tx: &Tx, book: Book) -> Outcome<i64> {
    let number: Option<i64> =
        tx.one(sql!("SELECT number FROM ledger_books WHERE book = $1"), args![book]).await?;
    Ok(number.unwrap_or(0))
}
