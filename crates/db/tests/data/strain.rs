//! Transactions under strain: callers that go, closures that take too long, writers that wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use db::{Args, Db, DbUrl, Engine, Opening, Tx, args, db_test, sql};
use kernel::{Fault, Outcome};
use tokio::sync::Barrier;

use super::notes::{names, number, raise, read, write};

/// A second connection to a test's file, as another program would open it.
fn other_program(db: &Db) -> Option<rusqlite::Connection> {
    match db.url() {
        DbUrl::Sqlite(path) => Some(rusqlite::Connection::open(path).unwrap()),
        DbUrl::Postgres(_) => None,
    }
}

#[db_test]
async fn a_caller_that_goes_while_its_closure_runs_does_not_stop_it(db: Db) {
    let answer = db.tx(async |tx| {
        write(tx, "tea", 1).await?;
        std::thread::sleep(Duration::from_millis(300));
        raise(tx, "tea").await
    });
    let gone = tokio::time::timeout(Duration::from_millis(100), answer).await;
    assert!(gone.is_err(), "the caller has gone");
    while number(&db, "tea").await != Some(2) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[db_test]
async fn a_statement_that_takes_too_long_is_stopped_and_leaves_nothing(db: Db) {
    let endless = sql!(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000000)
         SELECT count(*) FROM c"
    );
    let started = Instant::now();
    let late = db
        .patient(Duration::from_millis(300))
        .tx(async move |tx| {
            write(tx, "tea", 1).await?;
            tx.one::<i64>(endless, Args::default()).await
        })
        .await;
    assert_eq!(late.unwrap_err().key(), "site.busy");
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    db.tx(async |tx| write(tx, "coffee", 1).await).await.unwrap();
    assert_eq!(names(&db).await, ["coffee"]);
}

#[db_test]
async fn a_closure_that_waits_for_something_else_is_a_mistake(db: Db) {
    let waits = |db: Db| async move {
        db.tx(async |tx| {
            write(tx, "tea", 1).await?;
            tokio::task::yield_now().await;
            Ok(())
        })
        .await
    };
    let waited = tokio::spawn(waits(db.clone())).await;
    match db.engine() {
        Engine::Sqlite => assert!(waited.unwrap_err().is_panic()),
        Engine::Postgres => waited.unwrap().unwrap(),
    }
    db.tx(async |tx| write(tx, "coffee", 1).await).await.unwrap();
    let kept = names(&db).await;
    assert_eq!(kept.contains(&"tea".to_owned()), db.engine() == Engine::Postgres);
}

#[db_test]
async fn siblings_of_a_closure_that_rolls_everything_back_are_kept(db: Db) {
    let Some(other) = other_program(&db) else { return };
    other
        .execute_batch(
            "CREATE TRIGGER bomb BEFORE INSERT ON leases WHEN new.name = 'bomb'
             BEGIN SELECT RAISE(ROLLBACK, 'everything is rolled back'); END",
        )
        .unwrap();
    // The lock lets the closures gather, so that they share one commit.
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let callers: Vec<_> = ["a", "b", "bomb", "c", "d"]
        .map(|name| (name, tokio::spawn(db.tx(async move |tx| write(tx, name, 1).await))))
        .into_iter()
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    other.execute_batch("COMMIT").unwrap();
    for (name, caller) in callers {
        assert_eq!(caller.await.unwrap().is_ok(), name != "bomb", "{name}");
    }
    assert_eq!(names(&db).await, ["a", "b", "c", "d"]);
}

#[db_test]
async fn a_refusal_waits_for_the_commit_that_it_rests_on(db: Db) {
    let callers: Vec<_> =
        (0..50).map(|_| tokio::spawn(db.tx(async |tx| write(tx, "tea", 1).await))).collect();
    let mut wrote = 0;
    for caller in callers {
        match caller.await.unwrap() {
            Ok(()) => wrote += 1,
            Err(fault) => assert_eq!(fault.key(), "note.taken"),
        }
    }
    assert_eq!(wrote, 1);
}

#[db_test]
async fn a_writer_waits_for_another_program_and_says_busy_when_it_must(db: Db) {
    let Some(other) = other_program(&db) else { return };
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = db.patient(Duration::from_millis(200)).tx(async |tx| write(tx, "a", 1).await).await;
    assert_eq!(busy.unwrap_err().key(), "site.busy");
    let waiting = tokio::spawn(db.tx(async |tx| write(tx, "b", 1).await));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!waiting.is_finished());
    other.execute_batch("COMMIT").unwrap();
    waiting.await.unwrap().unwrap();
    assert_eq!(names(&db).await, ["b"]);
}

#[db_test]
async fn more_callers_than_there_is_room_for_are_told_busy_at_once(db: Db) {
    let slow = tokio::spawn(db.tx(async |tx| {
        write(tx, "slow", 1).await?;
        std::thread::sleep(Duration::from_millis(500));
        Ok(())
    }));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let crowd: Vec<_> = (0..20_000).map(|_| db.tx(async |tx| read(tx, "slow").await)).collect();
    let mut busy = 0;
    for answer in crowd {
        match answer.await {
            Ok(_) => {}
            Err(fault) => {
                assert_eq!(fault.key(), "site.busy");
                busy += 1;
            }
        }
    }
    assert!(busy > 0);
    slow.await.unwrap().unwrap();
}

#[db_test]
async fn a_transaction_that_loses_to_another_runs_again(db: Db) {
    db.tx(async |tx| {
        write(tx, "a", 0).await?;
        write(tx, "b", 0).await
    })
    .await
    .unwrap();
    let (runs, both) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
    let meets = db.engine() == Engine::Postgres;
    // A node runs what must be alone one after the other: two nodes meet.
    let other = match meets {
        true => Db::open(Opening::new(db.url().clone())).await.unwrap(),
        false => db.clone(),
    };
    // Each reads both notes and raises one: run one after the other, the sums differ.
    let racer = |db: &Db, mine: &'static str| {
        let (runs, both) = (Arc::clone(&runs), Arc::clone(&both));
        db.tx_serializable(async move |tx| {
            let sum = read(tx, "a").await?.unwrap_or(0) + read(tx, "b").await?.unwrap_or(0);
            if runs.fetch_add(1, Ordering::SeqCst) < 2 && meets {
                both.wait().await;
            }
            set(tx, mine, sum + 1).await
        })
    };
    let (first, second) = (tokio::spawn(racer(&db, "a")), tokio::spawn(racer(&other, "b")));
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    let mut numbers = [number(&db, "a").await.unwrap(), number(&db, "b").await.unwrap()];
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2], "as if one ran after the other");
    assert_eq!(runs.load(Ordering::SeqCst), if meets { 3 } else { 2 });
}

async fn set(tx: &mut Tx, name: &str, to: i64) -> Outcome<()> {
    let set = sql!("UPDATE leases SET leased_until = $1 WHERE name = $2");
    tx.exec(set, args![to, name]).await.map(drop)
}

#[db_test]
async fn a_read_sees_one_moment(db: Db) {
    db.tx(async |tx| write(tx, "tea", 1).await).await.unwrap();
    let (seen, raised) = (std::sync::mpsc::channel::<()>(), std::sync::mpsc::channel::<()>());
    let (tell, ask) = (seen.0, std::sync::Mutex::new(raised.1));
    let reading = tokio::spawn(db.read(async move |tx| {
        let before = read(tx, "tea").await?;
        tell.send(()).unwrap();
        ask.lock().unwrap().recv_timeout(Duration::from_secs(4)).unwrap();
        Ok((before, read(tx, "tea").await?))
    }));
    tokio::task::spawn_blocking(move || seen.1.recv().unwrap()).await.unwrap();
    let raise_elsewhere = async {
        // PostgreSQL's threads take turns: one of the next goes to a thread that is free.
        for _ in 0..4 {
            let quick = db.patient(Duration::from_millis(300));
            if quick.tx(async |tx| raise(tx, "tea").await).await.is_ok() {
                return;
            }
        }
        panic!("nobody could write");
    };
    raise_elsewhere.await;
    raised.0.send(()).unwrap();
    assert_eq!(reading.await.unwrap().unwrap(), (Some(1), Some(1)));
}

#[db_test]
async fn a_closed_database_refuses(db: Db) {
    let again = db.clone();
    db.close().await;
    let refused: Outcome<()> = again.tx(async |tx| write(tx, "tea", 1).await).await;
    assert!(matches!(refused, Err(Fault::Busy)));
}
