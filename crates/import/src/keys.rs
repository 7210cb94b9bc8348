//! Which source row became which row here.

pub(crate) mod store;

use std::collections::HashMap;

use db::Db;
use kernel::Outcome;

/// A source row that was placed: its kind, its key there, the id here.
pub(crate) type Placed = (&'static str, String, i64);

/// What is known of a source, kept in memory while it is brought in.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    known: HashMap<String, HashMap<String, i64>>,
}

impl Keys {
    /// Reads what earlier runs have placed of a source.
    pub(crate) async fn load(db: &Db, source: &str) -> Outcome<Self> {
        let source = source.to_owned();
        let rows = db.read(async move |tx| store::list(tx, &source).await).await?;
        let mut keys = Self::default();
        for (kind, key, id) in rows {
            keys.known.entry(kind).or_default().insert(key, id);
        }
        Ok(keys)
    }

    /// The id that a source row has here.
    pub(crate) fn find(&self, kind: &str, key: &str) -> Option<i64> {
        self.known.get(kind)?.get(key).copied()
    }

    /// Whether a source row was placed.
    pub(crate) fn has(&self, kind: &str, key: &str) -> bool {
        self.find(kind, key).is_some()
    }

    /// Takes rows in that were placed and committed.
    pub(crate) fn learn(&mut self, placed: Vec<Placed>) {
        for (kind, key, id) in placed {
            self.known.entry(kind.to_owned()).or_default().insert(key, id);
        }
    }
}
