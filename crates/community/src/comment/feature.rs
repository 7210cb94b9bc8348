//! Showing a comment of a gated post to everybody.

use db::Tx;
use kernel::Outcome;

use super::{CommentId, store};
use crate::event::CommentFeatured;
use crate::post::store as posts;
use crate::reader::Reader;
use crate::{policy, search};

/// Shows a comment to everybody, or takes that back. Its author is told by the event and may take
/// it back for good; doing either twice changes nothing.
///
/// # Errors
/// What reading its post says; `Gone`; `Denied`; `Conflict` where its author took it back.
pub async fn feature(tx: &mut Tx, reader: &Reader, id: CommentId, on: bool) -> Outcome<()> {
    let comment = store::get_for_update(tx, id).await?;
    let post = posts::get(tx, comment.post).await?;
    let permit = policy::feature_comment(reader, &post, &comment, on)?;
    if comment.featured_at.is_some() == on {
        return Ok(());
    }
    let (me, now) = (reader.me()?, tx.now());
    let withdrawn = comment.withdrawn || (!on && me == comment.author.id);
    store::set_featured(tx, permit.subject(), on.then_some(now), withdrawn).await?;
    search::again::comment(tx, (post.space, post.gate), &comment, on).await?;
    tx.acting(me);
    tx.announce(CommentFeatured {
        comment: id,
        post: post.id,
        space: post.space,
        author: comment.author.id,
        on,
    })
    .await
}
