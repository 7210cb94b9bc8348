//! Every registered statement, prepared on a real schema.

use kernel::{Fault, Outcome};

use crate::engine::{Conn, sqlite};
use crate::failure::Failure;
use crate::sql::{placeholders, with_list, with_rows};
use crate::{Db, Engine, Statement, Tx, statements};

/// The most statements in a hundred that may differ between the engines.
const SPECIFIC_PERCENT: usize = 3;
/// From how many statements on that share says something.
const ENOUGH: usize = 200;

/// The tables that stay small, a line each.
const SMALL: &str = include_str!("../../../../migrations/small_tables.txt");

/// Prepares every statement that is linked into this program and compares its columns with the row
/// that it declares; on SQLite it also asks for the plan and fails on what reads the whole of a
/// table that is not named in `migrations/small_tables.txt`, unless it has a `LIMIT` and an index.
/// Statements of tests may read what they like.
///
/// # Panics
/// With all complaints, each with the statement's place.
pub async fn check_statements(db: &Db) {
    let mut all: Vec<&'static Statement> = statements().collect();
    all.sort_by_key(|statement| statement.place());
    let count = all.len();
    let specific = all.iter().filter(|statement| statement.is_specific()).count();
    let checked = db.read(async move |tx| complaints(tx, &all).await).await;
    let mut complaints = match checked {
        Ok(complaints) => complaints,
        Err(fault) => panic!("the statements could not be checked: {fault}"),
    };
    if count >= ENOUGH && specific * 100 > count * SPECIFIC_PERCENT {
        complaints.push(format!("{specific} of {count} statements differ between the engines"));
    }
    let engine = db.engine();
    assert!(complaints.is_empty(), "{engine}: {}\n{}", complaints.len(), complaints.join("\n"));
}

/// Asks SQLite for the plan of every statement that is linked into this program and fails on an
/// index that none uses and that keeps nothing unique: it is paid for with every write. For the
/// test of a program with all its slices.
///
/// # Panics
/// With the names of the idle indexes.
pub async fn check_indexes(db: &Db) {
    let idle = match db.read(async |tx| idle_indexes(tx)).await {
        Ok(idle) => idle,
        Err(fault) => panic!("the indexes could not be checked: {fault}"),
    };
    assert!(idle.is_empty(), "no statement uses {}", idle.join(", "));
}

fn idle_indexes(tx: &Tx) -> Outcome<Vec<String>> {
    if tx.engine() == Engine::Postgres {
        return Ok(Vec::new());
    }
    let text = |statement: &'static Statement| runnable(statement, Engine::Sqlite);
    let plans = statements().map(|statement| plan(tx, &text(statement)).unwrap_or_default());
    let steps: Vec<String> = plans.flatten().collect();
    let is_used =
        |index: &str| steps.iter().any(|step| step.split([' ', '(']).any(|word| word == index));
    let indexes = sqlite::with_connection(tx, |conn| {
        let mut all = conn.prepare(
            "SELECT l.name FROM sqlite_schema t JOIN pragma_index_list(t.name) l
              WHERE t.type = 'table' AND l.origin = 'c' AND NOT l.\"unique\"",
        )?;
        let names = all.query_map([], |row| row.get::<_, String>(0))?;
        Ok(names.collect::<Result<Vec<_>, _>>()?)
    })?;
    // Events without a position are PostgreSQL's only.
    let idle = indexes.into_iter().filter(|name| name != "events_unnumbered" && !is_used(name));
    Ok(idle.collect())
}

async fn complaints(tx: &Tx, all: &[&'static Statement]) -> Outcome<Vec<String>> {
    let large = large_tables(tx)?;
    let large: Vec<&str> = large.iter().map(String::as_str).collect();
    let mut complaints = Vec::new();
    for statement in all {
        let text = runnable(statement, tx.engine());
        match columns(tx, &text).await {
            Err(failure) => complaints.push(format!("{}: {failure}", statement.place())),
            Ok(columns) => complaints.extend(differing(statement, &columns)),
        }
        let is_of_tests = statement.place().contains("tests/");
        if tx.engine() == Engine::Sqlite && !is_of_tests {
            let plan = plan(tx, &text).unwrap_or_default();
            let scanned = plan.iter().filter_map(|step| scanned(step, &text, &large));
            complaints.extend(scanned.map(|table| {
                format!("{}: reads the whole of {table}: {plan:?}", statement.place())
            }));
        }
    }
    Ok(complaints)
}

/// The tables that grow with the community; known on SQLite, where plans are asked for.
fn large_tables(tx: &Tx) -> Outcome<Vec<String>> {
    if tx.engine() == Engine::Postgres {
        return Ok(Vec::new());
    }
    let small = |name: &str| SMALL.lines().any(|line| line.split(':').next() == Some(name));
    let tables = sqlite::with_connection(tx, |conn| {
        let text =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let mut all = conn.prepare(text)?;
        let names = all.query_map([], |row| row.get::<_, String>(0))?;
        Ok(names.collect::<Result<Vec<_>, _>>()?)
    })?;
    Ok(tables.into_iter().filter(|name| !small(name)).collect())
}

/// The text with a list of two or two rows, where it takes such.
fn runnable(statement: &Statement, engine: Engine) -> String {
    let text = statement.text(engine);
    with_rows(&with_list(text, placeholders(text).max().unwrap_or(0) + 1, 2), 2)
}

async fn columns(tx: &Tx, text: &str) -> Result<Vec<String>, Failure> {
    match tx.conn() {
        Conn::Sqlite(_) => sqlite::with_connection(tx, |conn| {
            let prepared = conn.prepare(text)?;
            Ok(prepared.column_names().map(str::to_owned).collect())
        }),
        Conn::Postgres(client) => {
            let prepared = client.prepare(text).await?;
            Ok(prepared.columns().iter().map(|column| column.name().to_owned()).collect())
        }
    }
}

fn differing(statement: &Statement, columns: &[String]) -> Option<String> {
    let declared = statement.columns()?;
    let is_same = declared.len() == columns.len()
        && declared
            .iter()
            .zip(columns)
            .all(|(name, column)| name.trim_start_matches("r#") == column);
    (!is_same).then(|| format!("{}: {columns:?} where {declared:?} are read", statement.place()))
}

fn plan(tx: &Tx, text: &str) -> Result<Vec<String>, Fault> {
    let asked = sqlite::with_connection(tx, |conn| {
        let mut explain = conn.prepare(&format!("EXPLAIN QUERY PLAN {text}"))?;
        let steps = explain.raw_query().mapped(|row| row.get::<_, String>(3));
        Ok(steps.collect::<Result<_, _>>()?)
    });
    Ok(asked?)
}

/// The large table that a step of a plan reads as a whole.
fn scanned<'l>(step: &str, text: &str, large: &[&'l str]) -> Option<&'l str> {
    let name = step.strip_prefix("SCAN ")?.split(' ').next()?;
    let is_limited = text.contains("LIMIT") && step.contains("USING");
    if is_limited || step.contains("VIRTUAL TABLE") || step.contains("unnumbered") {
        return None;
    }
    let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
    let is_alias = |table: &str| {
        words.windows(2).any(|pair| pair == [table, name])
            || words.windows(3).any(|three| three == [table, "AS", name])
    };
    large.iter().copied().find(|table| *table == name || is_alias(table))
}

#[cfg(test)]
mod tests {
    use super::scanned;

    #[test]
    fn reading_a_whole_large_table_is_found_under_its_alias_too() {
        let large = ["posts"];
        assert_eq!(scanned("SCAN p", "SELECT 1 FROM posts p", &large), Some("posts"));
        assert_eq!(scanned("SCAN posts", "SELECT 1 FROM posts", &large), Some("posts"));
        assert_eq!(scanned("SCAN s", "SELECT 1 FROM spaces s", &large), None);
        let ordered = "SELECT id FROM posts ORDER BY id LIMIT 5";
        assert_eq!(scanned("SCAN posts USING INDEX posts_id", ordered, &large), None);
    }
}
