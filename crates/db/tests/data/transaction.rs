//! Transactions: what is kept, what is refused, and who is told.

use std::time::Duration;

use db::{Db, args, db_test, sql};
use kernel::Fault;

use super::notes::{names, number, raise, read, write};

#[db_test]
async fn what_a_transaction_answered_is_there_for_the_next(db: Db) {
    let answer = db
        .tx(async |tx| {
            write(tx, "tea", 7).await?;
            read(tx, "tea").await
        })
        .await
        .unwrap();
    assert_eq!(answer, Some(7));
    assert_eq!(number(&db, "tea").await, Some(7));
}

#[db_test]
async fn a_refused_transaction_leaves_nothing(db: Db) {
    let refused = db
        .tx(async |tx| {
            write(tx, "tea", 1).await?;
            Err::<(), _>(Fault::Conflict("note.refused"))
        })
        .await;
    assert_eq!(refused.unwrap_err().key(), "note.refused");
    assert_eq!(names(&db).await, Vec::<String>::new());
}

#[db_test]
async fn a_value_that_exists_is_a_conflict_with_the_callers_key(db: Db) {
    db.tx(async |tx| write(tx, "tea", 1).await).await.unwrap();
    let taken = db.tx(async |tx| write(tx, "tea", 2).await).await.unwrap_err();
    assert_eq!(taken.key(), "note.taken");
    assert_eq!(number(&db, "tea").await, Some(1));
}

#[db_test]
async fn a_failed_statement_fails_the_transaction_even_if_swallowed(db: Db) {
    db.tx(async |tx| write(tx, "tea", 1).await).await.unwrap();
    let swallowed = db
        .tx(async |tx| {
            write(tx, "coffee", 1).await?;
            let _ = write(tx, "tea", 2).await;
            Ok(())
        })
        .await
        .unwrap_err();
    assert_eq!(swallowed.key(), "site.broken");
    assert_eq!(names(&db).await, ["tea"]);
}

#[db_test]
async fn a_statement_after_a_failed_one_is_refused(db: Db) {
    let refused = db
        .tx(async |tx| {
            let _ =
                tx.exec(sql!("UPDATE leases SET leased_until = NULL WHERE 1 = 0"), args![]).await;
            let _ = tx
                .exec(
                    sql!(
                        "INSERT INTO leases (name, holder, leased_until) VALUES ('a', 'note', NULL)"
                    ),
                    args![],
                )
                .await;
            write(tx, "b", 1).await
        })
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("after one that failed"), "{refused}");
    assert_eq!(names(&db).await, Vec::<String>::new());
}

#[db_test]
async fn a_panic_is_broken_and_the_next_transaction_runs(db: Db) {
    let broken = db
        .tx(async |tx| {
            write(tx, "tea", 1).await?;
            if tx.now().micros() > 0 {
                panic!("a closure that panics");
            }
            Ok(())
        })
        .await
        .unwrap_err();
    assert!(broken.to_string().contains("a closure that panics"), "{broken}");
    db.tx(async |tx| write(tx, "coffee", 1).await).await.unwrap();
    assert_eq!(names(&db).await, ["coffee"]);
}

#[db_test]
async fn a_transaction_inside_a_transaction_is_refused(db: Db) {
    let inner = db.clone();
    let refused = db
        .tx(async move |tx| {
            write(tx, "tea", 1).await?;
            inner.tx(async |tx| write(tx, "coffee", 1).await).await
        })
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("inside a transaction"), "{refused}");
    assert_eq!(names(&db).await, Vec::<String>::new());
}

#[db_test]
async fn a_caller_that_goes_before_its_closure_starts_never_ran(db: Db) {
    let blocker = db.clone();
    let busy = tokio::spawn(async move {
        blocker
            .tx(async |tx| {
                write(tx, "first", 1).await?;
                std::thread::sleep(Duration::from_millis(300));
                Ok(())
            })
            .await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut dropped = Vec::new();
    for _ in 0..200 {
        dropped.push(db.tx(async |tx| raise(tx, "first").await));
    }
    drop(dropped);
    busy.await.unwrap().unwrap();
    db.tx(async |tx| write(tx, "last", 1).await).await.unwrap();
    if db.engine() == db::Engine::Sqlite {
        assert_eq!(number(&db, "first").await, Some(1));
    }
}

#[db_test]
async fn two_hundred_callers_at_once_lose_nothing(db: Db) {
    db.tx(async |tx| write(tx, "count", 0).await).await.unwrap();
    let callers: Vec<_> = (0..200)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move { db.tx(async |tx| raise(tx, "count").await).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap(), 1);
    }
    assert_eq!(number(&db, "count").await, Some(200));
}

#[db_test]
async fn a_list_of_any_length_finds_its_rows(db: Db) {
    db.tx(async |tx| {
        for name in ["a", "b", "c", "d", "e"] {
            write(tx, name, 1).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    for (asked, found) in [(vec![], 0), (vec!["a"], 1), (vec!["a", "c", "e", "x"], 3)] {
        let rows = db
            .read(async move |tx| {
                tx.list::<String>(
                    sql!("SELECT name FROM leases WHERE name IN ({list}) AND holder = $1"),
                    args!["note"].list(&asked),
                )
                .await
            })
            .await
            .unwrap();
        assert_eq!(rows.len(), found);
    }
}
