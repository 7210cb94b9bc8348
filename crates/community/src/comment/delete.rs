//! Deleting a comment, and hiding it by moderation.

use db::Tx;
use kernel::{Id, MemberId, Outcome};

use super::{Comment, CommentId, CommentKind, CommentState, store};
use crate::author::store::Change;
use crate::event::{AnswerAccepted, CommentDeleted, CommentHidden};
use crate::ground::Ground;
use crate::hand::holder;
use crate::policy::{DeleteComment, Permit};
use crate::post::open::is_counted;
use crate::post::{Post, store as posts};
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::{author, mention, policy, search};

/// Deletes a comment: its texts go, a tombstone holds its replies.
///
/// # Errors
/// What reading its post says; `Gone`; `Denied`.
pub async fn delete(tx: &mut Tx, reader: &Reader, id: CommentId) -> Outcome<Comment> {
    let comment = store::get_for_update(tx, id).await?;
    let post = posts::get_for_update(tx, comment.post).await?;
    let permit = policy::delete_comment(reader, &post, &comment)?;
    remove(tx, &reader.ground, (&post, &comment), (&permit, reader.me()?)).await?;
    Ok(comment)
}

/// Deletes a comment for its author, who asked for that when they left the site.
///
/// # Errors
/// `Missing` when there is none.
pub(crate) async fn leave(tx: &mut Tx, ground: &Ground, id: CommentId) -> Outcome<()> {
    let comment = store::get_for_update(tx, id).await?;
    if comment.state == CommentState::Deleted {
        return Ok(());
    }
    let post = posts::get_for_update(tx, comment.post).await?;
    let permit = policy::leave_comment(&comment);
    remove(tx, ground, (&post, &comment), (&permit, comment.author.id)).await
}

async fn remove(
    tx: &mut Tx,
    ground: &Ground,
    (post, comment): (&Post, &Comment),
    (permit, by): (&Permit<DeleteComment>, MemberId),
) -> Outcome<()> {
    let (id, now) = (permit.subject(), tx.now());
    tx.acting(by);
    if comment.state == CommentState::Published {
        take_out(tx, ground, post, comment).await?;
    }
    store::delete(tx, id, by, now).await?;
    mention::replace(tx, Subject::Comment(id), comment.author.id, &[]).await?;
    media::shown::forget(tx, holder(Subject::Comment(id))).await?;
    let (post, space, author) = (post.id, post.space, comment.author.id);
    tx.announce(CommentDeleted { comment: id, post, space, author }).await
}

/// Hides a comment from all but its author and the team, or shows it again: for moderation, which
/// decides who may.
///
/// # Errors
/// `Missing` when there is none.
pub async fn set_hidden(tx: &mut Tx, ground: &Ground, id: CommentId, on: bool) -> Outcome<()> {
    let comment = store::get_for_update(tx, id).await?;
    let post = posts::get_for_update(tx, comment.post).await?;
    if store::set_hidden(tx, id, on).await? == 0 {
        return Ok(());
    }
    if on {
        take_out(tx, ground, &post, &comment).await?;
    } else {
        let answers = i64::from(comment.kind == CommentKind::Answer);
        posts::count_comments(tx, &post, (1, answers), None).await?;
        if is_counted(ground, &post) {
            let change = Change { comments: 1, ..Change::default() };
            author::store::change(tx, comment.author.id, change).await?;
        }
        let featured = comment.featured_at.is_some();
        search::again::comment(tx, (post.space, post.gate), &comment, featured).await?;
    }
    tx.announce(CommentHidden { comment: id, post: post.id, space: post.space, on }).await
}

/// Takes a comment out of counts, rank, acceptance and search.
async fn take_out(tx: &mut Tx, ground: &Ground, post: &Post, comment: &Comment) -> Outcome<()> {
    let answers = i64::from(comment.kind == CommentKind::Answer);
    posts::count_comments(tx, post, (-1, -answers), None).await?;
    tx.unindex(search::COMMENT, comment.id).await?;
    let (author, counted) = (comment.author.id, is_counted(ground, post));
    let accepted = post.accepted == Some(comment.id.get());
    if counted {
        let accepted = -i64::from(accepted);
        let change = Change { comments: -1, accepted, ..Change::default() };
        author::store::change(tx, author, change).await?;
    }
    if accepted {
        posts::set_accepted(tx, post.id, None).await?;
        let (comment, space, post) = (comment.id, post.space, post.id);
        tx.announce(AnswerAccepted { comment, post, space, author, on: false }).await?;
    }
    Ok(())
}
