//! What this slice does beside answering: search documents and counts that may lag behind, drafts
//! that nobody comes back to, reads that wait to be written.

use std::sync::Arc;
use std::time::Duration;

use db::{BadSchedule, Db, Job, Tx, Workers};
use kernel::{Id, Outcome};
use serde::{Deserialize, Serialize};

use crate::leaving::{self, EraseTexts};
use crate::mention::former::{self, RedrawMentions};
use crate::space::SpaceId;
use crate::{Community, author, post, search, space, tag};

/// How often reads that wait are written.
const FLUSH: Duration = Duration::from_secs(5);

/// Posts whose documents one run writes.
const BATCH: i64 = 50;

/// Writes the search documents of a space's posts anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReindexSpace {
    /// Which space.
    pub space: SpaceId,
    /// After which post to go on.
    pub after: i64,
}

impl Job for ReindexSpace {
    const KIND: &'static str = "community.reindex_space";
}

/// Counts the posts of every tag anew, a stretch at a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RecountTags {
    /// After which tag to go on.
    #[serde(default)]
    pub after: i64,
}

impl Job for RecountTags {
    const KIND: &'static str = "community.recount_tags";
}

/// Counts what stands on everybody's page anew, a stretch at a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RecountAuthors {
    /// After which member to go on.
    #[serde(default)]
    pub after: i64,
}

impl Job for RecountAuthors {
    const KIND: &'static str = "community.recount_authors";
}

/// Throws away old drafts.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SweepDrafts {}

impl Job for SweepDrafts {
    const KIND: &'static str = "community.sweep_drafts";

    fn dedupe_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Adds this slice's jobs.
///
/// # Errors
/// When a schedule is none.
pub fn workers(
    workers: Workers,
    db: &Db,
    community: &Arc<Community>,
) -> Result<Workers, BadSchedule> {
    let (index, tags, sweeper) = (db.clone(), db.clone(), db.clone());
    let (indexing, counting) = (Arc::clone(community), Arc::clone(community));
    let (people, counting_people) = (db.clone(), Arc::clone(community));
    let (eraser, erasing) = (db.clone(), Arc::clone(community));
    let (drawer, drawing) = (db.clone(), Arc::clone(community));
    workers
        .on(move |job: ReindexSpace, _run| {
            let (db, community) = (index.clone(), Arc::clone(&indexing));
            async move { db.tx(async move |tx| reindex_space(tx, &community, &job).await).await }
        })
        .on(move |job: RecountTags, _run| {
            let (db, community) = (tags.clone(), Arc::clone(&counting));
            async move {
                db.tx_serializable(async move |tx| recount_tags(tx, &community, &job).await).await
            }
        })
        .on(move |job: RecountAuthors, _run| {
            let (db, community) = (people.clone(), Arc::clone(&counting_people));
            async move {
                db.tx_serializable(async move |tx| recount_authors(tx, &community, &job).await)
                    .await
            }
        })
        .on(move |_job: SweepDrafts, _run| {
            let db = sweeper.clone();
            async move { db.tx(async |tx| post::draft::sweep(tx).await).await.map(drop) }
        })
        .on(move |job: EraseTexts, _run| {
            let (db, community) = (eraser.clone(), Arc::clone(&erasing));
            async move { leaving::erase_texts(&db, &community, job.member).await }
        })
        .on(move |job: RedrawMentions, _run| {
            let (db, community) = (drawer.clone(), Arc::clone(&drawing));
            async move { former::redraw(&db, &community, job.member).await }
        })
        .cron("community.sweep_drafts", "20 4 * * *", || SweepDrafts {})
}

/// Writes the reads that wait, every five seconds and once more when `stop` says so.
pub async fn write_reads(
    db: Db,
    community: Arc<Community>,
    mut stop: tokio::sync::watch::Receiver<bool>,
) {
    loop {
        let ended = tokio::time::timeout(FLUSH, stop.wait_for(|stop| *stop)).await.is_ok();
        if let Err(fault) = community.reads.flush(&db).await {
            tracing::warn!(%fault, "reads were lost");
        }
        if ended {
            return;
        }
    }
}

/// Does one stretch of [`ReindexSpace`] and pushes the next.
///
/// # Errors
/// When the database fails.
pub async fn reindex_space(tx: &mut Tx, community: &Community, job: &ReindexSpace) -> Outcome<()> {
    let ground = community.ground.current(tx).await?;
    let posts = space::store::posts_after(tx, job.space, job.after, BATCH).await?;
    for id in &posts {
        let Some(found) = post::store::find(tx, *id).await? else { continue };
        search::again::post(tx, &ground, found).await?;
    }
    match posts.last() {
        Some(last) => tx.push(ReindexSpace { space: job.space, after: last.get() }).await,
        None => Ok(()),
    }
}

/// Does one stretch of [`RecountTags`] and pushes the next.
///
/// # Errors
/// When the database fails.
pub async fn recount_tags(tx: &mut Tx, community: &Community, job: &RecountTags) -> Outcome<()> {
    let public = post::open::public_gates(tx, community).await?;
    match tag::store::recount(tx, job.after, &public).await? {
        Some(after) => tx.push(RecountTags { after }).await,
        None => Ok(()),
    }
}

/// Does one stretch of [`RecountAuthors`] and pushes the next.
///
/// # Errors
/// When the database fails.
pub async fn recount_authors(
    tx: &mut Tx,
    community: &Community,
    job: &RecountAuthors,
) -> Outcome<()> {
    let public = post::open::public_gates(tx, community).await?;
    match author::store::recount(tx, job.after, &public).await? {
        Some(after) => tx.push(RecountAuthors { after }).await,
        None => Ok(()),
    }
}
