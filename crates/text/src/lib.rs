//! Everything that is done to texts, without reading or writing anything: Markdown to safe HTML
//! and its free part, search tokens and snippets, the word filter, differences between versions,
//! lengths and languages, addresses and handles made from titles and names.
#![deny(missing_docs)]

mod diff;
mod filter;
mod fold;
pub mod markdown;
mod measure;
mod name;
mod snippet;
mod tokens;

pub use diff::{Change, DiffLine, diff};
pub use filter::{Filter, Hit, TooManyWords};
pub use fold::{Folded, fold, folded, is_han, is_invisible, simplified};
pub use markdown::{
    Context, Rendered, named, on_one_line, opening, plain, readable, references, render,
    render_free, split, title,
};
pub use measure::{Length, language};
pub use name::{handle, slug};
pub use snippet::{Snippet, snippet};
pub use tokens::{TOKENS_VERSION, query, tokens};
