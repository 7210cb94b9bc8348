//! Feeds of new posts, for programs that read them: what a visitor sees, and nothing else.

pub(crate) mod draw;
pub(crate) mod page;
mod store;

use community::Reader;
use community::feed::{self, Order, Page, Place};
use community::post::Post;
use db::Tx;
use kernel::{Cursor, ListSize, Outcome};

/// A post in a feed with what a visitor reads of it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) post: Post,
    /// All of it where it is open, else what stands above its divider.
    pub(crate) html: String,
    pub(crate) whole: bool,
}

/// The newest posts of a place, as a visitor sees them.
///
/// # Errors
/// When the database fails.
pub(crate) async fn entries(tx: &Tx, anyone: &Reader, place: Place) -> Outcome<Vec<Entry>> {
    let page = Page { order: Order::Latest, after: Cursor::START, size: ListSize::default() };
    let posts = feed::all(tx, anyone, place, page).await?.items;
    let ids: Vec<i64> = posts.iter().map(|post| kernel::Id::get(post.id)).collect();
    let (free, mut whole) = if ids.is_empty() {
        Default::default()
    } else {
        (store::free(tx, &ids).await?, store::whole(tx, &ids, anyone.reach.open()).await?)
    };
    let entry = |post: Post| {
        let open = whole.remove(&post.id);
        let is_whole = open.is_some();
        let html = open.or_else(|| free.get(&post.id).cloned()).unwrap_or_default();
        Entry { post, html, whole: is_whole }
    };
    Ok(posts.into_iter().map(entry).collect())
}
