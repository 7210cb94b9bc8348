//! How much the database carries here: durable transactions, reads, events, rows in bulk.
//!
//! `cargo bench -p db` prints a line for each figure and engine; nothing is asserted, as machines
//! are shared. PostgreSQL is the tests' own, without its sync, so its writes show the cost of the
//! code alone.
#![expect(clippy::unwrap_used, reason = "a measurement that fails stops")]

use std::time::{Duration, Instant};

use db::{Db, Engine, Event, args, sql};
use kernel::{Id, Outcome, Val};
use serde::{Deserialize, Serialize};

kernel::id!(
    /// A row of the measured table.
    RowId
);

/// Something that is counted.
#[derive(Serialize, Deserialize)]
struct Counted {
    by: i64,
}

impl Event for Counted {
    const NAME: &'static str = "note.counted";
}

/// How many callers ask at one time.
const CALLERS: usize = 32;
/// How long each figure is measured.
const TIME: Duration = Duration::from_secs(3);

fn main() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        db::testing::run(engine, |opening| opening.clock(kernel::Clock::system()), measure);
    }
}

async fn measure(db: Db) {
    report(&db, "transactions of 3 statements, 1 caller", rate(&db, 1, three).await);
    report(&db, "transactions of 3 statements, 32 callers", rate(&db, CALLERS, three).await);
    report(&db, "transactions with an event, 32 callers", rate(&db, CALLERS, announced).await);
    report(&db, "reads of one row, 1 caller", rate(&db, 1, point).await);
    report(&db, "reads of one row, 32 callers", rate(&db, CALLERS, point).await);
    report(&db, "rows in bulk, indexes built after", bulk(&db).await);
    db.numbered().await.unwrap();
}

fn report(db: &Db, what: &str, rate: u128) {
    println!("{:<11}{what:<44}{rate:>9} a second", db.engine().to_string());
}

async fn rate<F>(db: &Db, callers: usize, call: F) -> u128
where
    F: AsyncFn(&Db) + Copy + 'static,
{
    let local = tokio::task::LocalSet::new();
    let started = Instant::now();
    let running: Vec<_> = (0..callers)
        .map(|_| {
            let db = db.clone();
            local.spawn_local(async move {
                let mut done = 0_u128;
                while started.elapsed() < TIME {
                    call(&db).await;
                    done += 1;
                }
                done
            })
        })
        .collect();
    local.await;
    let mut all = 0;
    for one in running {
        all += one.await.unwrap();
    }
    all * 1_000_000 / started.elapsed().as_micros()
}

async fn three(db: &Db) {
    let id = db
        .tx(async |tx| {
            let id: RowId = tx.new_id();
            insert(tx, id).await?;
            let raise = sql!("UPDATE jobs SET attempts = attempts + 1 WHERE id = $1");
            tx.exec(raise, args![id]).await?;
            let found: Option<i64> =
                tx.one(sql!("SELECT attempts FROM jobs WHERE id = $1"), args![id]).await?;
            Ok(found)
        })
        .await;
    assert_eq!(id.unwrap(), Some(1));
}

async fn insert(tx: &mut db::Tx, id: RowId) -> Outcome<u64> {
    tx.exec(
        sql!(
            "INSERT INTO jobs (id, queue, kind, payload, run_at, attempts_max, created_at)
             VALUES ($1, 'bench', 'none', '{}', 0, 1, 0)"
        ),
        args![id],
    )
    .await
}

async fn announced(db: &Db) {
    db.tx(async |tx| {
        let id: RowId = tx.new_id();
        insert(tx, id).await?;
        tx.announce(Counted { by: id.get() }).await
    })
    .await
    .unwrap();
}

async fn point(db: &Db) {
    let find = sql!("SELECT number, holder, leased_until FROM nodes WHERE number = $1");
    let found: Option<(i64, String, i64)> =
        db.read(async move |tx| tx.one(find, args![0_i64]).await).await.unwrap();
    assert!(found.is_some());
}

async fn bulk(db: &Db) -> u128 {
    const ROWS: i64 = 200_000;
    const AT_ONCE: i64 = 5_000;
    let patient = db.patient(Duration::from_secs(60));
    let started = Instant::now();
    patient.tx(async |tx| tx.drop_indexes("jobs").await).await.unwrap();
    for first in (0..ROWS).step_by(usize::try_from(AT_ONCE).unwrap()) {
        patient
            .tx(async move |tx| {
                let text = |word: &str| Val::Text(word.to_owned());
                let row = |id: i64| {
                    let (queue, kind) = (text("bulk"), text("none"));
                    let payload = text("{\"a\":\"payload of a usual length\"}");
                    vec![Val::Int(id), queue, kind, payload, Val::Int(0), Val::Int(1), Val::Int(0)]
                };
                let columns =
                    ["id", "queue", "kind", "payload", "run_at", "attempts_max", "created_at"];
                tx.bulk("jobs", &columns, (first..first + AT_ONCE).map(row).collect()).await
            })
            .await
            .unwrap();
    }
    patient.tx(async |tx| tx.restore_indexes().await).await.unwrap();
    u128::try_from(ROWS).unwrap() * 1_000_000 / started.elapsed().as_micros()
}
