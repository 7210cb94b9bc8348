//! Links, tabs and the lines of a menu.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::NavItem;

/// A link as data.
#[derive(Debug, Clone)]
pub struct LinkView {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
}

impl LinkView {
    /// A link that says `text`.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// One of several links of which one is where the reader is.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
    /// Whether it is the page that is shown.
    pub current: bool,
    /// A count beside the word, already formatted.
    pub count: Option<String>,
}

impl Tab {
    /// A tab without a count.
    pub fn new(href: impl Into<String>, text: impl Into<String>, current: bool) -> Self {
        Self { href: href.into(), text: text.into(), current, count: None }
    }
}

/// What a line of a menu does.
#[derive(Debug, Clone)]
pub enum MenuAct {
    /// Opens a page.
    Go(String),
    /// Posts to a path, which answers with a redirect.
    Post(String),
    /// Posts to a path, which answers with Turbo Streams (or a redirect, without script).
    Stream(String),
    /// Copies a text; hidden where no script runs.
    Copy(String),
}

/// To whom a line of a shared piece is shown: it is drawn unseen, and the page sets it free.
#[derive(Debug, Clone, Template)]
#[template(
    source = "{% if let Some(id) = own %} data-own=\"{{ id }}\"{% endif %}{% if team %} data-team{% endif %} hidden",
    ext = "html"
)]
pub struct Whose {
    /// The member whose it is.
    pub own: Option<String>,
    /// Whether the team may do it too.
    pub team: bool,
}

impl HtmlSafe for Whose {}

/// One line of a menu.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/menu_item.html")]
pub struct MenuItem {
    /// What happens.
    pub act: MenuAct,
    /// A name of `icons/names.txt`.
    pub icon: &'static str,
    /// What it says: verb and object.
    pub label: String,
    /// What it says once a text was copied.
    pub done: String,
    /// Whether it takes something away.
    pub danger: bool,
    /// To whom it is shown; none where the whole piece is one viewer's.
    pub whose: Option<Whose>,
}

impl MenuItem {
    /// A line that does `act`.
    pub fn new(act: MenuAct, icon: &'static str, label: impl Into<String>) -> Self {
        Self { act, icon, label: label.into(), done: String::new(), danger: false, whose: None }
    }

    /// The same line, marked as taking something away.
    #[must_use]
    pub const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl HtmlSafe for MenuItem {}

/// Whether the navigation says that the page at `href` is the one shown.
pub fn is_current(items: &[NavItem], href: impl AsRef<str>) -> bool {
    items.iter().any(|item| item.current && item.href == href.as_ref())
}
