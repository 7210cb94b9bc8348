//! From PostgreSQL into a file: one snapshot, while the site goes on.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use deadpool_postgres::Object;
use kernel::{Clock, Fault, Outcome};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::table::{Table, tables, value};
use super::words;
use crate::engine::postgres::{Address, client, simple};
use crate::engine::sqlite;
use crate::event::{head, link, read};
use crate::failure::Failure;
use crate::shared::Shared;
use crate::{Tx, args, prepare, sql};

/// Rows that travel at once.
const BATCH: u32 = 2_000;

/// Writes a snapshot into a file that must not exist yet.
pub(super) async fn run(address: &Address, to: &Path) -> Outcome<()> {
    if to.exists() {
        return Err(Fault::broken("copying the database", "the file exists already"));
    }
    let none = Vec::new().into();
    let shared = Arc::new(Shared::new(Clock::system(), none));
    let mut file = prepare::blank(to, &shared)?;
    let indexes = sqlite::with_connection(&file, |conn| {
        conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF")?;
        take_indexes(conn)
    })?;
    let pool = address.pool(1)?;
    let there = client(&pool).await?;
    simple(&there, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    for table in sqlite::with_connection(&file, tables)? {
        copy(&there, &file, &table).await?;
    }
    copy_words(&there, &file).await?;
    simple(&there, "COMMIT").await?;
    number_rest(&mut file).await?;
    sqlite::with_connection(&file, |conn| {
        for index in &indexes {
            conn.execute_batch(index)?;
        }
        // One file, without a log ahead beside it.
        conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE")?;
        Ok(())
    })?;
    drop(file);
    let synced = File::open(to).and_then(|file| file.sync_all());
    synced.map_err(|error| Fault::broken("copying the database", error))
}

/// Drops the indexes that keep nothing unique; they are built again over all rows at once.
fn take_indexes(conn: &rusqlite::Connection) -> Result<Vec<String>, Failure> {
    let mut found = conn.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'",
    )?;
    let rows =
        found.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let list: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
    for (name, _) in &list {
        conn.execute_batch(&format!("DROP INDEX \"{name}\""))?;
    }
    Ok(list.into_iter().map(|(_, definition)| definition).collect())
}

async fn copy(there: &Object, file: &Tx, table: &Table) -> Outcome<()> {
    let (name, columns) = (&table.name, table.columns());
    let cursor = format!("DECLARE rows NO SCROLL CURSOR FOR SELECT {columns} FROM \"{name}\"");
    let empty = format!("DELETE FROM \"{name}\"");
    sqlite::with_connection(file, |conn| Ok(conn.execute_batch(&empty)?))?;
    let places: Vec<String> = (1..=table.columns.len()).map(|n| format!("?{n}")).collect();
    let insert = format!("INSERT INTO \"{name}\" ({columns}) VALUES ({})", places.join(", "));
    let width = table.columns.len();
    each_batch(there, &cursor, async |batch| {
        sqlite::with_connection(file, |conn| {
            conn.execute_batch("BEGIN")?;
            let mut write = conn.prepare_cached(&insert)?;
            for row in batch {
                let values: Vec<Value> =
                    (0..width).map(|at| value(row, at)).collect::<Result<_, _>>()?;
                write.execute(params_from_iter(values))?;
            }
            Ok(conn.execute_batch("COMMIT")?)
        })
    })
    .await
}

async fn copy_words(there: &Object, file: &Tx) -> Outcome<()> {
    let cursor = "DECLARE rows NO SCROLL CURSOR FOR
        SELECT rowid, CAST(words AS TEXT) FROM search_words";
    each_batch(there, cursor, async |batch| {
        sqlite::with_connection(file, |conn| {
            conn.execute_batch("BEGIN")?;
            let mut write = conn.prepare_cached(
                "INSERT INTO search_words (rowid, title, body) VALUES (?1, ?2, ?3)",
            )?;
            for row in batch {
                let (id, literal): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
                let (title, body) = words::of_literal(&literal);
                write.execute((id, title, body))?;
            }
            Ok(conn.execute_batch("COMMIT")?)
        })
    })
    .await
}

/// Opens a cursor and hands what it gives over in batches.
async fn each_batch(
    there: &Object,
    cursor: &str,
    take: impl AsyncFn(&[tokio_postgres::Row]) -> Result<(), Failure>,
) -> Outcome<()> {
    simple(there, cursor).await?;
    let fetch = format!("FETCH {BATCH} FROM rows");
    loop {
        let batch = there.query(fetch.as_str(), &[]).await.map_err(Failure::from)?;
        if batch.is_empty() {
            return Ok(simple(there, "CLOSE rows").await?);
        }
        take(&batch).await?;
    }
}

/// Numbers the events that the snapshot caught without a position, as the sequencer would.
async fn number_rest(file: &mut Tx) -> Outcome<()> {
    sqlite::frame(file, "BEGIN IMMEDIATE")?;
    let (mut position, mut hash) = head(file).await?;
    for mut event in read::unnumbered(file, 0, i64::MAX).await? {
        position += 1;
        event.position = Some(position);
        hash = link(&hash, &event).to_vec();
        let number = sql!("UPDATE events SET position = $1, hash = $2 WHERE id = $3");
        file.exec(number, args![position, &hash, event.id]).await?;
    }
    Ok(sqlite::frame(file, "COMMIT")?)
}
