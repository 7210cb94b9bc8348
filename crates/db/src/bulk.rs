//! Loading many rows at once, for imports and seeds.

mod flow;

use kernel::{Outcome, Val};

use crate::engine::{Conn, postgres, sqlite};
use crate::failure::misuse;
use crate::sql::places;
use crate::{Args, Engine, Sql, Tx, args, row, sql};

/// What PostgreSQL may take to build an index in one go, until the end of the transaction.
const BUILDING: &str = "SET LOCAL maintenance_work_mem = '512MB'";

row! {
    struct IndexRow {
        name: String,
        definition: String,
    }
}

impl Tx {
    /// Writes many rows of one table; each row has a value for each column, in their order.
    ///
    /// Names of tables and columns stand in the program: they are checked to be plain words.
    ///
    /// # Errors
    /// When a name is no plain word, a row has another width, or the engine refuses a row.
    pub async fn bulk(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Val>>,
    ) -> Outcome<u64> {
        let is_plain = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if !is_plain(table) || columns.is_empty() || !columns.iter().all(|word| is_plain(word)) {
            return Err(misuse("a bulk load names its table and columns in plain words"));
        }
        if rows.iter().any(|row| row.len() != columns.len()) {
            return Err(misuse("a row of a bulk load has another width than its columns"));
        }
        if rows.is_empty() {
            return Ok(0);
        }
        let done = match self.conn() {
            Conn::Sqlite(conn) => sqlite::bulk(conn, &insert(table, columns), &rows),
            Conn::Postgres(client) => {
                postgres::bulk(client, table, &columns.join(", "), &rows).await
            }
        };
        self.noted(sql!("SELECT 'bulk'"), done)
    }

    /// Drops a table's indexes that keep nothing unique, and remembers them in the database, so
    /// that rows load faster; [`restore_indexes`](Self::restore_indexes) builds them again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_indexes(&mut self, table: &'static str) -> Outcome<()> {
        let found: Vec<IndexRow> = self.list(definitions(), args![table]).await?;
        for index in found {
            let keep = sql!("INSERT INTO dropped_indexes (name, definition) VALUES ($1, $2)");
            self.exec(keep, args![&index.name, &index.definition]).await?;
            self.batch(&format!("DROP INDEX \"{}\"", index.name.replace('"', ""))).await?;
        }
        Ok(())
    }

    /// Builds every index that was dropped for a bulk load, here or in a process that died.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn restore_indexes(&mut self) -> Outcome<usize> {
        let mut built = 0;
        while self.restore_index().await? {
            built += 1;
        }
        Ok(built)
    }

    /// Builds one of them; false when there is none left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn restore_index(&mut self) -> Outcome<bool> {
        let next = sql!(IndexRow: "SELECT name, definition FROM dropped_indexes
                         ORDER BY name LIMIT 1");
        let Some(index) = self.one::<IndexRow>(next, Args::default()).await? else {
            return Ok(false);
        };
        if self.engine() == Engine::Postgres {
            self.batch(BUILDING).await?;
        }
        self.batch(&index.definition).await?;
        self.exec(sql!("DELETE FROM dropped_indexes WHERE name = $1"), args![&index.name]).await?;
        Ok(true)
    }
}

/// The indexes of a table that keep nothing unique, but for the one by which PostgreSQL's sequencer
/// looks for events twenty times a second.
fn definitions() -> Sql {
    sql! {
        sqlite: "SELECT name, sql AS definition FROM sqlite_schema
                 WHERE type = 'index' AND tbl_name = $1 AND sql LIKE 'CREATE INDEX%'",
        pg: "SELECT CAST(indexname AS TEXT) AS name, indexdef AS definition FROM pg_indexes
             WHERE schemaname = 'public' AND tablename = CAST($1 AS TEXT)
               AND indexdef LIKE 'CREATE INDEX%' AND indexname <> 'events_unnumbered'"
    }
}

fn insert(table: &str, columns: &[&str]) -> String {
    format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), places(1, columns.len()))
}

#[cfg(test)]
mod tests {
    use super::insert;

    #[test]
    fn a_bulk_insert_has_a_placeholder_for_each_value() {
        let text = insert("posts", &["id", "title"]);
        assert_eq!(text, "INSERT INTO posts (id, title) VALUES ($1, $2)");
    }
}
