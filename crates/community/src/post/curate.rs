//! Picking a post for everybody to see first, and closing its discussion.

use db::Tx;
use kernel::Outcome;

use super::{PostId, store};
use crate::event::{PostClosed, PostFeatured};
use crate::policy;
use crate::reader::Reader;

/// Picks a post, or takes that back; doing either twice changes nothing.
///
/// # Errors
/// `SignIn`, `Missing`, `Denied`.
pub async fn feature(tx: &mut Tx, reader: &Reader, id: PostId, on: bool) -> Outcome<()> {
    let post = store::get_for_update(tx, id).await?;
    let permit = policy::curate(reader, &post)?;
    if post.featured_at.is_some() == on {
        return Ok(());
    }
    let now = tx.now();
    store::set_featured(tx, permit.subject(), on.then_some(now)).await?;
    store::rank(tx, id).await?;
    tx.acting(reader.me()?);
    tx.announce(PostFeatured { post: id, space: post.space, author: post.author.id, on }).await
}

/// Closes the discussion below a post, or opens it again.
///
/// # Errors
/// `SignIn`, `Missing`, `Denied`.
pub async fn close(tx: &mut Tx, reader: &Reader, id: PostId, on: bool) -> Outcome<()> {
    let post = store::get_for_update(tx, id).await?;
    let permit = policy::curate(reader, &post)?;
    if post.locked == on {
        return Ok(());
    }
    store::set_locked(tx, permit.subject(), on).await?;
    tx.acting(reader.me()?);
    tx.announce(PostClosed { post: id, space: post.space, on }).await
}
