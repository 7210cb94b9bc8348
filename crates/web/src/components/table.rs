//! Rows and columns.

use askama::Template;
use askama::filters::HtmlSafe;

use super::menu::LinkView;
use super::person::Badge;
use super::when::When;

/// How a column is ordered, as `aria-sort` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

impl Order {
    const fn word(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

/// One column.
#[derive(Debug, Clone)]
pub struct ColumnView {
    /// Its heading; also the label of the cell on phones.
    pub label: String,
    /// Figures, set to the end of the cell.
    pub number: bool,
    /// Names the row: its cells are row headings and lead the card on phones. One column at most.
    pub heading: bool,
    /// The same list, ordered by this column.
    pub sort: Option<String>,
    /// How it is ordered now.
    pub sorted: Option<Order>,
}

impl ColumnView {
    /// A column of words that cannot be sorted.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: false, heading: false, sort: None, sorted: None }
    }

    /// The same column for figures.
    #[must_use]
    pub const fn number(mut self) -> Self {
        self.number = true;
        self
    }

    /// The same column as the one that names the row.
    #[must_use]
    pub const fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    const fn sort_icon(&self) -> &'static str {
        match self.sorted {
            Some(Order::Ascending) => "arrow-up",
            Some(Order::Descending) => "arrow-down",
            None => "chevrons-up-down",
        }
    }
}

/// One cell.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Nothing: a dash.
    None,
    /// Words or a figure.
    Text(String),
    /// Words in bold.
    Strong(String),
    /// Words in bold over the key that they stand for.
    Named(String, String),
    /// Short texts in a row, none of them broken.
    Parts(Vec<String>),
    /// Words of less weight.
    Muted(String),
    /// A link.
    Link(LinkView),
    /// A link and a second line.
    Two(LinkView, String),
    /// A state.
    Badge(Badge),
    /// A moment.
    When(When),
    /// A code, key or hash.
    Code(String),
    /// One act, as a link.
    Act(LinkView),
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct RowView {
    /// Its id in the page, so that a stream can replace it.
    pub id: Option<String>,
    /// The value that its check box sends.
    pub pick: Option<String>,
    /// Names its check box.
    pub name: String,
    /// Whether it is chosen.
    pub selected: bool,
    /// One for each column.
    pub cells: Vec<Cell>,
}

impl RowView {
    /// A row that cannot be chosen.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }
}

/// A table (component 31).
#[derive(Debug, Clone, Template)]
#[template(path = "ui/table.html")]
pub struct TableView {
    /// Its id in the page.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// Whether the caption is for assistive technology alone, a heading standing above.
    pub hide_caption: bool,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// Heading of the check boxes; the form `{id}-bulk` gets what is chosen as `pick`.
    pub pick_all: Option<String>,
    /// What stands there while there are no rows.
    pub empty: Option<String>,
    /// Whether rows become cards on phones; else the table scrolls.
    pub cards: bool,
}

impl HtmlSafe for TableView {}
