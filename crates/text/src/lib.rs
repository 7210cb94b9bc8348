//! Everything that is done to texts, without reading or writing anything: search tokens and
//! snippets, lengths and languages, addresses and handles made from titles and names.
#![deny(missing_docs)]

mod fold;
mod measure;
mod name;
mod snippet;
mod tokens;

pub use fold::{Folded, fold, folded, is_han, is_invisible, simplified};
pub use measure::{Length, language};
pub use name::{handle, slug};
pub use snippet::{Snippet, snippet};
pub use tokens::{TOKENS_VERSION, query, tokens};
