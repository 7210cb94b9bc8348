//! Several processes and nodes on one database.
#![expect(clippy::disallowed_methods, reason = "a child process is told what to do this way")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use db::{
    Args, Db, DbUrl, Engine, Entry, Event, EventId, Opening, Origin, Past, Subscriber, Tx, args,
    db_test, sql,
};
use kernel::{Id, Outcome, Ts};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::notes::{number, raise, write};

/// Something that is counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Counted {
    by: i64,
}

impl Event for Counted {
    const NAME: &'static str = "note.counted";
}

async fn add(tx: &mut Tx, by: i64) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO leases (name, holder, leased_until) VALUES ('sum', 'note', $1)
             ON CONFLICT (name) DO UPDATE
             SET leased_until = leases.leased_until + excluded.leased_until"
        ),
        args![by],
    )
    .await
    .map(drop)
}

/// A subscriber that sums up; in a child process it stops dead at 5, its effect written and its
/// cursor not yet moved.
fn summing(opening: Opening) -> Opening {
    opening.subscribe(Subscriber::later("sum").on(async |tx: &mut Tx, e: &Entry<Counted>| {
        add(tx, e.event.by).await?;
        if let (5, Ok(marker)) = (e.event.by, std::env::var("YAJI_TEST_MARKER")) {
            std::fs::write(marker, "the effect is written").unwrap();
            std::thread::sleep(Duration::from_secs(60));
        }
        Ok(())
    }))
}

/// Starts this test program again to do one thing with the same database.
fn child(db: &Db, what: &str, marker: &Path) -> Child {
    let url = match db.url() {
        DbUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DbUrl::Postgres(url) => url.clone(),
    };
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "cluster::a_second_process", "--nocapture"])
        .env("YAJI_TEST_CHILD", what)
        .env("YAJI_TEST_URL", url)
        .env("YAJI_TEST_MARKER", marker)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a child process does; nothing in an ordinary run.
#[test]
fn a_second_process() {
    let Ok(what) = std::env::var("YAJI_TEST_CHILD") else { return };
    let url: DbUrl = std::env::var("YAJI_TEST_URL").unwrap().parse().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let db = Db::open(summing(Opening::new(url))).await.unwrap();
        match what.as_str() {
            "apply" => drop(db.catch_up().await),
            "raise" => {
                for _ in 0..100 {
                    db.tx(async |tx| raise(tx, "count").await).await.unwrap();
                }
            }
            other => panic!("unknown: {other}"),
        }
        db.close().await;
    });
}

#[db_test(summing)]
async fn killed_between_effect_and_cursor_an_event_is_applied_exactly_once(db: Db) {
    for by in 1..=8 {
        db.tx(async move |tx| tx.announce(Counted { by }).await).await.unwrap();
    }
    db.numbered().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let marker = folder.path().join("marker");
    let mut child = child(&db, "apply", &marker);
    while !marker.exists() {
        assert!(child.try_wait().unwrap().is_none(), "the child ended too early");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // SIGKILL: nothing is cleaned up.
    child.kill().unwrap();
    child.wait().unwrap();
    db.catch_up().await.unwrap();
    assert_eq!(number(&db, "sum").await, Some(36));
}

#[db_test]
async fn two_processes_write_side_by_side_and_notice_each_other(db: Db) {
    db.tx(async |tx| write(tx, "count", 0).await).await.unwrap();
    let foreign = db.foreign_writes();
    let folder = tempfile::tempdir().unwrap();
    let mut child = child(&db, "raise", &folder.path().join("unused"));
    for _ in 0..100 {
        db.tx(async |tx| raise(tx, "count").await).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    while child.try_wait().unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(child.wait().unwrap().success());
    assert_eq!(number(&db, "count").await, Some(200));
    if db.engine() == Engine::Sqlite {
        assert!(foreign.has_changed().unwrap(), "what was cached is forgotten");
    }
}

#[db_test(summing)]
async fn events_that_commit_out_of_their_order_are_all_applied(db: Db) {
    let (drawn, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let waits = db.engine() == Engine::Postgres;
    let (tell, wait) = (Arc::clone(&drawn), Arc::clone(&go));
    let first = tokio::spawn(db.tx(async move |tx| {
        tx.announce(Counted { by: 1 }).await?;
        tell.notify_one();
        if waits {
            wait.notified().await;
        }
        Ok(())
    }));
    drawn.notified().await;
    db.tx(async |tx| tx.announce(Counted { by: 2 }).await).await.unwrap();
    db.catch_up().await.unwrap();
    if waits {
        assert_eq!(number(&db, "sum").await, Some(2), "the first is not committed yet");
    }
    go.notify_one();
    first.await.unwrap().unwrap();
    db.catch_up().await.unwrap();
    assert_eq!(number(&db, "sum").await, Some(3));
    let log = db.events_after(0, 10).await.unwrap();
    assert_eq!(log.iter().map(|e| e.position).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(log[0].id > log[1].id, waits, "positions follow commits, ids do not");
    assert_eq!(db.verify_chain().await.unwrap().broken_at, None);
}

#[db_test(summing)]
async fn two_nodes_make_different_ids_and_apply_each_event_once(db: Db) {
    let other = Db::open(summing(Opening::new(db.url().clone()).clock(db.clock().clone())));
    let other = other.await.unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let followers: Vec<_> = [&db, &other]
        .map(|node| {
            let (node, stopped) = (node.clone(), stopped.clone());
            tokio::spawn(async move { node.run_subscribers(stopped).await })
        })
        .into_iter()
        .collect();
    let writers: Vec<_> = (0..100)
        .map(|turn| {
            let node = if turn % 2 == 0 { db.clone() } else { other.clone() };
            tokio::spawn(async move {
                node.tx(async |tx| {
                    tx.announce(Counted { by: 1 }).await?;
                    Ok(tx.new_id::<EventId>())
                })
                .await
            })
        })
        .collect();
    let mut ids = std::collections::BTreeSet::new();
    for writer in writers {
        ids.insert(writer.await.unwrap().unwrap().get());
    }
    assert_eq!(ids.len(), 100);
    while number(&db, "sum").await != Some(100) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // The other node hears of positions that this one gave, and the log goes on when one leaves.
    other.close().await;
    db.tx(async |tx| tx.announce(Counted { by: 1 }).await).await.unwrap();
    while number(&db, "sum").await != Some(101) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send(true).unwrap();
    for follower in followers {
        follower.await.unwrap();
    }
    let report = db.verify_chain().await.unwrap();
    assert_eq!((report.sound, report.broken_at), (101, None));
}

#[db_test]
async fn what_a_node_loads_while_others_write_is_chained_with_it(db: Db) {
    let other = Db::open(Opening::new(db.url().clone())).await.unwrap();
    let load = async |tx: &mut Tx| {
        tx.origin(Origin::Seed);
        let past =
            |by| Past { event: Counted { by }, actor: None, occurred_at: Ts::from_micros(by) };
        tx.announce_past((1..=20).map(past).collect()).await
    };
    let live =
        (0..50).map(|_| tokio::spawn(db.tx(async |tx| tx.announce(Counted { by: 1 }).await)));
    let loads = (0..10).map(|_| tokio::spawn(other.tx(load)));
    for written in live.chain(loads).collect::<Vec<_>>() {
        written.await.unwrap().unwrap();
    }
    db.numbered().await.unwrap();
    // The first node gives the positions; it hears of those that it did not give.
    other.tx(load).await.unwrap();
    let mut newest = db.newest_position();
    if db.engine() == Engine::Postgres {
        newest.wait_for(|newest| *newest == 270).await.unwrap();
    }
    other.close().await;
    let report = db.verify_chain().await.unwrap();
    assert_eq!((report.sound, report.broken_at), (270, None));
}

#[db_test]
async fn a_sequencer_that_wakes_after_its_time_changes_nothing(db: Db) {
    if db.engine() == Engine::Sqlite {
        return;
    }
    db.tx(async |tx| tx.announce(Counted { by: 1 }).await).await.unwrap();
    db.numbered().await.unwrap();
    // Another node takes the row over while this one is paused: a new epoch.
    let stolen = sql!(
        "UPDATE sequencer SET holder = 'other', epoch = epoch + 1, leased_until = $1 WHERE id = 1"
    );
    let until = kernel::Clock::system().now().plus_seconds(3600);
    db.tx(async move |tx| tx.exec(stolen, args![until]).await).await.unwrap();
    for by in 2..=4 {
        db.tx(async move |tx| tx.announce(Counted { by }).await).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let numbered = sql!("SELECT count(*) FROM events WHERE position > 0");
    let count = async |db: &Db| {
        let counted: Option<i64> =
            db.read(async move |tx| tx.one(numbered, Args::default()).await).await.unwrap();
        counted
    };
    assert_eq!(count(&db).await, Some(1), "it has lost the row");
    let free = sql!("UPDATE sequencer SET leased_until = 0 WHERE id = 1");
    db.tx(async move |tx| tx.exec(free, Args::default()).await).await.unwrap();
    db.numbered().await.unwrap();
    assert_eq!(count(&db).await, Some(4));
    assert_eq!(db.verify_chain().await.unwrap().broken_at, None);
}

#[db_test]
async fn two_nodes_that_start_at_one_moment_migrate_once(db: Db) {
    let opened =
        futures_util::future::join_all((0..4).map(|_| Db::open(Opening::new(db.url().clone()))));
    for node in opened.await {
        let node = node.unwrap();
        let numbers = sql!("SELECT count(*) FROM nodes WHERE holder <> ''");
        let held: Option<i64> =
            node.read(async move |tx| tx.one(numbers, Args::default()).await).await.unwrap();
        assert!(held.is_some_and(|held| held >= 1));
        node.close().await;
    }
}

#[db_test]
async fn a_server_that_drops_its_connections_costs_nobody_an_answer(db: Db) {
    db.tx(async |tx| write(tx, "count", 0).await).await.unwrap();
    let drop_all = sql! {
        sqlite: "SELECT 1 WHERE 1 = 0",
        pg: "SELECT CAST(pg_terminate_backend(pid) AS BOOLEAN) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()"
    };
    for _ in 0..3 {
        let cut: Vec<bool> =
            db.read(async move |tx| tx.list(drop_all, Args::default()).await).await.unwrap();
        assert!(cut.iter().all(|cut| *cut));
        tokio::time::sleep(Duration::from_millis(20)).await;
        let callers: Vec<_> = (0..20)
            .map(|_| {
                tokio::spawn(db.tx(async |tx| {
                    tx.announce(Counted { by: 1 }).await?;
                    raise(tx, "count").await
                }))
            })
            .collect();
        for caller in callers {
            caller.await.unwrap().unwrap();
        }
    }
    assert_eq!(number(&db, "count").await, Some(60));
    db.numbered().await.unwrap();
    assert_eq!(db.verify_chain().await.unwrap().sound, 60);
}
