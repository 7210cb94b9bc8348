//! All SQL about the posts that stand on the map.

use community::gate::GateId;
use community::post::PostId;
use db::{Tx, args, row, sql};
use kernel::{Id, Outcome, Ts};

use super::WEEK;

/// The most addresses that one file may hold, by the protocol.
const ADDRESSES_MAX: i64 = 50_000;

row! {
    /// A post on the map.
    pub(crate) struct PostOnMap {
        pub(crate) id: PostId,
        pub(crate) slug: String,
        pub(crate) created_at: Ts,
        pub(crate) edited_at: Option<Ts>,
    }
}

/// When the first and the newest open posts were written.
pub(super) async fn ends(tx: &Tx, open: &[GateId]) -> Outcome<Option<(i64, i64)>> {
    if open.is_empty() {
        return Ok(None);
    }
    let gates = || args![].list(open.iter().copied());
    let first: Option<i64> = tx
        .one(
            sql!(
                "SELECT created_at FROM posts WHERE state = 'published' AND gate_id IN ({list})
                  ORDER BY created_at, id LIMIT 1"
            ),
            gates(),
        )
        .await?;
    let last: Option<i64> = tx
        .one(
            sql!(
                "SELECT created_at FROM posts WHERE state = 'published' AND gate_id IN ({list})
                  ORDER BY created_at DESC, id DESC LIMIT 1"
            ),
            gates(),
        )
        .await?;
    Ok(first.zip(last))
}

/// The open posts of a week.
pub(crate) async fn posts(tx: &Tx, week: i64, open: &[GateId]) -> Outcome<Vec<PostOnMap>> {
    let (from, until) = (week * WEEK, (week + 1) * WEEK);
    tx.list(
        sql!(PostOnMap: "SELECT id, slug, created_at, edited_at FROM posts
              WHERE state = 'published' AND created_at >= $1 AND created_at < $2
                AND gate_id IN ({list}) ORDER BY created_at, id LIMIT $3"),
        args![from, until, ADDRESSES_MAX].list(open.iter().map(|gate| gate.get())),
    )
    .await
}
