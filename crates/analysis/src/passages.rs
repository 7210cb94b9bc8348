//! Passages of text: finding them, their near copies, their phrases and their core.
//!
//! Everything here works on tokens that the caller made.

mod copies;
mod index;
mod phrases;
mod question;
mod ranking;
mod signs;
mod summary;

pub use copies::{Copy, near_copies};
pub use index::{Found, Passage, PassageIndex, SearchPlan};
pub use phrases::{Phrase, keyphrases};
pub use ranking::{Candidate, Judged, Ranking, SIGNS, Signs};
pub use summary::summary;
