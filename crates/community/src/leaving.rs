//! What becomes of what somebody wrote and kept when they leave the site.
//!
//! Drafts, bookmarks and follows are theirs alone and go at once. Posts and comments go as if their
//! author had deleted each of them, or stay as a former member's: the member chose when they asked.

use std::sync::Arc;

use db::{Db, Entry, Job, Subscriber, Tx};
use kernel::{Cursor, Id as _, MemberId, Outcome};
use people::MemberErased;
use serde::{Deserialize, Serialize};

use crate::author::store as authors;
use crate::comment::delete as comment;
use crate::mention::former::RedrawMentions;
use crate::post::{delete as post, draft};
use crate::{Community, bookmark, follow, ground, joining, space};

/// Texts that one transaction deletes.
const BATCH: i64 = 20;

/// Deletes the posts and comments of somebody who has left: there may be thousands, more than the
/// transaction in which they leave could delete.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EraseTexts {
    /// Whose.
    pub member: MemberId,
}

impl Job for EraseTexts {
    const KIND: &'static str = "community.erase_texts";
}

/// Who of this slice answers to events.
#[must_use]
pub fn subscribers() -> Vec<Subscriber> {
    vec![Subscriber::inline("community.members").on(joining::merged).on(erased)]
}

async fn erased(tx: &mut Tx, entry: &Entry<MemberErased>) -> Outcome<()> {
    let member = entry.event.member;
    draft::store::delete_of(tx, member).await?;
    bookmark::store::delete_of(tx, member).await?;
    follow::store::delete_of(tx, member).await?;
    if space::store::delete_of(tx, member).await? {
        ground::store::raise_version(tx).await?;
    }
    tx.push(RedrawMentions { member }).await?;
    if entry.event.keep_posts {
        return Ok(());
    }
    tx.push(EraseTexts { member }).await
}

/// Does the job of [`EraseTexts`], a few texts at a time.
///
/// # Errors
/// When the database fails; doing it again goes on with what is left.
pub async fn erase_texts(db: &Db, community: &Arc<Community>, member: MemberId) -> Outcome<()> {
    let mut comments = Some(Cursor::START);
    while let Some(after) = comments {
        let community = Arc::clone(community);
        comments =
            db.tx(async move |tx| erase_comments(tx, &community, member, after).await).await?;
    }
    let mut posts = Some(Cursor::START);
    while let Some(after) = posts {
        let community = Arc::clone(community);
        posts = db.tx(async move |tx| erase_posts(tx, &community, member, after).await).await?;
    }
    Ok(())
}

/// Deletes the next comments; after which to go on.
async fn erase_comments(
    tx: &mut Tx,
    community: &Community,
    member: MemberId,
    after: Cursor,
) -> Outcome<Option<Cursor>> {
    let ground = community.ground.current(tx).await?;
    let batch = authors::comments_left(tx, member, (after, BATCH)).await?;
    for (id, _at) in &batch {
        comment::leave(tx, &ground, *id).await?;
    }
    Ok(batch.last().map(|(id, at)| Cursor { at: *at, id: id.get() }))
}

/// Deletes the next posts; after which to go on.
async fn erase_posts(
    tx: &mut Tx,
    community: &Community,
    member: MemberId,
    after: Cursor,
) -> Outcome<Option<Cursor>> {
    let ground = community.ground.current(tx).await?;
    let batch = authors::posts_left(tx, member, (after, BATCH)).await?;
    for (id, _at) in &batch {
        post::leave(tx, &ground, *id).await?;
    }
    Ok(batch.last().map(|(id, at)| Cursor { at: *at, id: id.get() }))
}
