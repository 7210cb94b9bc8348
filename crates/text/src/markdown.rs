//! Markdown to safe HTML.
//!
//! CommonMark with tables, footnotes, task lists, strikethrough, bare links and TeX is parsed to a
//! tree. Our own passes over the tree write the HTML; what we vouch for (code, formulas, pictures,
//! mentions) leaves a slot there. The whole is sanitised, and only then are the slots filled, so
//! nothing that a person wrote reaches the page without having gone through the sanitiser.

mod clean;
mod code;
mod divider;
mod formula;
mod link;
mod mention;
mod parse;
mod picture;
mod plain;
mod references;
mod sheet;
mod slots;
mod title;
mod write;

use std::collections::HashMap;

use kernel::{Fault, Key, Locale, MemberId, Outcome};

pub use divider::{Locked, Split, split};
pub use mention::named;
pub use plain::{on_one_line, opening, plain, readable};
pub use references::{References, references};
pub use title::title;

use crate::measure::{Length, language};

/// Raised whenever the same source gives other HTML or other first words than before: what is stored
/// is made again.
pub const RENDER_VERSION: u32 = 5;

/// Longest source in bytes that is laid out: about 130,000 Han characters.
pub const LONGEST_SOURCE: usize = 400_000;

/// The few words that rendering adds, in the language of the page.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Name of the list of footnotes: "Footnotes".
    pub footnotes: &'a str,
    /// Name of the link from a footnote back to the text: "Back to the text".
    pub footnote_back: &'a str,
    /// Name of a table that scrolls sideways: "Table".
    pub table: &'a str,
    /// What stands for a picture without a description: "Picture without description".
    pub picture: &'a str,
    /// What the link to a picture on another site says without a description: "Picture".
    pub remote_picture: &'a str,
    /// A ticked task: "Done".
    pub task_done: &'a str,
    /// An open task: "Open".
    pub task_open: &'a str,
}

/// A member whom a text can mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentionable {
    /// The member.
    pub id: MemberId,
    /// The name that is shown.
    pub name: String,
    /// The address of the profile.
    pub href: String,
}

/// A picture of ours that a text can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels of the largest variant.
    pub width: u32,
    /// Height in pixels of the largest variant.
    pub height: u32,
    /// Widths in pixels of the variants at `/media/{id}/{width}`, ascending.
    pub variants: Vec<u32>,
}

/// What rendering has to know about the site and the page.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The words that rendering adds.
    pub words: Words<'a>,
    /// Stands in every id of this text, so that two texts on one page do not share ids.
    pub anchor: &'a str,
    /// Who can be mentioned, by handle in small letters.
    pub members: HashMap<String, Mentionable>,
    /// Which pictures exist, by the id in their address.
    pub pictures: HashMap<String, Picture>,
    /// The addresses of the tags that are linked, by name as the text writes it; others stay words.
    pub tags: HashMap<String, String>,
    /// The site's own origin, `https://example.org`: links there count as links within.
    pub origin: Option<&'a str>,
    /// The level of the page that headings stand below: 1 makes the first an `h2`.
    pub heading_shift: u8,
    /// Whether a line end in the source is one on the page.
    pub hard_breaks: bool,
}

impl<'a> Context<'a> {
    /// A context that knows no members, pictures or tags; `#` becomes `h2`.
    #[must_use]
    pub fn new(words: Words<'a>) -> Self {
        Self {
            words,
            anchor: "",
            members: HashMap::new(),
            pictures: HashMap::new(),
            tags: HashMap::new(),
            origin: None,
            heading_shift: 1,
            hard_breaks: false,
        }
    }
}

/// A heading of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The level on the page, 1 to 6.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// Its id on the page.
    pub id: String,
}

/// A rendered text, and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// The headings, in order.
    pub outline: Vec<Heading>,
    /// The text without markup, blocks on lines of their own: for search, snippets and measures.
    pub plain: String,
    /// The sentences alone, on one line: for lists that show how the text begins.
    pub opening: String,
    /// How long it is.
    pub length: Length,
    /// Pictures shown or linked.
    pub images: usize,
    /// Formulas, also those that could not be set.
    pub formulas: usize,
    /// Blocks of code.
    pub code_blocks: usize,
    /// The members who are mentioned, each once.
    pub mentions: Vec<MemberId>,
    /// Tags, folded, each once.
    pub tags: Vec<String>,
    /// Addresses outside the site that are linked, each once.
    pub links: Vec<String>,
    /// Ids of our own pictures that are shown, each once.
    pub pictures: Vec<String>,
    /// The language that the text is mostly in.
    pub language: Option<Locale>,
}

/// Refuses a source that is too long to be laid out.
///
/// # Errors
/// `TooLarge` with `key`.
pub fn check_size(source: &str, key: Key) -> Outcome<()> {
    if source.len() > LONGEST_SOURCE { Err(Fault::TooLarge(key)) } else { Ok(()) }
}

/// Renders a whole source: the divider, if there is one, leaves no trace.
///
/// Never fails: a source beyond the limits of size or nesting is shown as it was written.
#[must_use]
pub fn render(source: &str, context: &Context<'_>) -> Rendered {
    let mut rendered = write::page(source, context);
    rendered.length = Length::of(&rendered.plain);
    rendered.language = language(&rendered.plain);
    rendered
}

/// Renders what stands above the divider and measures what stands below. Nothing below it, no
/// footnote and no link definition either, reaches the result; `None` for a source without
/// divider.
#[must_use]
pub fn render_free(source: &str, context: &Context<'_>) -> Option<(Rendered, Locked)> {
    let split = split(source)?;
    Some((render(split.free, context), split.measure()))
}

#[cfg(test)]
mod tests;
