//! Running one statement on SQLite.

use std::sync::{Mutex, MutexGuard, PoisonError};

use kernel::{BadCell, Cell, Cells, Val};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, Row};

use crate::failure::{Failure, Kind};
use crate::tx::Shape;
use crate::{Args, Engine, Sql};

/// What is done with each row of an answer.
pub(crate) type EachRow<'a> = dyn FnMut(&dyn Cells) -> Result<(), Failure> + 'a;

pub(crate) fn lock(conn: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    conn.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a statement that answers with no rows; how many rows it changed.
pub(crate) fn exec(conn: &Mutex<Connection>, sql: Sql, args: &Args) -> Result<u64, Failure> {
    let conn = lock(conn);
    let mut statement = prepare(&conn, sql, args)?;
    bind(&mut statement, sql, args.values())?;
    if statement.column_count() > 0 {
        let text = "rows came where none are read: use `returning` or `list`";
        return Err(Failure::new(Kind::Other, text));
    }
    let changed = statement.raw_execute()?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

/// Runs a statement and hands each row of its answer over, to the last.
pub(crate) fn query(
    conn: &Mutex<Connection>,
    sql: Sql,
    args: &Args,
    shape: Shape,
    each: &mut EachRow<'_>,
) -> Result<(), Failure> {
    let conn = lock(conn);
    let mut statement = prepare(&conn, sql, args)?;
    shape.check(statement.column_count(), || statement.column_names())?;
    bind(&mut statement, sql, args.values())?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        each(&SqliteRow(row))?;
    }
    Ok(())
}

/// Runs one prepared text for each of many rows.
pub(crate) fn bulk(
    conn: &Mutex<Connection>,
    text: &str,
    rows: &[Vec<Val>],
) -> Result<u64, Failure> {
    let conn = lock(conn);
    let mut statement = conn.prepare_cached(text)?;
    let mut changed = 0_u64;
    for row in rows {
        // The text was made for this: its placeholders stand in their order.
        bind_in_order(&mut statement, row)?;
        changed += u64::try_from(statement.raw_execute()?).unwrap_or(0);
    }
    Ok(changed)
}

fn prepare<'c>(
    conn: &'c Connection,
    sql: Sql,
    args: &Args,
) -> Result<CachedStatement<'c>, Failure> {
    Ok(conn.prepare_cached(&args.fill(sql.0.text(Engine::Sqlite))?)?)
}

/// Binds by the placeholders' names where SQLite, which numbers `$2` by its first appearance, numbers
/// them otherwise than they are named.
fn bind(statement: &mut CachedStatement<'_>, sql: Sql, values: &[Val]) -> Result<(), Failure> {
    let places = statement.parameter_count();
    if places != values.len() {
        let text = format!("{places} placeholders and {} values", values.len());
        return Err(Failure::new(Kind::Other, text));
    }
    if sql.0.is_in_order() {
        return bind_in_order(statement, values);
    }
    for place in 1..=places {
        let value = number(statement.parameter_name(place)).and_then(|n| values.get(n - 1));
        let wrong = || Failure::new(Kind::Other, "placeholders are $1, $2 … without a gap");
        statement.raw_bind_parameter(place, Bound(value.ok_or_else(wrong)?))?;
    }
    Ok(())
}

fn bind_in_order(statement: &mut CachedStatement<'_>, values: &[Val]) -> Result<(), Failure> {
    for (place, value) in (1..).zip(values) {
        statement.raw_bind_parameter(place, Bound(value))?;
    }
    Ok(())
}

fn number(name: Option<&str>) -> Option<usize> {
    name?.strip_prefix('$')?.parse().ok().filter(|number| *number > 0)
}

struct Bound<'v>(&'v Val);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Val::Null => ToSqlOutput::Owned(Value::Null),
            Val::Int(n) => ToSqlOutput::Owned(Value::Integer(*n)),
            Val::Real(n) => ToSqlOutput::Owned(Value::Real(*n)),
            Val::Bool(yes) => ToSqlOutput::Owned(Value::Integer(i64::from(*yes))),
            Val::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Val::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

struct SqliteRow<'r>(&'r Row<'r>);

impl Cells for SqliteRow<'_> {
    fn cell(&self, place: usize) -> Result<Cell<'_>, BadCell> {
        let missing = |_none| BadCell::new("a column", Cell::Null).at(place);
        Ok(match self.0.get_ref(place).map_err(missing)? {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(n) => Cell::Int(n),
            ValueRef::Real(n) => Cell::Real(n),
            ValueRef::Blob(bytes) => Cell::Bytes(bytes),
            ValueRef::Text(bytes) => Cell::Text(
                std::str::from_utf8(bytes)
                    .map_err(|_bad| BadCell::new("text in UTF-8", Cell::Bytes(bytes)))?,
            ),
        })
    }
}
