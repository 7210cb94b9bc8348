//! Changing a comment; what it was is kept.

pub(crate) mod page;

use db::Tx;
use kernel::{Fault, Outcome};
use text::Rendered;

use super::write::Ready;
use super::{CommentId, store};
use crate::event::CommentEdited;
use crate::hand::holder;
use crate::post::{body as drawing, store as posts};
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::{mention, policy, search, version};

/// Changes a comment's text to one that was prepared.
///
/// # Errors
/// As [`edit`].
pub async fn rewrite(tx: &mut Tx, reader: &Reader, id: CommentId, ready: &Ready) -> Outcome<()> {
    edit(tx, reader, id, (&ready.text.body, &ready.drawn), None).await
}

/// Changes a comment's text, which was checked and drawn before; `made_from` names the version that
/// it was made from, none takes any.
///
/// # Errors
/// What reading its post says; `Gone`; `Denied` for others and after thirty days; `Conflict` with
/// `comment.changed` when it is not what the text was made from any more.
pub async fn edit(
    tx: &mut Tx,
    reader: &Reader,
    id: CommentId,
    (body, drawn): (&str, &Rendered),
    made_from: Option<&str>,
) -> Outcome<()> {
    let comment = store::get_for_update(tx, id).await?;
    let post = posts::get(tx, comment.post).await?;
    let now = tx.now();
    let permit = policy::edit_comment(reader, &post, &comment, now)?;
    let me = reader.me()?;
    let old = store::source(tx, &permit).await?;
    if old == body {
        return Ok(());
    }
    if made_from.is_some_and(|from| from != version::name_of(&[&old])) {
        return Err(Fault::Conflict("comment.changed"));
    }
    store::update(tx, &permit, (body, &drawn.html, drawn.language), (me, post.gate, now)).await?;
    let words = search::Words {
        id,
        space: post.space,
        gate: post.gate,
        author: comment.author.id,
        plain: &drawn.plain,
        lang: drawn.language,
        at: comment.created_at,
        votes: 0,
    };
    search::index_comment(tx, &words, comment.featured_at.is_some()).await?;
    let pictures = drawing::pictures(drawn, &Rendered::default());
    media::shown::replace(tx, holder(Subject::Comment(id)), &pictures).await?;
    let mentions =
        mention::replace(tx, Subject::Comment(id), comment.author.id, &drawn.mentions).await?;
    tx.acting(me);
    tx.announce(CommentEdited { comment: id, post: post.id, space: post.space, mentions }).await
}
