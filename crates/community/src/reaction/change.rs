//! Pressing a reaction, and taking it back.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};

use super::{ReactionKind, Subject, store};
use crate::comment::{Comment, CommentState, store as comments};
use crate::event::ReactionChanged;
use crate::policy;
use crate::post::{Post, store as posts};
use crate::reader::Reader;
use crate::search;

/// Presses a word under a post or comment, or takes it back; doing either twice changes nothing.
///
/// # Errors
/// What reading the post says; `SignIn`; `Missing` for a comment that is gone.
pub async fn change(
    tx: &mut Tx,
    reader: &Reader,
    subject: Subject,
    kind: ReactionKind,
    on: bool,
) -> Outcome<()> {
    let (post, comment) = match subject {
        Subject::Post(id) => (posts::get(tx, id).await?, None),
        Subject::Comment(id) => {
            let comment = comments::get(tx, id).await?;
            if comment.state != CommentState::Published {
                return Err(Fault::Missing("comment.missing"));
            }
            (posts::get(tx, comment.post).await?, Some(comment))
        }
    };
    policy::react(reader, &post)?;
    let (member, now) = (reader.me()?, tx.now());
    let changed = if on {
        store::add(tx, subject, member, kind, now).await?
    } else {
        store::remove(tx, subject, member, kind).await?
    };
    if !changed {
        return Ok(());
    }
    tx.acting(member);
    settle(tx, (&post, comment.as_ref()), (subject, kind, member), on).await
}

/// Takes back what a member pressed who is another one, who has pressed the same.
pub(crate) async fn take_double(
    tx: &mut Tx,
    subject: Subject,
    kind: ReactionKind,
    member: MemberId,
) -> Outcome<()> {
    let (post, comment) = match subject {
        Subject::Post(id) => (posts::get(tx, id).await?, None),
        Subject::Comment(id) => {
            let comment = comments::get(tx, id).await?;
            (posts::get(tx, comment.post).await?, Some(comment))
        }
    };
    store::remove(tx, subject, member, kind).await?;
    settle(tx, (&post, comment.as_ref()), (subject, kind, member), false).await
}

/// Brings counts, rank and search into line with what was pressed or taken back, and announces it.
async fn settle(
    tx: &mut Tx,
    (post, comment): (&Post, Option<&Comment>),
    (subject, kind, member): (Subject, ReactionKind, MemberId),
    on: bool,
) -> Outcome<()> {
    let by = if on { 1 } else { -1 };
    store::count(tx, subject, kind, by).await?;
    search::count(tx, subject, kind, by).await?;
    if comment.is_none() {
        posts::rank(tx, post.id).await?;
    }
    tx.announce(ReactionChanged {
        member,
        post: post.id,
        comment: comment.map(|comment| comment.id),
        space: post.space,
        author: comment.map_or(post.author.id, |comment| comment.author.id),
        kind: kind.key().to_owned(),
        on,
    })
    .await
}
