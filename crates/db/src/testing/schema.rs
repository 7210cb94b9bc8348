//! The schema of both engines as one text, so that reviewers read it in one place.

use std::fmt::Write as _;
use std::path::Path;

use kernel::Outcome;

use crate::{Args, Db, Engine, Tx, row, sql};

row! {
    struct ColumnRow {
        table_name: String,
        name: String,
        kind: String,
        required: bool,
        key_place: i64,
    }
}

row! {
    struct IndexRow {
        table_name: String,
        name: String,
        is_unique: bool,
        is_partial: bool,
    }
}

/// Writes tables, columns, keys and indexes in the words of the migrations.
///
/// # Errors
/// When the engine's own tables cannot be read.
pub async fn schema_text(db: &Db) -> Outcome<String> {
    db.read(async |tx| describe(tx).await).await
}

/// Compares the schema with the committed text; with `UPDATE_SCHEMA=1` SQLite writes it
/// anew first.
///
/// # Panics
/// When they differ, or when the database or the file cannot be read.
pub async fn compare_schema(db: &Db, file: &Path) {
    let text = schema_text(db).await.unwrap_or_else(|fault| panic!("reading the schema: {fault}"));
    let may_write = db.engine() == Engine::Sqlite;
    if may_write && std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(file, &text).unwrap_or_else(|e| panic!("writing the schema: {e}"));
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    for (ours, theirs) in text.lines().zip(kept.lines()) {
        assert_eq!(ours, theirs, "{} has another schema than {}", db.engine(), file.display());
    }
    assert_eq!(text, kept, "{} has another schema than {}", db.engine(), file.display());
}

async fn describe(tx: &Tx) -> Outcome<String> {
    let columns: Vec<ColumnRow> = tx.list(columns(), Args::default()).await?;
    let indexes: Vec<IndexRow> = tx.list(indexes(), Args::default()).await?;
    let mut text = String::new();
    let mut table = "";
    for column in &columns {
        if column.table_name != table {
            describe_indexes(&mut text, &indexes, table);
            table = &column.table_name;
            line(&mut text, &format!("\n{table}"));
        }
        // A key is required on both, though SQLite says so only when asked.
        let is_key = column.key_place > 0;
        let required = if column.required && !is_key { " required" } else { "" };
        let key = if is_key { format!(" key {}", column.key_place) } else { String::new() };
        line(&mut text, &format!("  {} {}{required}{key}", column.name, kind(&column.kind)));
    }
    describe_indexes(&mut text, &indexes, table);
    Ok(text.trim_start().to_owned())
}

fn describe_indexes(text: &mut String, indexes: &[IndexRow], table: &str) {
    for index in indexes.iter().filter(|index| index.table_name == table) {
        let unique = if index.is_unique { "unique " } else { "" };
        let partial = if index.is_partial { " partial" } else { "" };
        line(text, &format!("  {unique}index {}{partial}", index.name));
    }
}

fn line(text: &mut String, words: &str) {
    // Writing to a String never fails.
    let _ = writeln!(text, "{words}");
}

/// One word for one type of both engines; yes/no columns are numbers on SQLite.
fn kind(of_engine: &str) -> &'static str {
    match of_engine.to_ascii_lowercase().as_str() {
        "integer" | "bigint" | "boolean" => "whole",
        "real" | "double precision" => "fraction",
        "blob" | "bytea" => "bytes",
        "text" => "text",
        _ => "unknown",
    }
}

fn columns() -> crate::Sql {
    sql! {
        sqlite: "SELECT t.name AS table_name, c.name AS name, c.type AS kind,
                   c.\"notnull\" AS required, c.pk AS key_place
                 FROM sqlite_schema t JOIN pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
                   AND t.name NOT LIKE 'search_words%'
                 ORDER BY t.name, c.cid",
        pg: "SELECT CAST(t.relname AS TEXT) AS table_name, CAST(a.attname AS TEXT) AS name,
               CAST(format_type(a.atttypid, NULL) AS TEXT) AS kind, a.attnotnull AS required,
               CAST(coalesce(array_position(k.conkey, a.attnum), 0) AS BIGINT) AS key_place
             FROM pg_class t
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
             LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
             WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
               AND t.relname <> 'search_words'
             ORDER BY t.relname, a.attnum"
    }
}

fn indexes() -> crate::Sql {
    sql! {
        sqlite: "SELECT t.name AS table_name, i.name AS name, i.\"unique\" AS is_unique,
                   i.partial AS is_partial
                 FROM sqlite_schema t JOIN pragma_index_list(t.name) i
                 WHERE t.type = 'table' AND i.origin = 'c' ORDER BY t.name, i.name",
        pg: "SELECT CAST(t.relname AS TEXT) AS table_name, CAST(i.relname AS TEXT) AS name,
               x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial
             FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
             JOIN pg_class t ON t.oid = x.indrelid
             WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'search_words'
               AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)
             ORDER BY t.relname, i.relname"
    }
}
