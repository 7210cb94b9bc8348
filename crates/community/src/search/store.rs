//! All SQL about what the search index is made of.

use db::{Tx, args, sql};
use kernel::Outcome;

use crate::comment::CommentId;
use crate::gate::GateId;
use crate::post::PostId;
use crate::space::SpaceId;

/// The next posts that are to be found, by id.
pub(super) async fn posts(tx: &Tx, after: i64, most: i64) -> Outcome<Vec<PostId>> {
    tx.list(
        sql!("SELECT id FROM posts WHERE id > $1 AND state = 'published' ORDER BY id LIMIT $2"),
        args![after, most],
    )
    .await
}

/// The next comments that are to be found, by id, each with where its post stands.
pub(super) async fn comments(
    tx: &Tx,
    after: i64,
    most: i64,
) -> Outcome<Vec<(CommentId, SpaceId, GateId)>> {
    tx.list(
        sql!(
            "SELECT c.id, p.space_id, p.gate_id FROM comments c JOIN posts p ON p.id = c.post_id
              WHERE c.id > $1 AND c.state = 'published' ORDER BY c.id LIMIT $2"
        ),
        args![after, most],
    )
    .await
}

/// How many of the newest posts have no document by which members find them.
pub(super) async fn unfound(tx: &Tx, newest: i64) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(
            sql!(
                "SELECT COUNT(*) FROM (SELECT id FROM posts WHERE state = 'published'
                                        ORDER BY created_at DESC, id DESC LIMIT $1) p
                  WHERE NOT EXISTS (SELECT 1 FROM search_docs d WHERE d.object = p.id
                                       AND d.kind = 'post' AND d.part = 'gated')"
            ),
            args![newest],
        )
        .await?;
    Ok(found.unwrap_or_default())
}
