//! The tables that travel, and their values in the forms of both engines.

use kernel::Cell;
use postgres_types::Type;
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};
use tokio_postgres::Row;

use crate::failure::{Failure, Kind};

/// A table with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

impl Table {
    /// The columns, quoted, with commas.
    pub(super) fn columns(&self) -> String {
        let quoted: Vec<String> = self.columns.iter().map(|name| format!("\"{name}\"")).collect();
        quoted.join(", ")
    }
}

/// Every table of a file whose rows travel as they are: all but the search index's words.
pub(super) fn tables(conn: &Connection) -> Result<Vec<Table>, Failure> {
    let mut names = conn.prepare(
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search_words*'
         ORDER BY name",
    )?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?;
    let mut columns = conn.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let mut tables = Vec::new();
    for name in names {
        let name = name?;
        let found = columns.query_map([&name], |row| row.get::<_, String>(0))?;
        tables.push(Table { columns: found.collect::<Result<_, _>>()?, name });
    }
    Ok(tables)
}

/// A value of PostgreSQL, as SQLite keeps it.
pub(super) fn value(row: &Row, at: usize) -> Result<Value, Failure> {
    let Some(column) = row.columns().get(at) else {
        return Err(Failure::new(Kind::Other, "a row is shorter than its table"));
    };
    let value = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map(Value::Integer),
        Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map(|n| Value::Integer(n.into())),
        Type::BOOL => row.try_get::<_, Option<bool>>(at)?.map(|yes| Value::Integer(yes.into())),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(at)?.map(Value::Real),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map(Value::Blob),
        Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<String>>(at)?.map(Value::Text),
        ref other => {
            let text = format!("column {} has the type {other}", column.name());
            return Err(Failure::new(Kind::Other, text));
        }
    };
    Ok(value.unwrap_or(Value::Null))
}

/// A value of SQLite, as PostgreSQL takes it.
pub(super) fn cell(value: ValueRef<'_>, is_truth: bool) -> Result<Cell<'_>, Failure> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) if is_truth => Cell::Bool(number != 0),
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(_) => Cell::Text(value.as_str().map_err(rusqlite::Error::from)?),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
    })
}
