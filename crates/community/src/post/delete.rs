//! Deleting a post, and hiding it by moderation.

use db::Tx;
use kernel::{MemberId, Outcome};

use super::open::{is_counted, is_public};
use super::{Post, PostId, PostState, history, store};
use crate::author::store::Change;
use crate::event::{PostDeleted, PostHidden};
use crate::ground::Ground;
use crate::hand::holder;
use crate::policy::{DeletePost, Permit};
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::{author, mention, policy, search, tag};

/// Deletes a post: its texts and history go, a tombstone stays in its place.
///
/// # Errors
/// `SignIn`, `Missing`, `Gone`, `Denied`.
pub async fn delete(tx: &mut Tx, reader: &Reader, id: PostId) -> Outcome<Post> {
    let post = store::get_for_update(tx, id).await?;
    let permit = policy::delete_post(reader, &post)?;
    remove(tx, &reader.ground, &post, (&permit, reader.me()?)).await?;
    Ok(post)
}

/// Deletes a post for its author, who asked for that when they left the site.
///
/// # Errors
/// `Missing` when there is none.
pub(crate) async fn leave(tx: &mut Tx, ground: &Ground, id: PostId) -> Outcome<()> {
    let post = store::get_for_update(tx, id).await?;
    if post.state == PostState::Deleted {
        return Ok(());
    }
    let permit = policy::leave_post(&post);
    remove(tx, ground, &post, (&permit, post.author.id)).await
}

async fn remove(
    tx: &mut Tx,
    ground: &Ground,
    post: &Post,
    (permit, by): (&Permit<DeletePost>, MemberId),
) -> Outcome<()> {
    let (id, now) = (permit.subject(), tx.now());
    if is_counted(ground, post) {
        count(tx, post, -1).await?;
    }
    store::delete(tx, post, by, now).await?;
    history::store::forget(tx, id).await?;
    tag::store::replace(tx, id, &[], now).await?;
    mention::replace(tx, Subject::Post(id), post.author.id, &[]).await?;
    media::shown::forget(tx, holder(Subject::Post(id))).await?;
    tx.unindex(search::POST, id).await?;
    tx.acting(by);
    tx.announce(PostDeleted { post: id, space: post.space, author: post.author.id }).await
}

/// Hides a post from all but its author and the team, or shows it again: for moderation, which
/// decides who may.
///
/// # Errors
/// `Missing` when there is none.
pub async fn set_hidden(tx: &mut Tx, ground: &Ground, id: PostId, on: bool) -> Outcome<()> {
    let post = store::get_for_update(tx, id).await?;
    if store::set_hidden(tx, &post, on).await? == 0 {
        return Ok(());
    }
    if on {
        tx.unindex(search::POST, id).await?;
    } else {
        search::again::post(tx, ground, store::get(tx, id).await?).await?;
    }
    if is_public(ground, post.space, post.gate) {
        count(tx, &post, if on { -1 } else { 1 }).await?;
    }
    tx.announce(PostHidden { post: id, space: post.space, on }).await
}

/// Counts a post, with what is said below it, on the pages of persons and tags, or takes it out.
async fn count(tx: &mut Tx, post: &Post, by: i64) -> Outcome<()> {
    let tags = tag::store::of_post(tx, post.id).await?;
    tag::store::count(tx, &tags, by).await?;
    let change = Change { posts: by, ..Change::default() };
    author::store::change(tx, post.author.id, change).await?;
    author::store::change_below(tx, post.id, by).await
}
