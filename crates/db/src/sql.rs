//! SQL texts: written by hand, one for both engines, each registered where it stands.

use std::fmt::Write as _;
use std::sync::OnceLock;

use crate::Engine;

/// The most values that one `{list}` takes: what both engines bind in one statement, with room.
pub const LIST_MAX: usize = 16_384;

/// A statement as the source writes it; made by [`sql!`](macro@crate::sql) only.
#[derive(Debug)]
pub struct Statement {
    texts: [&'static str; 2],
    specific: bool,
    file: &'static str,
    line: u32,
    columns: Option<&'static [&'static str]>,
    ready: [OnceLock<String>; 2],
    names_log: OnceLock<bool>,
    is_in_order: OnceLock<bool>,
}

impl Statement {
    #[doc(hidden)]
    #[must_use]
    pub const fn same(text: &'static str, file: &'static str, line: u32) -> Self {
        Self::of([text, text], false, file, line)
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn apart(
        sqlite: &'static str,
        pg: &'static str,
        file: &'static str,
        line: u32,
    ) -> Self {
        Self::of([sqlite, pg], true, file, line)
    }

    const fn of(texts: [&'static str; 2], specific: bool, file: &'static str, line: u32) -> Self {
        let ready = [OnceLock::new(), OnceLock::new()];
        let names_log = OnceLock::new();
        let is_in_order = OnceLock::new();
        Self { texts, specific, file, line, columns: None, ready, names_log, is_in_order }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn reads(mut self, columns: Option<&'static [&'static str]>) -> Self {
        self.columns = columns;
        self
    }

    /// Whether the two engines are given different texts.
    #[must_use]
    pub const fn is_specific(&self) -> bool {
        self.specific
    }

    /// The columns that the statement declares to answer with, where it declares them.
    #[must_use]
    pub const fn columns(&self) -> Option<&'static [&'static str]> {
        self.columns
    }

    /// Where the statement stands, as `file:line`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// Whether it reads or writes the event log.
    pub(crate) fn names_log(&self) -> bool {
        let is_other = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let names = |text: &&str| text.split(is_other).any(|word| word == "events");
        *self.names_log.get_or_init(|| self.texts.iter().any(names))
    }

    /// Whether each of SQLite's placeholders stands first behind those with smaller numbers: then its
    /// number is its place.
    pub(crate) fn is_in_order(&self) -> bool {
        *self.is_in_order.get_or_init(|| {
            let text = self.text(Engine::Sqlite);
            let listed = placeholders(text).max().unwrap_or(0) + 1;
            let text = with_rows(&with_list(text, listed, 1), 1);
            let mut next = 1;
            placeholders(&text).all(|number| {
                let is_in_order = number <= next;
                next = next.max(number + 1);
                is_in_order
            })
        })
    }

    /// The text for an engine, tokens filled in; `{list}` and `{rows:…}` stay.
    pub(crate) fn text(&self, engine: Engine) -> &str {
        let (at, text) = match engine {
            Engine::Sqlite => (&self.ready[0], self.texts[0]),
            Engine::Postgres => (&self.ready[1], self.texts[1]),
        };
        at.get_or_init(|| fill(text, engine))
    }
}

/// A registered statement, ready to be run.
#[derive(Debug, Clone, Copy)]
pub struct Sql(pub(crate) &'static Statement);

impl Sql {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(statement: &'static Statement) -> Self {
        Self(statement)
    }
}

#[doc(hidden)]
#[derive(Debug)]
pub struct Registered(pub &'static Statement);

inventory::collect!(Registered);

/// Every statement that is linked into this program.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Registered>.into_iter().map(|registered| registered.0)
}

/// Fills the closed list of tokens in.
fn fill(text: &str, engine: Engine) -> String {
    let (lock, skip) = match engine {
        Engine::Sqlite => ("", ""),
        Engine::Postgres => ("FOR UPDATE", "SKIP LOCKED"),
    };
    text.replace("{for_update}", lock).replace("{skip_locked}", skip)
}

/// The numbers of a text's placeholders, as they stand.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = usize> {
    text.split('$').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    })
}

/// Writes `{list}` as placeholders `$first …`, `count` of them.
pub(crate) fn with_list(text: &str, first: usize, count: usize) -> String {
    let mut places = String::with_capacity(count * 7);
    for number in first..first + count {
        let separator = if number == first { "" } else { ", " };
        // Writing to a String never fails.
        let _ = write!(places, "{separator}${number}");
    }
    text.replace("{list}", &places)
}

/// Writes `{rows:6}` as `count` rows of six placeholders each.
pub(crate) fn with_rows(text: &str, count: usize) -> String {
    let token = text.split_once("{rows:").and_then(|(before, rest)| {
        let (width, after) = rest.split_once('}')?;
        Some((before, width.parse().ok()?, after))
    });
    let Some((before, width, after)) = token else { return text.to_owned() };
    format!("{before}{}{after}", places(count, width))
}

/// The placeholders of some rows: `($1, $2), ($3, $4)`.
pub(crate) fn places(rows: usize, width: usize) -> String {
    let mut text = String::with_capacity(rows * width * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=width {
            let comma = if column == 1 { "" } else { ", " };
            // Writing to a String never fails.
            let _ = write!(text, "{comma}${}", row * width + column);
        }
        text.push(')');
    }
    text
}

/// Registers a statement and gives it as a [`Sql`].
///
/// `sql!("SELECT …")` is one text for both engines with `$1 …` placeholders;
/// `sql!(PostRow: "SELECT …")` says which row it answers with, which a test compares;
/// `sql!{ sqlite: "…", pg: "…" }` is the counted exception.
/// Tokens: `{for_update}`, `{skip_locked}` (nothing on SQLite), `{list}` for the values of
/// [`Args::list`](crate::Args::list), and `{rows:6}`, behind `VALUES`, for the rows of
/// [`Args::rows`](crate::Args::rows) with six values each.
#[macro_export]
macro_rules! sql {
    (sqlite: $sqlite:expr, pg: $pg:expr $(,)?) => {
        $crate::sql!(@register $crate::Statement::apart($sqlite, $pg, file!(), line!()))
    };
    (@register $statement:expr) => {{
        static STATEMENT: $crate::Statement = $statement;
        $crate::inventory::submit! { $crate::Registered(&STATEMENT) }
        $crate::Sql::new(&STATEMENT)
    }};
    ($row:ty : $text:expr) => {
        $crate::sql!(@register $crate::Statement::same($text, file!(), line!())
            .reads(<$row as $crate::FromRow>::COLUMNS))
    };
    ($text:expr) => {
        $crate::sql!(@register $crate::Statement::same($text, file!(), line!()))
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_lock_is_asked_for_where_rows_can_be_locked() {
        let text = "SELECT id FROM jobs {for_update} {skip_locked}";
        assert_eq!(fill(text, Engine::Postgres), "SELECT id FROM jobs FOR UPDATE SKIP LOCKED");
        assert_eq!(fill(text, Engine::Sqlite).trim_end(), "SELECT id FROM jobs");
    }

    #[test]
    fn a_list_becomes_placeholders_after_the_fixed_ones() {
        assert_eq!(
            with_list("id IN ({list}) AND x = $1", 2, 4),
            "id IN ($2, $3, $4, $5) AND x = $1"
        );
    }

    #[test]
    fn rows_become_a_placeholder_for_each_value() {
        assert_eq!(
            with_rows("INSERT INTO x (a, b) VALUES {rows:2} ON CONFLICT DO NOTHING", 2),
            "INSERT INTO x (a, b) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING"
        );
    }

    #[test]
    fn placeholders_are_in_order_while_none_stands_before_a_smaller_one() {
        let in_order = |text| Statement::same(text, "", 0).is_in_order();
        assert!(in_order("SELECT a FROM x WHERE b = $1 AND (c = $2 OR d = $1) LIMIT $3"));
        assert!(in_order("SELECT a FROM x WHERE b = $1 AND c IN ({list})"));
        assert!(in_order("INSERT INTO x (a, b) VALUES {rows:2}"));
        assert!(in_order("SELECT a FROM x"));
        assert!(!in_order("UPDATE x SET a = $2 WHERE b = $1"));
        assert!(!in_order("SELECT a FROM x WHERE c IN ({list}) AND b = $1"));
    }

    #[test]
    fn a_statement_that_names_the_log_is_known() {
        let names = |text| Statement::same(text, "", 0).names_log();
        assert!(names("SELECT id FROM events WHERE position > $1"));
        assert!(!names("SELECT event_id FROM provider_notices WHERE seen_events > $1"));
    }
}
