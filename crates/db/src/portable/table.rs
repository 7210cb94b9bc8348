//! The tables that travel, and their values in the forms of both engines.

use std::io::Write as _;

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

/// Writes a value of SQLite as a field of PostgreSQL's COPY, in its text form.
pub(super) fn write_field(out: &mut Vec<u8>, value: ValueRef<'_>, is_truth: bool) {
    // Writing to a Vec never fails.
    let _ = match value {
        ValueRef::Null => out.write_all(b"\\N"),
        ValueRef::Integer(0) if is_truth => out.write_all(b"f"),
        ValueRef::Integer(_) if is_truth => out.write_all(b"t"),
        ValueRef::Integer(number) => write!(out, "{number}"),
        ValueRef::Real(number) => write!(out, "{number}"),
        ValueRef::Text(text) => {
            for byte in text {
                match byte {
                    b'\\' => out.extend(b"\\\\"),
                    b'\n' => out.extend(b"\\n"),
                    b'\r' => out.extend(b"\\r"),
                    b'\t' => out.extend(b"\\t"),
                    other => out.push(*other),
                }
            }
            Ok(())
        }
        ValueRef::Blob(bytes) => {
            out.extend(b"\\\\x");
            bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(value: ValueRef<'_>, is_truth: bool) -> String {
        let mut out = Vec::new();
        write_field(&mut out, value, is_truth);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_value_has_one_spelling_that_copy_reads() {
        assert_eq!(field(ValueRef::Null, false), "\\N");
        assert_eq!(field(ValueRef::Integer(1), true), "t");
        assert_eq!(field(ValueRef::Integer(-7), false), "-7");
        assert_eq!(field(ValueRef::Text("a\tb\\N\n茶".as_bytes()), false), "a\\tb\\\\N\\n茶");
        assert_eq!(field(ValueRef::Blob(&[0, 255]), false), "\\\\x00ff");
        assert_eq!(field(ValueRef::Real(0.1), false), "0.1");
    }
}
