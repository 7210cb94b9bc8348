//! The sweep: pictures that nothing has shown for long, and blobs without a row.

use db::{BadSchedule, Db, Entry, Job, Subscriber, Tx, Workers};
use kernel::{Outcome, Ts};
use people::{MemberErased, MemberMerged};
use serde::{Deserialize, Serialize};
use web::App;

use super::{garbage, remove, store};
use crate::policy;
use crate::setup::blobs;

/// Days after which a picture that nothing shows is removed: as long as drafts are kept, on the
/// server and in the browser, since a draft may hold it.
pub const IDLE_DAYS: i64 = 90;
/// Pictures that one transaction removes.
const BATCH: i64 = 50;

/// Removes what is due.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SweepMedia {}

impl Job for SweepMedia {
    const KIND: &'static str = "media.sweep";

    fn dedupe_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Has this slice's jobs done.
///
/// # Errors
/// When a schedule is not understood.
pub fn workers(workers: Workers, app: &App) -> Result<Workers, BadSchedule> {
    let sweeper = app.clone();
    workers
        .on(move |_job: SweepMedia, _run| {
            let app = sweeper.clone();
            async move {
                sweep(app.db()).await?;
                let blobs = blobs(&app)?;
                garbage::collect(app.db(), &blobs).await.map(drop)
            }
        })
        .cron("media.sweep", "25 * * * *", || SweepMedia {})
}

/// Removes the pictures that nothing has shown for [`IDLE_DAYS`], and those of members who are no
/// more; how many.
///
/// # Errors
/// When the database fails.
pub async fn sweep(db: &Db) -> Outcome<usize> {
    let mut removed = 0;
    loop {
        let step = db.tx(async |tx| step(tx).await).await?;
        if step == 0 {
            return Ok(removed);
        }
        removed += step;
    }
}

async fn step(tx: &mut Tx) -> Outcome<usize> {
    let before = tx.now().plus_days(-IDLE_DAYS);
    let idle = store::list_idle(tx, before, BATCH).await?;
    for picture in &idle {
        let erased = picture.idle_since == Some(Ts::from_micros(0));
        let why = if erased { "erased" } else { "unused" };
        remove::remove(tx, &policy::sweep(picture), picture, why).await?;
    }
    Ok(idle.len())
}

/// Who of this slice answers to events: what an erased member brought in goes, except what a post
/// or comment that stays still shows; what a joined account brought in is its owner's.
#[must_use]
pub fn subscribers() -> Vec<Subscriber> {
    vec![Subscriber::inline("media.owners").on(erased).on(merged)]
}

async fn erased(tx: &mut Tx, entry: &Entry<MemberErased>) -> Outcome<()> {
    store::update_erased(tx, entry.event.member).await?;
    tx.push(SweepMedia {}).await
}

async fn merged(tx: &mut Tx, entry: &Entry<MemberMerged>) -> Outcome<()> {
    store::update_owner(tx, entry.event.member, entry.event.into).await
}
