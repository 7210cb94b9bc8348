//! Keeping a post for later.

pub(crate) mod api;
pub(crate) mod page;
pub(crate) mod store;

use db::Tx;
use kernel::{List, Outcome};

use crate::event::{BookmarkAdded, BookmarkRemoved};
use crate::feed::{self, Page};
use crate::policy;
use crate::post::{self, Post, PostId};
use crate::reader::Reader;

/// Keeps a post for later, or does not any more. Doing either twice changes nothing.
///
/// # Errors
/// `SignIn`, `Missing` or `Denied` as for reading the post.
pub async fn set(tx: &mut Tx, reader: &Reader, id: PostId, on: bool) -> Outcome<Post> {
    let found = post::store::get(tx, id).await?;
    let permit = policy::bookmark(reader, &found)?;
    let (post, member) = (permit.subject(), reader.me()?);
    if !store::set(tx, member, post, on).await? {
        return Ok(found);
    }
    store::count(tx, post, if on { 1 } else { -1 }).await?;
    tx.acting(member);
    if on {
        tx.announce(BookmarkAdded { post, space: found.space, member }).await?;
    } else {
        tx.announce(BookmarkRemoved { post, space: found.space, member }).await?;
    }
    post::store::get(tx, id).await
}

/// What its cursors name the list.
const LIST: &str = "bookmarks";

/// What the reader keeps and may still see, the last kept first.
///
/// # Errors
/// `SignIn` for a visitor.
pub async fn list(tx: &Tx, reader: &Reader, page: Page) -> Outcome<List<Post>> {
    feed::store::bookmarked(tx, reader.me()?, &reader.reach.signed(), page).await
}
