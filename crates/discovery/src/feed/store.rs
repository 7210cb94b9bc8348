//! All SQL about the texts of feeds.

use std::collections::HashMap;

use community::gate::GateId;
use community::post::PostId;
use db::{Tx, args, sql};
use kernel::{MemberId, Outcome, Ts};

/// The id, name and beginning of whoever has a handle and a page.
pub(super) async fn author(tx: &Tx, handle: &str) -> Outcome<Option<(MemberId, String, Ts)>> {
    tx.one(
        sql!(
            "SELECT id, name, created_at FROM members
              WHERE handle = $1 AND state IN ('active', 'locked')"
        ),
        args![handle],
    )
    .await
}

/// What stands above the dividers of these posts.
pub(super) async fn free(tx: &Tx, ids: &[i64]) -> Outcome<HashMap<PostId, String>> {
    let rows: Vec<(PostId, String)> = tx
        .list(
            sql!("SELECT post_id, free_html FROM post_texts WHERE post_id IN ({list})"),
            args![].list(ids.iter().copied()),
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// All of those of these posts whose gates are open.
pub(super) async fn whole(
    tx: &Tx,
    ids: &[i64],
    open: &[GateId],
) -> Outcome<HashMap<PostId, String>> {
    let gates: Vec<(PostId, GateId)> = tx
        .list(
            sql!("SELECT id, gate_id FROM posts WHERE state = 'published' AND id IN ({list})"),
            args![].list(ids.iter().copied()),
        )
        .await?;
    let readable: Vec<PostId> = gates
        .into_iter()
        .filter(|(_, gate)| open.binary_search(gate).is_ok())
        .map(|(id, _)| id)
        .collect();
    let rows: Vec<(PostId, String)> = tx
        .list(
            sql!("SELECT post_id, whole_html FROM post_texts WHERE post_id IN ({list})"),
            args![].list(readable),
        )
        .await?;
    Ok(rows.into_iter().collect())
}
