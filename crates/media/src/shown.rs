//! What shows a picture: from here it is decided at each request who may see it.

pub(crate) mod store;

use db::Tx;
use kernel::Outcome;

use crate::picture::MediaId;

/// A text that shows pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A post.
    Post(i64),
    /// A comment or answer.
    Comment(i64),
}

impl Holder {
    /// The word of its kind, and its id.
    #[must_use]
    pub(crate) const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Post(id) => ("post", id),
            Self::Comment(id) => ("comment", id),
        }
    }
}

/// A picture in a text, and whether it stands above the divider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Which picture.
    pub media: MediaId,
    /// Whether whoever sees the text's free part sees it.
    pub free: bool,
}

/// Writes down what a new text shows.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Tx, holder: Holder, uses: &[Use]) -> Outcome<()> {
    for free in [true, false] {
        let part: Vec<MediaId> =
            uses.iter().filter(|one| one.free == free).map(|one| one.media).collect();
        if !part.is_empty() {
            store::insert(tx, holder, free, &part).await?;
        }
    }
    let all: Vec<MediaId> = uses.iter().map(|one| one.media).collect();
    if all.is_empty() { Ok(()) } else { store::update_busy(tx, &all).await }
}

/// Writes down what a text shows now that it was changed.
///
/// # Errors
/// When the database fails.
pub async fn replace(tx: &mut Tx, holder: Holder, uses: &[Use]) -> Outcome<()> {
    let before = store::list(tx, holder).await?;
    if before.as_slice() == uses {
        return Ok(());
    }
    store::delete_in(tx, holder).await?;
    put(tx, holder, uses).await?;
    let gone: Vec<MediaId> = before
        .iter()
        .map(|one| one.media)
        .filter(|media| uses.iter().all(|one| one.media != *media))
        .collect();
    if gone.is_empty() { Ok(()) } else { store::update_idle(tx, &gone).await }
}

/// Forgets what a text showed that is no more.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, holder: Holder) -> Outcome<()> {
    replace(tx, holder, &[]).await
}
