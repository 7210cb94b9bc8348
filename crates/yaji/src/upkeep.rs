//! What is done by the clock for what belongs to no slice: sweeping of `web` and `mail`, checking the
//! log.

use db::{BadSchedule, Db, Job, Workers};
use kernel::Outcome;
use serde::{Deserialize, Serialize};

use crate::log_check::{self, CheckLog};

/// Deletes sessions, kept forms, stored answers and letters whose time is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SweepWeb {}

impl Job for SweepWeb {
    const KIND: &'static str = "web.sweep";

    fn dedupe_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Has these jobs done.
///
/// # Errors
/// When a schedule is not understood.
pub(crate) fn workers(workers: Workers, db: &Db) -> Result<Workers, BadSchedule> {
    let (sweeper, checker) = (db.clone(), db.clone());
    workers
        .on(move |_job: SweepWeb, _run| {
            let db = sweeper.clone();
            async move { sweep(&db).await }
        })
        .on(move |_job: CheckLog, _run| {
            let db = checker.clone();
            async move { log_check::run(&db).await.map(drop) }
        })
        .cron("web.sweep", "50 * * * *", || SweepWeb {})?
        .cron("log.check", "*/10 * * * *", || CheckLog {})
}

/// Has done at a start what would else wait for its time: nobody has checked a new site's log yet,
/// nor what was written since the last check of one that stood still.
///
/// # Errors
/// When the database fails.
pub(crate) async fn begin(db: &Db) -> Outcome<()> {
    db.tx(async |tx| tx.push(CheckLog {}).await).await
}

/// Each kind in a transaction of its own, so that none waits for another.
async fn sweep(db: &Db) -> Outcome<()> {
    let sessions = db.tx(async |tx| web::sessions::sweep(tx).await).await?;
    let forms = db.tx(async |tx| web::kept::sweep(tx).await).await?;
    let answers = db.tx(async |tx| web::idempotent::sweep(tx).await).await?;
    let letters = db.tx(async |tx| mail::sweep(tx).await).await?;
    tracing::debug!(sessions, forms, answers, letters, "swept");
    Ok(())
}
