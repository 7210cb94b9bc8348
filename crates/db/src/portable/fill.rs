//! From a file into PostgreSQL: all rows in one transaction.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use deadpool_postgres::Object;
use kernel::{Cell, Fault, Outcome};
use rusqlite::Connection;

use super::table::{Table, cell, tables};
use super::words;
use crate::engine::postgres::{Address, Copy, client, simple};
use crate::engine::sqlite::{self, Role};
use crate::failure::Failure;

/// Refuses a database in which there is something.
pub(super) async fn refuse_tables(address: &Address) -> Outcome<()> {
    let pool = address.pool(1)?;
    let there = client(&pool).await?;
    let count = "SELECT count(*) FROM information_schema.tables
                 WHERE table_schema = current_schema()";
    let row = there.query_one(count, &[]).await.map_err(Failure::from)?;
    let tables: i64 = row.try_get(0).map_err(Failure::from)?;
    if tables == 0 { Ok(()) } else { Err(Fault::Conflict("restore.not_empty")) }
}

/// Fills a database that has the schema and nothing else.
pub(super) async fn run(address: &Address, from: &Path) -> Outcome<()> {
    let file = sqlite::open(from, Role::Copier)?;
    let pool = address.pool(1)?;
    let there = client(&pool).await?;
    simple(&there, "BEGIN").await?;
    let all = in_order(&there, tables(&file)?).await?;
    let truths = truths(&there).await?;
    let names: Vec<String> = all.iter().map(|table| format!("\"{}\"", table.name)).collect();
    simple(&there, &format!("TRUNCATE {}, search_words", names.join(", "))).await?;
    for table in &all {
        copy(&there, &file, table, &truths).await?;
    }
    copy_words(&there, &file).await?;
    simple(&there, SEQUENCER).await?;
    simple(&there, "COMMIT").await?;
    Ok(simple(&there, "ANALYZE").await?)
}

/// Where the log goes on: behind its last event, by a new epoch.
const SEQUENCER: &str = "
    UPDATE sequencer SET holder = '', leased_until = 0, epoch = epoch + 1,
      position = coalesce((SELECT max(position) FROM events), 0),
      hash = coalesce(
        (SELECT hash FROM events ORDER BY position DESC NULLS LAST LIMIT 1), ''::bytea)
    WHERE id = 1;
    SELECT setval('events_seq', (SELECT coalesce(max(seq), 0) + 1 FROM events));";

/// The yes/no columns, which SQLite keeps as numbers.
async fn truths(there: &Object) -> Outcome<HashSet<(String, String)>> {
    let list = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT)
                FROM information_schema.columns
                WHERE table_schema = current_schema() AND data_type = 'boolean'";
    let rows = there.query(list, &[]).await.map_err(Failure::from)?;
    let pairs = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
    Ok(pairs.collect::<Result<_, tokio_postgres::Error>>().map_err(Failure::from)?)
}

/// The tables in an order in which each comes after those that its rows name.
async fn in_order(there: &Object, tables: Vec<Table>) -> Outcome<Vec<Table>> {
    let list = "SELECT CAST(source.relname AS TEXT), CAST(target.relname AS TEXT)
                FROM pg_constraint
                JOIN pg_class source ON source.oid = conrelid
                JOIN pg_class target ON target.oid = confrelid
                WHERE contype = 'f' AND conrelid <> confrelid";
    let rows = there.query(list, &[]).await.map_err(Failure::from)?;
    let mut named: HashMap<String, BTreeSet<String>> = HashMap::new();
    for row in rows {
        let (source, target): (String, String) =
            (row.try_get(0).map_err(Failure::from)?, row.try_get(1).map_err(Failure::from)?);
        named.entry(source).or_default().insert(target);
    }
    Ok(sorted(tables, &named))
}

fn sorted(tables: Vec<Table>, named: &HashMap<String, BTreeSet<String>>) -> Vec<Table> {
    let (mut done, mut order) = (HashSet::new(), Vec::new());
    let mut rest = tables;
    while !rest.is_empty() {
        let is_free = |table: &Table| {
            named.get(&table.name).is_none_or(|targets| targets.iter().all(|t| done.contains(t)))
        };
        let (free, waiting): (Vec<Table>, Vec<Table>) = rest.into_iter().partition(is_free);
        if free.is_empty() {
            // Tables that name each other: the engine decides.
            order.extend(waiting);
            break;
        }
        done.extend(free.iter().map(|table| table.name.clone()));
        order.extend(free);
        rest = waiting;
    }
    order
}

async fn copy(
    there: &Object,
    file: &Connection,
    table: &Table,
    truths: &HashSet<(String, String)>,
) -> Outcome<()> {
    let (name, columns) = (&table.name, table.columns());
    let is_truth = |column: &String| truths.contains(&(name.clone(), column.clone()));
    let truth: Vec<bool> = table.columns.iter().map(is_truth).collect();
    let select = format!("SELECT {columns} FROM \"{name}\"");
    let mut statement = file.prepare(&select).map_err(Failure::from)?;
    let mut rows = statement.query([]).map_err(Failure::from)?;
    let mut filled = Copy::begin(there, name, &columns).await?;
    while let Some(row) = rows.next().map_err(Failure::from)? {
        for (at, is_truth) in truth.iter().enumerate() {
            filled.field(cell(row.get_ref(at).map_err(Failure::from)?, *is_truth)?);
        }
        filled.end_row().await?;
    }
    filled.finish().await.map(drop).map_err(|failure| failure.at(name.clone()).into())
}

async fn copy_words(there: &Object, file: &Connection) -> Outcome<()> {
    let mut copy = Copy::begin(there, "search_words", "rowid, words").await?;
    let mut statement = words::places(file)?;
    let mut rows = statement.query([]).map_err(Failure::from)?;
    let mut doc = words::Doc::default();
    loop {
        let row = rows.next().map_err(Failure::from)?;
        let done = match row {
            Some(row) => doc.add(row)?,
            None => doc.finish(),
        };
        if let Some((id, words)) = &done {
            copy.field(Cell::Int(*id));
            copy.field(Cell::Text(words));
            copy.end_row().await?;
        }
        if row.is_none() {
            break;
        }
    }
    Ok(copy.finish().await.map(drop)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_after_those_that_it_names() {
        let table = |name: &str| Table { name: name.to_owned(), columns: Vec::new() };
        let named = HashMap::from([
            ("a".to_owned(), BTreeSet::from(["c".to_owned()])),
            ("c".to_owned(), BTreeSet::from(["d".to_owned()])),
        ]);
        let order = sorted(["a", "b", "c", "d"].map(table).into(), &named);
        let names: Vec<&str> = order.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["b", "d", "c", "a"]);
    }
}
