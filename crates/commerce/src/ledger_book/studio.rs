//! The studio's ledger: balances, the newest entries, and whether the chain holds.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Cursor, Money, Outcome};
use ledger::{Account, Book, Entry};
use serde::Deserialize;
use web::{App, Cell, ColumnView, Pager, Query, Reply, RowView, Tab, TableView, Viewer, When};

use super::{Verified, before, store, verify};
use crate::Texts;
use crate::payment::{self, PaymentRow};

/// Entries on a page.
const PAGE: i64 = 50;
/// The most payments without an order on a page.
const STRAY: i64 = 100;

/// What stands behind the question mark.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    book: Option<String>,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "commerce/ledger.html")]
struct LedgerPage {
    shell: web::Shell,
    t: Texts,
    tabs: Vec<Tab>,
    says: String,
    holds: bool,
    balances: TableView,
    entries: TableView,
    pager: Pager,
    stray: Option<TableView>,
}

/// A book: what stands on each account, its newest entries, and what verification says.
///
/// # Errors
/// When the database fails.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Reply {
    let number = asked.before.unwrap_or(i64::MAX);
    let (book, verified, (entries, older), stray) = app
        .db()
        .read(async move |tx| {
            let book = opened(tx, asked.book.as_deref()).await?;
            let entries = before(tx, book, number, PAGE).await?;
            let stray = payment::store::list_stray(tx, book, Cursor::START, STRAY).await?;
            Ok((book, verify(tx, book).await?, entries, stray))
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let tab = |one: Book, label: &'static str| {
        Tab::new(format!("/studio/ledger?book={one}"), label, one == book)
    };
    web::html(&LedgerPage {
        shell: app.shell(&viewer).title(t.ledger_title()).at("/studio/ledger").build(),
        tabs: vec![tab(Book::Live, t.book_live()), tab(Book::Sandbox, t.book_sandbox())],
        says: says(t, &verified),
        holds: verified.violation.is_none(),
        balances: balances(t, &verified)?,
        entries: list(&app, &viewer, &entries),
        stray: (!stray.is_empty()).then(|| strays(&app, &viewer, &stray)),
        pager: Pager::on(
            web::Texts::new(viewer.locale),
            (older > 0).then(|| format!("?book={book}&before={}", older + 1)),
        ),
        t,
    })
}

/// The book that was asked for; else the real one, unless only the sandbox has entries.
async fn opened(tx: &Tx, asked: Option<&str>) -> Outcome<Book> {
    Ok(match asked {
        Some("sandbox") => Book::Sandbox,
        Some(_) => Book::Live,
        None if store::find_last(tx, Book::Live).await? > 0 => Book::Live,
        None if store::find_last(tx, Book::Sandbox).await? > 0 => Book::Sandbox,
        None => Book::Live,
    })
}

/// What an account is called.
fn account_word(t: Texts, account: &Account) -> String {
    match account {
        Account::Clearing(provider) => t.account_clearing(t.provider(provider.name())),
        other => t.account(&other.to_string()),
    }
}

fn says(t: Texts, verified: &Verified) -> String {
    match verified.violation {
        None => t.ledger_holds(verified.entries),
        Some(violation) => t.ledger_broken(violation),
    }
}

fn balances(t: Texts, verified: &Verified) -> Outcome<TableView> {
    let row = |(account, money): (&Account, Money)| {
        RowView::new(vec![
            Cell::Named(account_word(t, account), account.to_string()),
            Cell::Text(money.currency.to_string()),
            Cell::Text(money.exact()),
        ])
    };
    let rows = verified.stands()?.into_iter().map(row).collect();
    Ok(TableView {
        id: "balances".into(),
        caption: t.balances().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.column_account()).heading(),
            ColumnView::new(t.column_currency()),
            ColumnView::new(t.column_balance()).number(),
        ],
        rows,
        pick_all: None,
        empty: Some(t.ledger_empty().to_owned()),
        cards: true,
    })
}

fn list(app: &App, viewer: &Viewer, entries: &[Entry]) -> TableView {
    let (t, zone, now) = (Texts::new(viewer.locale), app.settings().zone.clone(), app.now());
    let row = |entry: &Entry| {
        let line = |posting: &ledger::Posting| {
            format!("{} {}", account_word(t, &posting.account), posting.money.exact())
        };
        RowView::new(vec![
            Cell::Text(entry.number().to_string()),
            Cell::Text(t.ledger_act(entry.cause().act.name())),
            Cell::When(When::new(entry.at(), now, &zone, viewer.locale)),
            Cell::Parts(entry.postings().iter().map(line).collect()),
            Cell::Code(entry.hash().to_string().chars().take(12).collect()),
        ])
    };
    TableView {
        id: "entries".into(),
        caption: t.entries().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.column_number()).heading(),
            ColumnView::new(t.column_act()),
            ColumnView::new(t.column_when()),
            ColumnView::new(t.column_lines()),
            ColumnView::new(t.column_hash()),
        ],
        rows: entries.iter().map(row).collect(),
        pick_all: None,
        empty: Some(t.ledger_empty().to_owned()),
        cards: true,
    }
}

/// Money that names no order of ours: it stands in `unapplied` until somebody finds its owner.
fn strays(app: &App, viewer: &Viewer, payments: &[PaymentRow]) -> TableView {
    let (t, zone, now) = (Texts::new(viewer.locale), app.settings().zone.clone(), app.now());
    let row = |payment: &PaymentRow| {
        RowView::new(vec![
            Cell::Code(payment.transaction_ref.clone().unwrap_or_default()),
            Cell::Text(t.provider(&payment.provider)),
            Cell::When(When::new(payment.created_at, now, &zone, viewer.locale)),
            Cell::Text(payment.money(payment.captured_minor).exact()),
        ])
    };
    TableView {
        id: "stray".into(),
        caption: t.stray().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.column_transaction()).heading(),
            ColumnView::new(t.way()),
            ColumnView::new(t.column_when()),
            ColumnView::new(t.fact_amount()).number(),
        ],
        rows: payments.iter().map(row).collect(),
        pick_all: None,
        empty: None,
        cards: true,
    }
}
