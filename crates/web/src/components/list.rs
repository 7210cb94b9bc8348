//! What stands around a list: filter, pages, contents.

use askama::Template;
use askama::filters::HtmlSafe;

use super::field::ChoiceView;
use crate::Texts;

/// One saved filter as a link.
#[derive(Debug, Clone)]
pub struct Chip {
    /// The list with this filter.
    pub href: String,
    /// Its word.
    pub text: String,
    /// How many, already formatted.
    pub count: Option<String>,
    /// Whether it is on.
    pub current: bool,
}

/// Words to search a list for.
#[derive(Debug, Clone)]
pub struct FilterSearch {
    /// The name of the query parameter.
    pub name: &'static str,
    /// What was searched.
    pub value: String,
    /// What can be found with it: label and placeholder.
    pub label: String,
}

/// One choice of a filter.
#[derive(Debug, Clone)]
pub struct FilterSelect {
    /// The name of the query parameter.
    pub name: &'static str,
    /// What is chosen.
    pub label: String,
    /// The options; the first is usually "all".
    pub options: Vec<ChoiceView>,
}

/// What a list shows (component 32): a GET form.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/filter.html")]
pub struct FilterBar {
    /// The words.
    pub t: Texts,
    /// The list's page.
    pub action: String,
    /// Query parameters that stay.
    pub hidden: Vec<(String, String)>,
    /// Words.
    pub search: Option<FilterSearch>,
    /// Choices.
    pub selects: Vec<FilterSelect>,
    /// Saved filters.
    pub chips: Vec<Chip>,
    /// The list without any filter, where one is on.
    pub clear: Option<String>,
}

impl HtmlSafe for FilterBar {}

/// The way to the rest of a list (component 33). Draws nothing when there is none.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/pager.html")]
pub struct Pager {
    /// The words.
    pub t: Texts,
    /// The page before this one.
    pub newer: Option<String>,
    /// The page after this one.
    pub older: Option<String>,
    /// "1–20 of 312".
    pub summary: Option<String>,
}

impl HtmlSafe for Pager {}

impl Pager {
    /// The way on from a page of a list that is read forwards only.
    #[must_use]
    pub const fn on(t: Texts, older: Option<String>) -> Self {
        Self { t, newer: None, older, summary: None }
    }
}

/// One heading of a page's contents.
#[derive(Debug, Clone)]
pub struct OutlinePart {
    /// `#id`; `None` for a part behind the gate.
    pub href: Option<String>,
    /// The heading.
    pub text: String,
}

/// The contents of a page.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/outline.html")]
pub struct OutlineView {
    /// Names it.
    pub label: String,
    /// The headings.
    pub parts: Vec<OutlinePart>,
}

impl HtmlSafe for OutlineView {}
