//! The event log and who follows it.

use db::{
    Args, ChainPlace, Db, Entry, Event, Opening, Origin, Past, Subscriber, Tx, args, db_test, sql,
};
use kernel::{Fault, Outcome, Ts};
use serde::{Deserialize, Serialize};

use super::notes;

/// Tea was poured.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct TeaPoured {
    cups: i64,
    pot: String,
}

impl Event for TeaPoured {
    const NAME: &'static str = "tea.poured";
    const VERSION: u16 = 2;

    fn subject(&self) -> Option<i64> {
        Some(self.cups)
    }

    fn upcast(version: u16, mut payload: serde_json::Value) -> Outcome<serde_json::Value> {
        assert_eq!(version, 1);
        payload["pot"] = "old".into();
        Ok(payload)
    }
}

fn poured(cups: i64) -> TeaPoured {
    TeaPoured { cups, pot: "clay".into() }
}

/// Adds the cups of an event to a running sum.
async fn add(tx: &mut Tx, name: &'static str, cups: i64) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO leases (name, holder, leased_until) VALUES ($1, 'note', $2)
             ON CONFLICT (name) DO UPDATE SET leased_until = leases.leased_until + excluded.leased_until"
        ),
        args![name, cups],
    )
    .await
    .map(drop)
}

async fn empty(tx: &mut Tx, name: &'static str) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM leases WHERE name = $1"), args![name]).await.map(drop)
}

/// Two subscribers that count cups: one in the transaction, one after it.
fn counting(opening: Opening) -> Opening {
    opening
        .subscribe(
            Subscriber::inline("cups.inline")
                .on(async |tx: &mut Tx, e: &Entry<TeaPoured>| add(tx, "inline", e.event.cups).await)
                .emptied_by(async |tx: &mut Tx| empty(tx, "inline").await),
        )
        .subscribe(
            Subscriber::later("cups.later")
                .on(async |tx: &mut Tx, e: &Entry<TeaPoured>| add(tx, "later", e.event.cups).await)
                .emptied_by(async |tx: &mut Tx| empty(tx, "later").await),
        )
        .subscribe(
            Subscriber::later("cups.live")
                .live_only()
                .on(async |tx: &mut Tx, e: &Entry<TeaPoured>| add(tx, "live", e.event.cups).await),
        )
}

/// A subscriber that refuses seven cups.
fn refusing(opening: Opening) -> Opening {
    opening.subscribe(Subscriber::later("cups.refusing").on(
        async |tx: &mut Tx, e: &Entry<TeaPoured>| {
            add(tx, "refusing", e.event.cups).await?;
            if e.event.cups == 7 { Err(Fault::Conflict("tea.too_much")) } else { Ok(()) }
        },
    ))
}

#[db_test]
async fn an_event_is_there_with_its_transaction_or_not_at_all(db: Db) {
    db.tx(async |tx| tx.announce(poured(1)).await).await.unwrap();
    let refused = db
        .tx(async |tx| {
            tx.announce(poured(2)).await?;
            Err::<(), _>(Fault::Conflict("tea.cold"))
        })
        .await;
    assert!(refused.is_err());
    db.tx(async |tx| tx.announce(poured(3)).await).await.unwrap();
    db.numbered().await.unwrap();
    let log = db.events_after(0, 10).await.unwrap();
    let cups: Vec<_> = log.iter().map(|e| e.decode::<TeaPoured>().unwrap().unwrap().cups).collect();
    assert_eq!(cups, [1, 3]);
    assert_eq!(log.iter().map(|e| e.position).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(log[0].subject, Some(1));
    assert_eq!(log[0].recorded_at, db::testing::START);
    assert_eq!(*db.newest_position().borrow(), 2);
}

#[db_test]
async fn the_events_of_a_transaction_are_written_together_and_in_their_order(db: Db) {
    let before = db.statements();
    db.tx(async |tx| {
        for cups in 1..=40 {
            tx.announce(poured(cups)).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let spent = db.statements() - before;
    assert!(spent < 20, "{spent} statements, those of whoever numbers events among them");
    db.numbered().await.unwrap();
    let log = db.events_after(0, 100).await.unwrap();
    assert!(log.iter().map(|event| event.subject).eq((1..=40).map(Some)));
    let report = db.verify_chain().await.unwrap();
    assert_eq!((report.sound, report.broken_at), (40, None));
}

#[db_test]
async fn a_transaction_that_asks_the_log_finds_its_own_events(db: Db) {
    let counted = db.tx(async |tx| {
        tx.announce(poured(1)).await?;
        tx.announce(poured(2)).await?;
        let count = sql!("SELECT count(*) FROM events");
        let found: Option<i64> = tx.one(count, Args::default()).await?;
        tx.announce(poured(3)).await?;
        Ok(found)
    });
    assert_eq!(counted.await.unwrap(), Some(2));
    db.numbered().await.unwrap();
    let log = db.events_after(0, 10).await.unwrap();
    assert!(log.iter().map(|event| event.subject).eq((1..=3).map(Some)));
}

#[db_test]
async fn a_failed_statement_leaves_no_event_even_if_swallowed(db: Db) {
    let swallowed = db.tx(async |tx| {
        notes::write(tx, "tea", 1).await?;
        tx.announce(poured(1)).await?;
        let _ = notes::write(tx, "tea", 2).await;
        Ok(())
    });
    assert_eq!(swallowed.await.unwrap_err().key(), "site.broken");
    db.numbered().await.unwrap();
    assert!(db.events_after(0, 10).await.unwrap().is_empty());
}

#[db_test]
async fn an_older_version_is_read_as_the_newest(db: Db) {
    db.tx(async |tx| {
        tx.announce(poured(4)).await?;
        let old = sql!("UPDATE events SET version = 1, payload = '{\"cups\":4}'");
        tx.exec(old, Args::default()).await
    })
    .await
    .unwrap();
    db.numbered().await.unwrap();
    let log = db.events_after(0, 1).await.unwrap();
    let event: TeaPoured = log[0].decode().unwrap().unwrap();
    assert_eq!((event.cups, event.pot.as_str()), (4, "old"));
}

#[db_test(counting)]
async fn subscribers_apply_each_event_once(db: Db) {
    for cups in 1..=4 {
        db.tx(async move |tx| tx.announce(poured(cups)).await).await.unwrap();
    }
    assert_eq!(notes::number(&db, "inline").await, Some(10));
    assert_eq!(notes::number(&db, "later").await, None);
    db.catch_up().await.unwrap();
    db.catch_up().await.unwrap();
    assert_eq!(notes::number(&db, "later").await, Some(10));
    assert_eq!(notes::number(&db, "live").await, Some(10));
}

#[db_test(counting)]
async fn imported_events_reach_projections_and_nobody_who_answers_to_live_ones(db: Db) {
    db.tx(async |tx| {
        tx.origin(Origin::Import);
        tx.occurring(Ts::from_micros(5));
        tx.announce(poured(2)).await
    })
    .await
    .unwrap();
    db.catch_up().await.unwrap();
    assert_eq!(notes::number(&db, "later").await, Some(2));
    assert_eq!(notes::number(&db, "live").await, None);
    let log = db.events_after(0, 1).await.unwrap();
    assert_eq!((log[0].origin, log[0].occurred_at), (Origin::Import, Ts::from_micros(5)));
}

#[db_test(counting)]
async fn a_rebuilt_projection_equals_the_live_one(db: Db) {
    for cups in 1..=150 {
        db.tx(async move |tx| tx.announce(poured(cups)).await).await.unwrap();
    }
    db.catch_up().await.unwrap();
    for (name, note) in [("cups.inline", "inline"), ("cups.later", "later")] {
        let live = notes::number(&db, note).await;
        assert_eq!(live, Some(150 * 151 / 2));
        db.tx(async move |tx| add(tx, note, 1_000_000).await).await.unwrap();
        db.rebuild(name).await.unwrap();
        assert_eq!(notes::number(&db, note).await, live, "{name}");
    }
    assert_eq!(db.rebuild("cups.live").await.unwrap_err().key(), "rebuild.unknown");
}

#[db_test(refusing)]
async fn an_event_that_is_refused_stops_its_subscriber_and_leaves_no_half_effect(db: Db) {
    for cups in [1, 7, 2] {
        db.tx(async move |tx| tx.announce(poured(cups)).await).await.unwrap();
    }
    assert_eq!(db.catch_up().await.unwrap_err().key(), "tea.too_much");
    assert_eq!(notes::number(&db, "refusing").await, None);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let follower = db.clone();
    let running = tokio::spawn(async move { follower.run_subscribers(stopped).await });
    let failed = sql!("SELECT failures, last_error FROM cursors WHERE name = 'cups.refusing'");
    let mut seen: Option<(i64, Option<String>)> = None;
    while seen.as_ref().is_none_or(|(failures, _)| *failures == 0) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        seen = db.read(async move |tx| tx.one(failed, Args::default()).await).await.unwrap();
    }
    stop.send(true).unwrap();
    running.await.unwrap();
    assert_eq!(seen.unwrap().1.as_deref(), Some("tea.too_much"));
    assert_eq!(notes::number(&db, "refusing").await, Some(1));
}

#[db_test(counting)]
async fn a_running_subscriber_follows_by_itself(db: Db) {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let follower = db.clone();
    let running = tokio::spawn(async move { follower.run_subscribers(stopped).await });
    for cups in 1..=20 {
        db.tx(async move |tx| tx.announce(poured(cups)).await).await.unwrap();
    }
    while notes::number(&db, "later").await != Some(210) {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    stop.send(true).unwrap();
    running.await.unwrap();
}

#[db_test]
async fn an_altered_event_is_found(db: Db) {
    for cups in 1..=30 {
        db.tx(async move |tx| tx.announce(poured(cups)).await).await.unwrap();
    }
    db.numbered().await.unwrap();
    let sound = db.verify_chain().await.unwrap();
    assert_eq!((sound.sound, sound.broken_at), (30, None));
    let altered = sql!("UPDATE events SET actor = 1 WHERE position = 17");
    db.tx(async move |tx| tx.exec(altered, Args::default()).await).await.unwrap();
    let found = db.verify_chain().await.unwrap();
    assert_eq!((found.sound, found.broken_at), (16, Some(17)));
}

#[db_test]
async fn a_log_whose_end_is_gone_is_found(db: Db) {
    for cups in 1..=5 {
        db.tx(async move |tx| tx.announce(poured(cups)).await).await.unwrap();
    }
    db.numbered().await.unwrap();
    let mut place = ChainPlace::start();
    assert_eq!(db.verify_chain_after(&mut place, i64::MAX).await.unwrap(), None);
    let removed = sql!("DELETE FROM events WHERE position > 3");
    db.tx(async move |tx| tx.exec(removed, Args::default()).await).await.unwrap();
    assert_eq!(db.verify_chain_after(&mut place, i64::MAX).await.unwrap(), Some(4));
    // From the first event on, a subscriber that has come further knows it too.
    let reached = sql!("INSERT INTO cursors (name, position, moved_at) VALUES ('tea', 5, 0)");
    db.tx(async move |tx| tx.exec(reached, Args::default()).await).await.unwrap();
    let found = db.verify_chain().await.unwrap();
    assert_eq!((found.sound, found.broken_at), (3, Some(4)));
}

#[db_test]
async fn a_removed_event_is_found(db: Db) {
    for cups in 1..=5 {
        db.tx(async move |tx| tx.announce(poured(cups)).await).await.unwrap();
    }
    db.numbered().await.unwrap();
    let removed = sql!("DELETE FROM events WHERE position = 3");
    db.tx(async move |tx| tx.exec(removed, Args::default()).await).await.unwrap();
    assert_eq!(db.verify_chain().await.unwrap().broken_at, Some(3));
}

#[db_test]
async fn many_events_of_the_past_are_chained_like_live_ones(db: Db) {
    db.tx(async |tx| tx.announce(poured(1)).await).await.unwrap();
    db.numbered().await.unwrap();
    let refused = db.tx(async |tx| tx.announce_past::<TeaPoured>(vec![]).await).await;
    assert!(refused.is_err(), "live events are announced one by one");
    db.tx(async |tx| {
        tx.origin(Origin::Seed);
        let past =
            |cups| Past { event: poured(cups), actor: None, occurred_at: Ts::from_micros(cups) };
        tx.announce_past((1..=3_000).map(past).collect()).await
    })
    .await
    .unwrap();
    db.numbered().await.unwrap();
    let report = db.verify_chain().await.unwrap();
    assert_eq!((report.sound, report.broken_at), (3_001, None));
    let last = db.events_after(3_000, 10).await.unwrap();
    assert_eq!((last.len(), last[0].subject, last[0].origin), (1, Some(3_000), Origin::Seed));
    assert_eq!(*db.newest_position().borrow(), 3_001);
}
