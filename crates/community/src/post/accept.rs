//! Accepting the answer that solved a question.

use db::Tx;
use kernel::{Fault, Id, Outcome};

use super::open::is_counted;
use super::{Post, PostId, store};
use crate::author::store::Change;
use crate::comment::{CommentId, CommentKind, CommentState, store as comments};
use crate::event::AnswerAccepted;
use crate::reader::Reader;
use crate::{author, policy};

/// Accepts an answer in place of the one before, or none any more.
///
/// # Errors
/// `SignIn`, `Missing`, `Denied`; `Invalid` for what is no answer of this question.
pub async fn accept(
    tx: &mut Tx,
    reader: &Reader,
    id: PostId,
    answer: Option<CommentId>,
) -> Outcome<()> {
    let post = store::get_for_update(tx, id).await?;
    let permit = policy::accept_answer(reader, &post)?;
    let before = post.accepted.map(CommentId::from_i64);
    if before == answer {
        return Ok(());
    }
    tx.acting(reader.me()?);
    if let Some(answer) = answer {
        let found = comments::get(tx, answer).await?;
        let fits = found.post == id
            && found.kind == CommentKind::Answer
            && found.state == CommentState::Published;
        if !fits {
            return Err(Fault::invalid("comment", "answer.not_here"));
        }
    }
    store::set_accepted(tx, permit.subject(), answer.map(Id::get)).await?;
    for (comment, on) in [(before, false), (answer, true)] {
        let Some(comment) = comment else { continue };
        told(tx, reader, &post, comment, on).await?;
    }
    Ok(())
}

async fn told(
    tx: &mut Tx,
    reader: &Reader,
    post: &Post,
    comment: CommentId,
    on: bool,
) -> Outcome<()> {
    let Some(found) = comments::find(tx, comment).await? else { return Ok(()) };
    if is_counted(&reader.ground, post) {
        let accepted = if on { 1 } else { -1 };
        let change = Change { accepted, ..Change::default() };
        author::store::change(tx, found.author.id, change).await?;
    }
    let author = found.author.id;
    tx.announce(AnswerAccepted { comment, post: post.id, space: post.space, author, on }).await
}
