//! Recommendation of items to members from what they saved, read or liked.
//!
//! Only what was chosen is known, never what was disliked. One [`Recommender`] blends several ways
//! of guessing, because no single one wins in every community: a ridge regression of each item on
//! its neighbours or, in small catalogues, on all items ([`Ease`]), a walk over the graph of members
//! and items, like-minded members, hidden tastes ([`Factors`]), what the items are about, and plain
//! popularity, which fades with age where ages are known. [`choose()`] finds the settings and the
//! weights on the community's own held-back interactions; [`Recommender::train`] uses them.

mod blend;
mod choose;

mod content;
mod ease;
mod factors;
mod interactions;
mod item_set;
mod late;
mod newcomer;
mod observe;
mod pick;
mod popularity;
mod recipe;
mod ridge;
mod score;
mod together;
mod train;
pub use choose::{Choice, choose};
pub use content::Field;
pub use ease::Ease;
pub use factors::{Factors, FactorsPlan};
pub use interactions::Interactions;
pub use item_set::ItemSet;
pub use pick::{Pick, Reason, Request};
pub use popularity::decayed_popularity;
pub use recipe::{Recipe, Weights};
pub use score::Scratch;
pub use train::Recommender;

#[cfg(test)]
mod tests;
