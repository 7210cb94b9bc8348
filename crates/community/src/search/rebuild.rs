//! Making the whole search index again from the posts and comments themselves.
//!
//! Nobody else may use the database meanwhile: what is not written again yet is not found, and what
//! somebody changes meanwhile could be written over with what it was.

use std::sync::Arc;
use std::time::Duration;

use db::{Db, Tx};
use kernel::{Fault, Id as _, Outcome};

use super::{again, store};
use crate::Community;
use crate::{comment, post};

/// What it is called.
pub const NAME: &str = "community.search";

/// Posts, and comments, that one transaction writes.
const POSTS: i64 = 100;
const COMMENTS: i64 = 500;
/// How long one step may take: building the index of millions of documents is one.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// The newest posts that are looked at.
const SAMPLE: i64 = 200;

/// Empties the index and writes every document again, in short transactions; the engine's own index
/// of the words is built at the end. Stopped half way it is run again from the beginning.
///
/// # Errors
/// `Conflict` with `database.in_use` while another process uses the database; when it fails.
pub async fn run(db: &Db, community: &Arc<Community>) -> Outcome<()> {
    let db = db.patient(PATIENCE);
    if db.others().await? > 0 {
        return Err(Fault::Conflict("database.in_use"));
    }
    db.tx(async |tx| {
        tx.empty_index().await?;
        tx.loading(true).await
    })
    .await?;
    let written = documents(&db, community).await;
    while db.tx(async |tx| tx.restore_index().await).await? {
        db.leased().await;
    }
    db.tx(async |tx| {
        tx.loading(false).await?;
        tx.analyze().await
    })
    .await?;
    db.leased().await;
    written
}

async fn documents(db: &Db, community: &Arc<Community>) -> Outcome<()> {
    let mut after = Some(0);
    while let Some(from) = after {
        let community = Arc::clone(community);
        after = db.tx(async move |tx| posts(tx, &community, from).await).await?;
    }
    let mut after = Some(0);
    while let Some(from) = after {
        after = db.tx(async move |tx| comments(tx, from).await).await?;
    }
    Ok(())
}

/// Writes the documents of the next posts; after which to go on.
async fn posts(tx: &mut Tx, community: &Community, after: i64) -> Outcome<Option<i64>> {
    let ground = community.ground.current(tx).await?;
    let next = store::posts(tx, after, POSTS).await?;
    for id in &next {
        let Some(found) = post::store::find(tx, *id).await? else { continue };
        again::post(tx, &ground, found).await?;
    }
    Ok(next.last().map(|id| id.get()))
}

/// Writes the documents of the next comments; after which to go on.
async fn comments(tx: &mut Tx, after: i64) -> Outcome<Option<i64>> {
    let next = store::comments(tx, after, COMMENTS).await?;
    for (id, space, gate) in &next {
        let Some(found) = comment::store::find(tx, *id).await? else { continue };
        again::comment(tx, (*space, *gate), &found, found.featured_at.is_some()).await?;
    }
    Ok(next.last().map(|(id, ..)| id.get()))
}

/// How many of the newest posts are not found by anybody.
///
/// # Errors
/// When the database fails.
pub async fn sample(tx: &Tx) -> Outcome<i64> {
    store::unfound(tx, SAMPLE).await
}
