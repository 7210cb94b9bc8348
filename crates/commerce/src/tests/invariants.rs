//! The ledger's invariants, by their numbers in the catalogue of payment correctness.

use db::{Db, Tx, args, db_test, sql};
use kernel::{Cursor, Id as _};
use ledger::{Book, Draft};

use super::world::{Shop, YEAR, cny};
use crate::ledger_book::book;
use crate::payment::{self, PaymentId};

fn sandbox() -> ledger::Provider {
    "sandbox".parse().unwrap()
}

#[db_test]
async fn invariants_1_2_6_7_a_history_of_buying_balances_and_verifies(db: Db) {
    let shop = Shop::open(db).await;
    for amount in [None, Some(1), Some(YEAR - 1)] {
        let order = shop.buys().await;
        shop.refunds(&order, amount).await.unwrap();
    }
    shop.tells(&shop.notice("stray", "unknown", cny(77))).await.unwrap();
    let verified = shop.verified().await;
    assert_eq!((verified.entries, verified.violation), (7, None));
    assert!(verified.balances.trial().values().all(|sum| *sum == 0));
}

#[db_test]
async fn money_without_an_order_is_listed_in_its_own_book(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    for (reference, amount) in [("unknown one", cny(77)), ("unknown two", cny(78))] {
        shop.tells(&shop.notice(reference, reference, amount)).await.unwrap();
        shop.db.clock().advance(1);
    }
    let listed = async |book: Book, place: Cursor| {
        let rows = async move |tx: &Tx| payment::store::list_stray(tx, book, place, 1).await;
        let rows = shop.db.read(rows).await.unwrap();
        rows.first()
            .map(|row| (row.captured_minor, Cursor { at: row.created_at, id: row.id.get() }))
    };
    let (amount, place) = listed(Book::Sandbox, Cursor::START).await.unwrap();
    assert_eq!(amount, 78, "the newest first");
    let (amount, place) = listed(Book::Sandbox, place).await.unwrap();
    assert_eq!(amount, 77);
    assert_eq!(listed(Book::Sandbox, place).await, None, "the order's own money is not among it");
    assert_eq!(listed(Book::Live, Cursor::START).await, None);
}

#[db_test]
async fn invariant_3_entries_are_neither_changed_nor_deleted(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    for sql in [
        sql!("UPDATE ledger_entries SET booked_at = 0"),
        sql!("DELETE FROM ledger_entries"),
        sql!("UPDATE ledger_postings SET amount_minor = 1"),
        sql!("DELETE FROM ledger_postings"),
    ] {
        let tried = shop.db.tx(async move |tx| tx.exec(sql, args![]).await).await;
        assert_eq!(tried.unwrap_err().key(), "site.broken");
    }
}

#[db_test]
async fn invariant_5_one_cause_is_booked_once(db: Db) {
    let twice = async |db: &Db| {
        db.tx_serializable(async |tx| {
            let payment = PaymentId::from_i64(5);
            book(tx, Book::Sandbox, Draft::received(payment, sandbox(), cny(10))).await
        })
        .await
    };
    twice(&db).await.unwrap();
    assert_eq!(twice(&db).await.unwrap_err().key(), "ledger.booked");
}

#[db_test]
async fn invariant_9_no_more_goes_back_than_came(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    let tried = shop
        .db
        .tx(async |tx| {
            tx.exec(
                sql!("UPDATE payments SET refunded_minor = captured_minor, refunding_minor = 1"),
                args![],
            )
            .await
        })
        .await;
    assert_eq!(tried.unwrap_err().key(), "site.broken");
}

#[db_test]
async fn invariant_10_an_order_has_one_settling_payment(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.tells(&shop.notice("n1", &reference, cny(YEAR))).await.unwrap();
    let mut second = shop.notice("n2", &reference, cny(YEAR));
    second.transaction = "other".into();
    shop.tells(&second).await.unwrap();
    let tried = shop
        .db
        .tx(async |tx| tx.exec(sql!("UPDATE payments SET settles = TRUE"), args![]).await)
        .await;
    assert!(tried.is_err());
}

#[db_test]
async fn invariant_11_each_capture_has_one_entry_and_each_entry_its_capture(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    shop.tells(&shop.notice("stray", "unknown", cny(77))).await.unwrap();
    let captured =
        shop.count(sql!("SELECT COUNT(*) FROM payments WHERE state = 'succeeded'")).await;
    let booked = shop
        .count(sql!(
            "SELECT COUNT(*) FROM ledger_entries
             WHERE cause LIKE 'received:%' OR cause LIKE 'unapplied_booked:%'"
        ))
        .await;
    assert_eq!((captured, booked), (2, 2));
}

#[db_test]
async fn invariant_16_every_entitlement_of_an_order_has_a_paid_order(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    shop.visitor_orders().await;
    let without = shop
        .count(sql!(
            "SELECT COUNT(*) FROM entitlements e WHERE e.source = 'order' AND NOT EXISTS
                 (SELECT 1 FROM orders o WHERE o.id = e.source_id AND o.paid_at IS NOT NULL)"
        ))
        .await;
    let paid_without = shop
        .count(sql!(
            "SELECT COUNT(*) FROM orders o WHERE o.paid_at IS NOT NULL AND NOT EXISTS
                 (SELECT 1 FROM entitlements e WHERE e.source = 'order' AND e.source_id = o.id)"
        ))
        .await;
    assert_eq!((without, paid_without), (0, 0));
}

#[db_test]
async fn invariant_21_time_never_runs_backwards_in_a_book(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    shop.db.clock().advance(-86_400);
    shop.buys().await;
    assert!(shop.verified().await.violation.is_none());
}

#[db_test]
async fn invariant_23_sandbox_money_is_never_in_the_live_book(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    let live = shop.count(sql!("SELECT COUNT(*) FROM ledger_entries WHERE book = 'live'")).await;
    assert_eq!(live, 0);
    let tried = shop
        .db
        .tx_serializable(async |tx| {
            let payment = PaymentId::from_i64(5);
            book(tx, Book::Live, Draft::received(payment, sandbox(), cny(10))).await
        })
        .await;
    assert_eq!(tried.unwrap_err().key(), "site.broken");
}

#[db_test]
async fn invariant_7_a_stored_balance_that_was_changed_is_found(db: Db) {
    let shop = Shop::open(db).await;
    shop.buys().await;
    shop.db
        .tx(async |tx| {
            let change = sql!("UPDATE ledger_balances SET amount_minor = amount_minor * 2");
            tx.exec(change, args![]).await
        })
        .await
        .unwrap();
    assert_eq!(shop.verified().await.violation, Some(ledger::Violation::Balance));
}
