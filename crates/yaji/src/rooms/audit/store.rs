//! Reading the log backwards, and whom it names.

use db::{Args, Recorded, Tx, args, row, sql};
use kernel::{MemberId, Outcome};

/// Which events are listed.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// The events before this position.
    pub(super) before: i64,
    /// Of this name alone; all when empty.
    pub(super) name: String,
    /// Of this member's doing alone.
    pub(super) actor: Option<MemberId>,
}

row! {
    /// A member as the log names them.
    pub(super) struct Named {
        pub(super) id: MemberId,
        pub(super) name: String,
        pub(super) handle: String,
    }
}

macro_rules! events {
    ($rest:literal) => {
        sql!(Recorded: concat!(
            "SELECT id, position, name, version, actor, subject, space, origin, occurred_at,
               recorded_at, payload
             FROM events WHERE ", $rest, " ORDER BY position DESC LIMIT $2"))
    };
}

/// The newest of what is wanted, at most so many.
pub(super) async fn newest(tx: &Tx, wanted: &Wanted, limit: i64) -> Outcome<Vec<Recorded>> {
    let Wanted { before, name, actor } = wanted;
    match (name.as_str(), actor) {
        ("", None) => tx.list(events!("position < $1"), args![before, limit]).await,
        ("", Some(actor)) => {
            let found = events!("position < $1 AND actor = $3");
            tx.list(found, args![before, limit, actor]).await
        }
        (name, None) => {
            let found = events!("position < $1 AND name = $3");
            tx.list(found, args![before, limit, name]).await
        }
        (name, Some(actor)) => {
            let found = events!("position < $1 AND actor = $3 AND name = $4");
            tx.list(found, args![before, limit, actor, name]).await
        }
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
