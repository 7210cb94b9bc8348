//! What the data says: database, clock, log, ledger, files, work that waits.

use blob::Blobs;
use db::{DbUrl, Engine};
use futures_util::TryStreamExt as _;
use kernel::Clock;
use web::App;

use super::{Finding, said};
use crate::{log_check, proof};

/// Events that one look reads behind the last check.
const NEWS: i64 = 200_000;
/// How far the newest event may lie ahead of this machine's clock, in µs.
const AHEAD: i64 = 5_000_000;
/// How far a subscriber may be behind the log before somebody should know.
const BEHIND: i64 = 10_000;

/// The engine, its file or server.
pub(super) async fn database(app: &App) -> Finding {
    let (db, next) = (app.db(), "restore the newest backup that proves, see the operator's guide");
    let complaints = match db.engine() {
        Engine::Sqlite => db.check_file().await,
        Engine::Postgres => db.durability().await,
    };
    match complaints {
        Err(fault) => Finding::error("database", said(fault), "see whether it runs"),
        Ok(list) if list.is_empty() => {
            let size = match db.url() {
                DbUrl::Sqlite(path) => {
                    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
                    format!(", {} MiB", bytes.div_ceil(1024 * 1024))
                }
                DbUrl::Postgres(_) => String::new(),
            };
            Finding::ok("database", format!("{} at {}{size}", db.engine(), db.url()))
        }
        Ok(list) if db.engine() == Engine::Postgres => {
            let next = "turn it on: without it a loss of power loses what was acknowledged";
            Finding::error("database", list.join(", "), next)
        }
        Ok(list) => Finding::error(
            "database",
            list.into_iter().take(3).collect::<Vec<_>>().join(", "),
            next,
        ),
    }
}

/// The machine's clock beside the newest event.
pub(super) async fn clock(app: &App) -> Finding {
    let now = Clock::system().now();
    let newest = app
        .db()
        .read(async |tx| {
            let position = tx.newest_position().await?;
            tx.events_after(position - 1, 1).await
        })
        .await;
    let last = newest.ok().and_then(|list| list.first().map(|event| event.recorded_at));
    match last {
        Some(last) if last.since(now) > AHEAD => {
            let said = format!("it is {now} here and the newest event is of {last}");
            Finding::error("clock", said, "set the clock, and keep it with NTP")
        }
        _ => Finding::ok("clock", format!("{now}, site's zone {}", app.settings().zone.name())),
    }
}

/// The event log's chain, from the last check on or from the first event.
pub(super) async fn chain(app: &App, full: bool) -> Finding {
    let db = app.db();
    let last = db.read(async |tx| log_check::store::find(tx).await).await.ok().flatten();
    let kept = last.as_ref().filter(|_| !full);
    let mut place = kept.map_or_else(db::ChainPlace::start, log_check::Last::place);
    let most = if full { i64::MAX } else { NEWS };
    let broken = match db.verify_chain_after(&mut place, most).await {
        Ok(broken) => broken
            .or_else(|| kept.and_then(|last| last.broken_at))
            .or_else(|| last.as_ref().and_then(|last| lost_since(last, &place))),
        Err(fault) => return Finding::error("log", said(fault), "see whether the database runs"),
    };
    let at = kept.map_or_else(String::new, |last| format!(", last checked {}", last.checked_at));
    match broken {
        None => {
            Finding::ok("log", format!("{} events, each as it was written{at}", place.position))
        }
        Some(position) => {
            let said = format!("event {position} is not as it was written{at}");
            let next = "find out who had access to the database; compare with a backup";
            Finding::error("log", said, next)
        }
    }
}

/// The first event that an earlier check has seen and that is gone from the end of the log.
fn lost_since(last: &log_check::Last, end: &db::ChainPlace) -> Option<i64> {
    (end.position < last.position).then_some(end.position + 1)
}

/// Both books of the ledger.
pub(super) async fn ledger(app: &App) -> Finding {
    match proof::ledger(app.db()).await {
        Ok(books) => {
            let list = books.iter().map(|book| format!("{} {}", book.book, book.entries));
            let said = list.collect::<Vec<_>>().join(", ");
            Finding::ok("ledger", format!("entries: {said}; each balances"))
        }
        Err(fault) => {
            let next = "stop selling, and compare with the newest backup that proves";
            Finding::error("ledger", said(fault), next)
        }
    }
}

/// What was counted and indexed of the newest posts, beside what there is.
pub(super) async fn derived(app: &App) -> Finding {
    let look = async |tx: &db::Tx| {
        Ok((community::bulk::sample(tx).await?, community::search::rebuild::sample(tx).await?))
    };
    let rebuild = |what: &str| format!("run `yaji rebuild {what}`");
    match app.db().read(look).await {
        Err(fault) => Finding::error("counts", said(fault), "see whether the database runs"),
        Ok((0, 0)) => Finding::ok("counts", "the newest posts count right and are found"),
        Ok((0, unfound)) => {
            let said = format!("{unfound} of the newest posts are not found by searching");
            Finding::warning("counts", said, rebuild(community::search::rebuild::NAME))
        }
        Ok((wrong, _)) => {
            let said = format!("{wrong} of the newest posts count comments or likes wrong");
            Finding::warning("counts", said, rebuild(community::bulk::COUNTS))
        }
    }
}

/// The files that the database names; with `full` the content of every file.
pub(super) async fn files(app: &App, full: bool) -> Finding {
    let blobs = app.part::<Blobs>();
    let next = "bring them back from a backup's folder of files";
    let missing = match proof::missing_files(app.db(), &blobs).await {
        Ok(missing) => missing,
        Err(fault) => return Finding::error("files", said(fault), "see whether the store answers"),
    };
    if let Some(first) = missing.first() {
        let said = format!("{} are named and not kept, {first} among them", missing.len());
        return Finding::error("files", said, next);
    }
    match read_files(&blobs, full).await {
        Ok((count, None)) => Finding::ok("files", format!("{count}, none missing")),
        Ok((_, Some(bad))) => Finding::error("files", format!("{bad} has another content"), next),
        Err(fault) => Finding::error("files", said(fault), "see whether the store answers"),
    }
}

/// How many files there are, and the first whose content is not that of its name.
async fn read_files(blobs: &Blobs, full: bool) -> kernel::Outcome<(usize, Option<String>)> {
    let list: Vec<_> = blobs.hashes().try_collect().await?;
    for (hash, _) in list.iter().filter(|_| full) {
        if let Err(kernel::Fault::Broken(_)) = blobs.get(*hash).await {
            return Ok((list.len(), Some(hash.to_string())));
        }
    }
    Ok((list.len(), None))
}

/// Jobs and subscribers.
pub(super) async fn work(app: &App) -> Vec<Finding> {
    let figures = match app.db().figures().await {
        Ok(figures) => figures,
        Err(fault) => return vec![Finding::error("jobs", said(fault), "see whether it runs")],
    };
    let dead = app.db().dead_jobs().await.unwrap_or_default();
    let jobs = match (dead.first(), figures.left) {
        (None, Some(kind)) => {
            let said = format!("a {kind} waits for half an hour and nobody does it");
            let next = "see whether `yaji serve` runs, and is the newest program that did";
            Finding::warning("jobs", said, next)
        }
        (Some(job), _) => {
            let error = job.last_error.as_deref().unwrap_or("no word");
            let said = format!("{} lie dead, the last a {}: {error}", figures.dead, job.kind);
            let next = "see to the cause, then have them tried again: yaji jobs --again all";
            Finding::warning("jobs", said, next)
        }
        (None, None) => {
            let due: i64 = figures.queues.iter().map(|queue| queue.due).sum();
            Finding::ok("jobs", format!("{due} due, none dead"))
        }
    };
    let stuck = figures.cursors.iter().find(|one| one.failures > 0);
    let slow = figures.cursors.iter().find(|one| figures.newest - one.position > BEHIND);
    let followers = match (stuck, slow) {
        (Some(one), _) => {
            let error = one.last_error.as_deref().unwrap_or("no word");
            let said = format!("{} fails at event {}: {error}", one.name, one.position + 1);
            Finding::error("followers", said, "see to the cause; it goes on by itself then")
        }
        (None, Some(one)) => {
            let behind = figures.newest - one.position;
            let said = format!("{} is {behind} events behind", one.name);
            Finding::warning("followers", said, "see whether `yaji serve` runs")
        }
        (None, None) => {
            let count = figures.cursors.len();
            Finding::ok("followers", format!("{count} follow the log, none behind"))
        }
    };
    vec![jobs, followers]
}
