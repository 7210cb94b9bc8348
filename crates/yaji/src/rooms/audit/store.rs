//! What the log can be filtered by, and whom it names.

use db::{Args, Tx, args, row, sql};
use kernel::{MemberId, Outcome};

row! {
    /// A member as the log names them.
    pub(super) struct Named {
        pub(super) id: MemberId,
        pub(super) name: String,
        pub(super) handle: String,
    }
}

/// The names of all events that ever happened: one look into the index for each.
pub(super) async fn names(tx: &Tx) -> Outcome<Vec<String>> {
    let names = sql!(
        "WITH RECURSIVE found(name) AS (
           SELECT MIN(name) FROM events
           UNION ALL
           SELECT (SELECT MIN(e.name) FROM events e WHERE e.name > f.name)
             FROM found f WHERE f.name IS NOT NULL)
         SELECT name FROM found WHERE name IS NOT NULL"
    );
    tx.list(names, Args::default()).await
}

/// The member of a handle.
pub(super) async fn member(tx: &Tx, handle: &str) -> Outcome<Option<MemberId>> {
    tx.one(sql!("SELECT id FROM members WHERE handle = $1"), args![handle]).await
}

/// The members of these ids.
pub(super) async fn named(tx: &Tx, ids: &[i64]) -> Outcome<Vec<Named>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = sql!(Named: "SELECT id, name, handle FROM members WHERE id IN ({list})");
    tx.list(named, args![].list(ids)).await
}
