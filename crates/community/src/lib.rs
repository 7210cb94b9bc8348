//! What people write for each other: spaces, posts, comments, answers, reactions, bookmarks, tags,
//! mentions, follows, history.
//!
//! What a viewer may read is decided in [`reach`] and nowhere else; what they may do, in
//! [`policy`]. Text behind a gate leaves the stores with a permit only.
#![deny(missing_docs)]

extern crate self as community;

mod column;

pub mod author;
pub mod bookmark;
pub mod bulk;
pub mod comment;
mod confirm;
mod event;
pub mod export;
pub mod feed;
pub mod follow;
pub mod gate;
pub mod ground;
pub mod hand;
mod home;
mod inspection;
mod joining;
pub mod leaving;
pub mod live;
mod look;
mod mention;
mod mine;
mod offer;
mod once;
pub mod picture;
mod pieces;
pub mod policy;
pub mod post;
pub mod ranking;
pub mod reach;
pub mod reaction;
pub mod reader;
mod remembered;
mod routes;
pub mod search;
pub mod space;
mod standing;
pub mod tag;
mod texts;
pub mod upkeep;
mod version;

pub use event::*;
pub use leaving::subscribers;
pub use reader::Reader;
pub use routes::routes;
pub use texts::Texts;

/// What the slice keeps in memory; put into the app by the wiring.
#[derive(Debug, Default)]
pub struct Community {
    /// All spaces, gates and moderators.
    pub ground: ground::Kept,
    /// Full reads that wait to be written.
    pub reads: post::read::Reads,
    /// What members hold.
    pub holdings: access::HoldingsCache,
    inspected: inspection::Known,
    pieces: pieces::Pieces,
    remembered: remembered::Remembered,
    lists: standing::Standing<feed::draw::ListKey, kernel::List<feed::draw::Row>>,
    talks: standing::Standing<post::load::TalkKey, post::load::Talk>,
    beside: standing::Standing<Vec<gate::GateId>, home::page::Beside>,
}

impl Community {
    /// Keeps nothing yet; `holdings` is the cache whose subscriber the wiring has named.
    #[must_use]
    pub fn new(holdings: access::HoldingsCache) -> Self {
        Self { holdings, ..Self::default() }
    }

    /// Whether anything was on sale when that was last read: what pages show, no decision.
    #[must_use]
    pub fn sells(&self) -> bool {
        self.remembered.sells()
    }

    /// Reads what is on sale, so that [`Community::sells`] knows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look_for_offers(&self, tx: &db::Tx) -> kernel::Outcome<()> {
        offer::all(tx, self).await.map(drop)
    }
}

#[cfg(test)]
mod tests;
