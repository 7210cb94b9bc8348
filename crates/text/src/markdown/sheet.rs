//! What is gathered while a text is written.

use std::collections::HashMap;

use super::formula::Definitions;
use super::link::ID_PREFIX;
use super::slots::Slots;
use super::{Context, Heading, Rendered};
use crate::name::slug;

/// Most tags that a person may write in one text.
const MOST_TAGS: usize = 4_000;

/// The state of one rendering.
pub(super) struct Sheet<'a> {
    /// What the caller knows.
    pub(super) context: &'a Context<'a>,
    /// Pieces that are filled in after sanitising.
    pub(super) slots: Slots,
    /// What was found so far.
    pub(super) found: Rendered,
    /// Bytes of code that may still be highlighted.
    pub(super) highlight_left: usize,
    /// Footnotes written so far.
    pub(super) footnotes: usize,
    /// Whether a person wrote HTML of their own.
    pub(super) has_raw: bool,
    /// Tags that a person may still write: what is nested costs the sanitiser the square.
    pub(super) tags_left: usize,
    /// Macros that the text's formulas have defined so far.
    pub(super) definitions: Definitions,
    anchors: HashMap<String, usize>,
    /// The levels, as the author counted, of the heading that is written and of those above it.
    above: Vec<u8>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet for one source.
    pub(super) fn new(source: &str, context: &'a Context<'a>) -> Self {
        Self {
            context,
            slots: Slots::new(source),
            found: Rendered::default(),
            highlight_left: super::code::MOST_HIGHLIGHTED,
            footnotes: 0,
            has_raw: false,
            tags_left: MOST_TAGS,
            definitions: Definitions::default(),
            anchors: HashMap::new(),
            above: Vec::new(),
        }
    }

    /// The id of a place in this text.
    pub(super) fn id(&self, place: &str) -> String {
        format!("{ID_PREFIX}{}{place}", self.context.anchor)
    }

    /// Adds a heading to the outline and gives its level on the page and its id. Levels begin where
    /// the context says and never skip one, whatever the author counted; equal headings are numbered.
    pub(super) fn heading(&mut self, counted: u8, text: String) -> (u8, String) {
        while self.above.pop_if(|above| *above >= counted).is_some() {}
        self.above.push(counted);
        let level = self.depth();
        let mut place = slug(&text);
        if place.is_empty() {
            place.push_str("section");
        }
        let times = self.anchors.entry(place.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times > 1 {
            place = format!("{place}-{times}");
        }
        let id = self.id(&place);
        self.found.outline.push(Heading { level, text, id: id.clone() });
        (level, id)
    }

    /// The level of the heading that is being written, 2 to 6.
    pub(super) fn depth(&self) -> u8 {
        let depth = u8::try_from(self.above.len()).unwrap_or(u8::MAX);
        depth.saturating_add(self.context.heading_shift).clamp(2, 6)
    }
}

/// Writes a text so that it means itself in HTML, in an element or in a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for ch in text.chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(ch),
        }
    }
    out
}
