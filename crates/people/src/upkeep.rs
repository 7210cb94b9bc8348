//! What is done by the clock and in answer to events.

use db::{BadSchedule, Entry, Job, Subscriber, Tx, Workers};
use kernel::{Outcome, Zone};
use serde::{Deserialize, Serialize};
use site::settings::SettingsChanged;
use web::App;

use crate::export::{self, BuildExport, build};
use crate::join::unused;
use crate::setup::{People, blobs};
use crate::{code, erase, factor, member, passkey, password, sign_in};

/// The job that does what is due: deletions, resets, and what is no longer needed.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Tend;

impl Job for Tend {
    const KIND: &'static str = "people.tend";

    fn dedupe_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// The job that deletes the accounts that nobody uses.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SweepUnused;

impl Job for SweepUnused {
    const KIND: &'static str = "people.sweep_unused";

    fn dedupe_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Has this slice's jobs done.
///
/// # Errors
/// When a schedule is not understood.
pub fn work(workers: Workers, app: &App) -> Result<Workers, BadSchedule> {
    let (builder, tender, sweeper) = (app.clone(), app.clone(), app.clone());
    workers
        .on(move |job: BuildExport, run| {
            let app = builder.clone();
            async move {
                let built = build::build(&app, job.export).await;
                if built.is_err() && run.attempt >= BuildExport::ATTEMPTS {
                    build::give_up(&app, job.export).await?;
                }
                built
            }
        })
        .on(move |_job: SweepUnused, _run| {
            let app = sweeper.clone();
            async move { unused::sweep(app.db(), app.part::<People>().is_kept).await.map(drop) }
        })
        .on(move |_job: Tend, _run| {
            let app = tender.clone();
            async move { tend(&app).await }
        })
        .cron("people.tend", "*/5 * * * *", || Tend)?
        .cron("people.sweep_unused", "40 3 * * *", || SweepUnused)
}

async fn tend(app: &App) -> Outcome<()> {
    let expired = app.db().tx(async |tx| due(tx).await).await?;
    if expired.is_empty() {
        return Ok(());
    }
    let blobs = blobs(app)?;
    for hash in expired.iter().filter_map(|text| text.parse::<blob::Hash>().ok()) {
        blobs.delete(hash).await?;
    }
    Ok(())
}

/// Does what is due; the hashes of files that nobody needs any more.
async fn due(tx: &mut Tx) -> Outcome<Vec<String>> {
    erase::run_due(tx).await?;
    factor::reset::run_due(tx).await?;
    let now = tx.now();
    code::store::delete_before(tx, now.plus_days(-2)).await?;
    sign_in::store::delete_half_before(tx, now).await?;
    passkey::store::delete_challenges_before(tx, now).await?;
    let long_ago = Zone::utc().day(now.plus_days(-2));
    password::store::delete_wrong_before(tx, long_ago).await?;
    member::store::delete_written_before(tx, long_ago).await?;
    let lost = now.plus_hours(-export::HOURS);
    export::store::update_lost(tx, lost, now.plus_hours(export::HOURS)).await?;
    export::store::take_expired(tx).await
}

/// Who of this slice answers to events.
#[must_use]
pub fn subscribers() -> Vec<Subscriber> {
    vec![Subscriber::inline("people.team_second_factor").on(apply_setting)]
}

/// When the team must have a second factor from now on, sessions of those without one allow
/// nothing beyond a member's, and their tokens end. Where the factor is a passkey alone, sessions
/// and tokens that began without it end.
async fn apply_setting(tx: &mut Tx, entry: &Entry<SettingsChanged>) -> Outcome<()> {
    if entry.event.key != "team_second_factor" {
        return Ok(());
    }
    for row in member::store::list_team(tx).await? {
        member::session::refresh(tx, row.id).await?;
        let barred = member::session::permissions(tx, &row).await?.is_empty();
        let needs_passkey = factor::needs_passkey(tx, &row).await?;
        for session in web::sessions::list(tx, row.id).await? {
            let ends = barred && session.kind == "token";
            if ends || (needs_passkey && !session.second_factor) {
                member::session::end(tx, row.id, session.id).await?;
            }
        }
    }
    Ok(())
}
