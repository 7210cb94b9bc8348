//! The job queue.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::{Args, Db, Job, Run, Tx, Workers, args, db_test, sql};
use kernel::{Fault, Outcome, Zone};
use serde::{Deserialize, Serialize};

use super::notes;

/// Boil water.
#[derive(Debug, Serialize, Deserialize)]
struct BoilWater {
    litres: i64,
}

impl Job for BoilWater {
    const KIND: &'static str = "water.boil";
    const ATTEMPTS: i32 = 3;

    fn dedupe_key(&self) -> Option<String> {
        (self.litres == 99).then(|| "kettle".to_owned())
    }
}

/// Workers that count litres and refuse thirteen.
fn boiling(db: &Db, boiled: &Arc<AtomicI64>) -> Workers {
    let boiled = Arc::clone(boiled);
    Workers::new(db.clone()).on(move |job: BoilWater, _run: Run| {
        let boiled = Arc::clone(&boiled);
        async move {
            boiled.fetch_add(job.litres, Ordering::SeqCst);
            match job.litres {
                13 => Err(Fault::Conflict("water.unlucky")),
                14 => panic!("the kettle exploded"),
                _ => Ok(()),
            }
        }
    })
}

async fn push(db: &Db, litres: i64) {
    db.tx(async move |tx| tx.push(BoilWater { litres }).await).await.unwrap();
}

async fn states(db: &Db) -> Vec<(String, i64)> {
    let all = sql!("SELECT state, count(*) AS jobs FROM jobs GROUP BY state ORDER BY state");
    db.read(async move |tx| tx.list(all, Args::default()).await).await.unwrap()
}

#[db_test]
async fn a_job_is_done_when_its_transaction_was_committed_and_only_then(db: Db) {
    let boiled = Arc::default();
    let workers = boiling(&db, &boiled);
    push(&db, 2).await;
    let refused = db
        .tx(async |tx| {
            tx.push(BoilWater { litres: 40 }).await?;
            Err::<(), _>(Fault::Conflict("water.cold"))
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(workers.drain().await.unwrap(), 1);
    assert_eq!(boiled.load(Ordering::SeqCst), 2);
    assert_eq!(states(&db).await, [("done".to_owned(), 1)]);
}

#[db_test]
async fn a_failed_job_is_tried_again_later_and_then_lies_dead(db: Db) {
    let boiled = Arc::default();
    let workers = boiling(&db, &boiled);
    push(&db, 13).await;
    for tries in 1..=3 {
        assert_eq!(workers.drain().await.unwrap(), 1, "try {tries}");
        assert_eq!(workers.drain().await.unwrap(), 0, "it waits");
        db.clock().advance(60);
    }
    assert_eq!(workers.drain().await.unwrap(), 0);
    assert_eq!(boiled.load(Ordering::SeqCst), 39);
    let dead = db.dead_jobs().await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!((dead[0].attempts, dead[0].last_error.as_deref()), (3, Some("water.unlucky")));

    db.revive_job(dead[0].id).await.unwrap();
    assert_eq!(workers.drain().await.unwrap(), 1);
    assert_eq!(db.revive_job(dead[0].id).await.unwrap_err().key(), "job.missing");
}

/// Stir the tea: what only a newer program does.
#[derive(Debug, Serialize, Deserialize)]
struct StirTea {}

impl Job for StirTea {
    const KIND: &'static str = "tea.stir";
}

#[db_test]
async fn a_job_of_an_unknown_kind_is_left_untried_to_the_node_that_knows_it(db: Db) {
    let boiled = Arc::default();
    let older = boiling(&db, &boiled);
    db.tx(async |tx| tx.push(StirTea {}).await).await.unwrap();
    push(&db, 2).await;
    for _ in 0..20 {
        let _ = older.drain().await.unwrap();
        db.clock().advance(120);
    }
    assert_eq!(boiled.load(Ordering::SeqCst), 2, "it holds up no other");
    let tries = sql!("SELECT attempts FROM jobs WHERE kind = 'tea.stir' AND state = 'waiting'");
    let tried: Option<i64> =
        db.read(async move |tx| tx.one(tries, Args::default()).await).await.unwrap();
    assert_eq!(tried, Some(0));
    let left = db.figures().await.unwrap().left.unwrap();
    assert_eq!(left, "tea.stir", "somebody is told that nobody does it");
    let newer = boiling(&db, &boiled).on(|_job: StirTea, _run: Run| async { Ok(()) });
    assert_eq!(newer.drain().await.unwrap(), 1);
    assert_eq!(db.figures().await.unwrap().left, None);
}

#[db_test]
async fn a_job_that_panics_is_a_failed_job(db: Db) {
    let boiled = Arc::default();
    let workers = boiling(&db, &boiled);
    push(&db, 14).await;
    assert_eq!(workers.drain().await.unwrap(), 1);
    push(&db, 1).await;
    assert_eq!(workers.drain().await.unwrap(), 1);
    assert_eq!(boiled.load(Ordering::SeqCst), 15);
}

#[db_test]
async fn a_job_whose_worker_died_is_tried_again_when_its_lease_lapses(db: Db) {
    push(&db, 1).await;
    // A worker that claims the job and is never heard of again.
    let claim = sql!("UPDATE jobs SET leased_until = $1, lease = 1, attempts = attempts + 1");
    let until = db.clock().now().plus_seconds(60);
    for attempt in 1..=3 {
        db.tx(async move |tx| tx.exec(claim, args![until]).await).await.unwrap();
        let boiled = Arc::default();
        assert_eq!(boiling(&db, &boiled).drain().await.unwrap(), 0, "leased, try {attempt}");
    }
    db.clock().advance(61);
    let boiled = Arc::default();
    assert_eq!(boiling(&db, &boiled).drain().await.unwrap(), 1);
    assert_eq!(boiled.load(Ordering::SeqCst), 0, "a job that kills its worker is not run for ever");
    assert_eq!(db.dead_jobs().await.unwrap().len(), 1);
}

#[db_test]
async fn a_job_ends_in_the_transaction_of_its_effect_at_most_once(db: Db) {
    let inner = db.clone();
    let workers = Workers::new(db.clone()).on(move |job: BoilWater, run: Run| {
        let db = inner.clone();
        async move {
            let effect = async move |tx: &mut Tx| -> Outcome<()> {
                notes::write(tx, "boiled", job.litres).await?;
                run.finish(tx).await
            };
            db.tx(effect).await
        }
    });
    push(&db, 5).await;
    assert_eq!(workers.drain().await.unwrap(), 1);
    assert_eq!(notes::number(&db, "boiled").await, Some(5));
    assert_eq!(states(&db).await, [("done".to_owned(), 1)]);
}

#[db_test]
async fn the_same_job_waits_once(db: Db) {
    let boiled = Arc::default();
    for _ in 0..3 {
        push(&db, 99).await;
    }
    assert_eq!(boiling(&db, &boiled).drain().await.unwrap(), 1);
    push(&db, 99).await;
    assert_eq!(boiling(&db, &boiled).drain().await.unwrap(), 1);
    assert_eq!(boiled.load(Ordering::SeqCst), 198);
}

#[db_test]
async fn running_workers_do_each_job_once_however_many_they_are(db: Db) {
    let boiled: Arc<AtomicI64> = Arc::default();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running: Vec<_> = (0..3)
        .map(|_| {
            let (workers, stopped) = (boiling(&db, &boiled), stopped.clone());
            tokio::spawn(async move { workers.run(stopped).await })
        })
        .collect();
    for _ in 0..40 {
        push(&db, 1).await;
    }
    while states(&db).await != [("done".to_owned(), 40)] {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stop.send(true).unwrap();
    for workers in running {
        workers.await.unwrap();
    }
    assert_eq!(boiled.load(Ordering::SeqCst), 40);
}

#[db_test]
async fn a_schedule_fires_once_however_many_look_at_it(db: Db) {
    let boiled: Arc<AtomicI64> = Arc::default();
    let shanghai = Zone::named("Asia/Shanghai").unwrap();
    let all: Vec<Workers> = (0..3)
        .map(|_| {
            let make = || BoilWater { litres: 1 };
            let zone = shanghai.clone();
            let workers = boiling(&db, &boiled).in_zone(move || zone.clone());
            workers.cron("morning tea", "0 9 * * *", make).unwrap()
        })
        .collect();
    // A new schedule waits for its next time; three days that were missed fire once.
    for (hours, sum) in [(0, 0), (1, 1), (23, 1), (1, 2), (72, 3)] {
        db.clock().advance(hours * 3600);
        for workers in &all {
            workers.drain().await.unwrap();
        }
        assert_eq!(boiled.load(Ordering::SeqCst), sum, "after {hours} hours");
    }
}

#[db_test]
async fn a_schedule_follows_its_zone_from_the_next_look_on(db: Db) {
    let boiled: Arc<AtomicI64> = Arc::default();
    let zone = Arc::new(Mutex::new(Zone::named("Asia/Shanghai").unwrap()));
    let asked = Arc::clone(&zone);
    let workers = boiling(&db, &boiled)
        .in_zone(move || asked.lock().unwrap().clone())
        .cron("morning tea", "0 9 * * *", || BoilWater { litres: 1 })
        .unwrap();
    let after = async |hours: i64| {
        db.clock().advance(hours * 3600);
        workers.drain().await.unwrap();
        boiled.load(Ordering::SeqCst)
    };
    // The clock of tests begins at midnight UTC, eight in the morning in Shanghai.
    assert_eq!((after(0).await, after(1).await), (0, 1), "nine in Shanghai");
    *zone.lock().unwrap() = Zone::named("Europe/Moscow").unwrap();
    assert_eq!((after(4).await, after(1).await), (1, 2), "eight and nine in Moscow");
    assert_eq!(after(19).await, 2, "nine in Shanghai means nothing any more");
}
