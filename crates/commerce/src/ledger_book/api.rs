//! The ledger as JSON: what stands on each account, and every entry.

use axum::extract::State;
use db::Tx;
use kernel::{Cursor, Fault, Id as _, List, Money, Outcome, Ts};
use ledger::{Account, Book, Entry, Posting};
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, JsonList, ListQuery, Path, Query, Reply};

use super::{Verified, before, verify};
use crate::order::api::MoneyJson;
use crate::payment::{self, PaymentId, PaymentRow};

/// An amount on a ledger account: debits above zero, credits below.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingJson {
    /// `clearing:` and the provider's name, `bank`, `sales`, `refunds`, `fees`, `unapplied`, `held`.
    account: String,
    #[serde(flatten)]
    amount: MoneyJson,
}

/// What was booked. Its postings sum to zero.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryJson {
    /// From 1, without gaps.
    number: i64,
    /// `received`, `fee`, `refunded`, `unapplied_booked`, `unapplied_applied`,
    /// `unapplied_refunded`, `settled`, `corrected`.
    act: &'static str,
    /// The act and the id of the payment or refund that made it necessary.
    cause: String,
    #[schema(value_type = String, format = DateTime)]
    booked_at: Ts,
    postings: Vec<PostingJson>,
    /// Covers the entry and, by the hash of the one before, every entry before it.
    hash: String,
}

/// What stands on the accounts of a book, and whether its entries say the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct BalancesJson {
    balances: Vec<PostingJson>,
    /// How many entries were read for it.
    entries: i64,
    /// The hash of the last of them.
    hash: String,
    /// Whether the chain holds and its entries sum up to the balances.
    holds: bool,
    /// What is wrong first, where it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    violation: Option<String>,
}

/// Money that names no order: it stands in `unapplied` until its owner is found.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnappliedJson {
    #[schema(value_type = String)]
    id: PaymentId,
    provider: String,
    /// The provider's own name of it.
    transaction: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
    #[serde(flatten)]
    amount: MoneyJson,
}

impl From<PaymentRow> for UnappliedJson {
    fn from(row: PaymentRow) -> Self {
        let amount = row.money(row.captured_minor).into();
        Self {
            id: row.id,
            provider: row.provider,
            transaction: row.transaction_ref,
            created_at: row.created_at,
            amount,
        }
    }
}

impl From<&Posting> for PostingJson {
    fn from(posting: &Posting) -> Self {
        Self { account: posting.account.to_string(), amount: posting.money.into() }
    }
}

impl From<Entry> for EntryJson {
    fn from(entry: Entry) -> Self {
        Self {
            number: entry.number(),
            act: entry.cause().act.name(),
            cause: entry.cause().to_string(),
            booked_at: entry.at(),
            postings: entry.postings().iter().map(PostingJson::from).collect(),
            hash: entry.hash().to_string(),
        }
    }
}

impl BalancesJson {
    fn of(verified: &Verified) -> Outcome<Self> {
        let stands = verified.stands()?.into_iter();
        let posting = |(account, money): (&Account, Money)| PostingJson {
            account: account.to_string(),
            amount: money.into(),
        };
        Ok(Self {
            balances: stands.map(posting).collect(),
            entries: verified.entries,
            hash: verified.hash.to_string(),
            holds: verified.violation.is_none(),
            violation: verified.violation.map(|violation| violation.to_string()),
        })
    }
}

fn named(book: &str) -> Outcome<Book> {
    book.parse().map_err(|_unknown| Fault::Missing("ledger.missing"))
}

/// The entries of a book, the newest first.
///
/// # Errors
/// `Missing` for an unknown book, `Invalid` for a bad cursor or limit.
#[utoipa::path(get, path = "/api/v1/ledger/{book}/entries", tag = "commerce",
    params(("book" = String, Path, description = "`live`, or `sandbox` whose money does not exist"),
        ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<EntryJson>)))]
pub async fn list(
    State(app): State<App>,
    Path(book): Path<String>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let book = named(&book)?;
    let name = format!("ledger entries {book}");
    let (place, size) = (query.place(&app, &name)?, query.size()?);
    let read = async move |tx: &Tx| before(tx, book, place.id, size.probe()).await;
    let (entries, _) = app.db().read(read).await?;
    let page = List::cut(entries, size, |entry| Cursor { at: entry.at(), id: entry.number() });
    web::json(&JsonList::of(&app, &name, page.map(EntryJson::from)))
}

/// What stands on the accounts of a book. All its entries are read and compared with it.
///
/// # Errors
/// `Missing` for an unknown book.
#[utoipa::path(get, path = "/api/v1/ledger/{book}/balances", tag = "commerce",
    params(("book" = String, Path, description = "`live`, or `sandbox` whose money does not exist")),
    responses((status = 200, body = BalancesJson)))]
pub async fn balances(State(app): State<App>, Path(book): Path<String>) -> Reply {
    let book = named(&book)?;
    let verified = app.db().read(async move |tx| verify(tx, book).await).await?;
    web::json(&BalancesJson::of(&verified)?)
}

/// The money of a book that names no order, the newest first.
///
/// # Errors
/// `Missing` for an unknown book, `Invalid` for a bad cursor or limit.
#[utoipa::path(get, path = "/api/v1/ledger/{book}/unapplied", tag = "commerce",
    params(("book" = String, Path, description = "`live`, or `sandbox` whose money does not exist"),
        ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<UnappliedJson>)))]
pub async fn unapplied(
    State(app): State<App>,
    Path(book): Path<String>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let book = named(&book)?;
    let name = format!("ledger unapplied {book}");
    let (place, size) = (query.place(&app, &name)?, query.size()?);
    let rows = app
        .db()
        .read(async move |tx| payment::store::list_stray(tx, book, place, size.probe()).await)
        .await?;
    let page = List::cut(rows, size, |row| Cursor { at: row.created_at, id: row.id.get() });
    web::json(&JsonList::of(&app, &name, page.map(UnappliedJson::from)))
}
