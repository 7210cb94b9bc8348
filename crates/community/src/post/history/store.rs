//! All SQL about earlier versions of posts and comments.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

use crate::comment::CommentId;
use crate::gate::GateId;
use crate::policy::{Permit, ReadWhole};
use crate::post::{Post, PostId};
use crate::tag;

row! {
    /// An earlier version of a post or of a comment, which is a body alone.
    pub(crate) struct RevisionRow {
        pub(crate) number: i64,
        pub(crate) editor: String,
        pub(crate) gone: bool,
        pub(crate) gate_id: GateId,
        pub(crate) title: String,
        pub(crate) summary: String,
        pub(crate) body: String,
        pub(crate) tags: String,
        pub(crate) written_at: Ts,
    }
}

/// The time of the newest version that was kept.
pub(crate) async fn last_revision(tx: &Tx, id: PostId) -> Outcome<Option<(i64, Ts)>> {
    tx.one(
        sql!(
            "SELECT number, written_at FROM post_revisions WHERE post_id = $1
              ORDER BY number DESC LIMIT 1"
        ),
        args![id],
    )
    .await
}

/// Keeps a version as it was.
pub(crate) async fn insert_revision(
    tx: &mut Tx,
    post: &Post,
    body: &str,
    (number, editor, written_at): (i64, MemberId, Ts),
) -> Outcome<()> {
    let id: RevisionId = tx.new_id();
    tx.exec(
        sql!(
            "INSERT INTO post_revisions (id, post_id, number, editor_id, gate_id, title, summary,
                 body, tags, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            id,
            post.id,
            number,
            editor,
            post.gate,
            post.title,
            post.summary,
            body,
            tag::joined(&post.tags),
            written_at
        ],
    )
    .await?;
    Ok(())
}

kernel::id!(
    /// One earlier version of a post.
    RevisionId
);

/// Earlier versions, newest first, for whoever reads the post whole; those that stood behind
/// another gate are for the caller to leave out.
pub(crate) async fn revisions(
    tx: &Tx,
    permit: &Permit<ReadWhole>,
    below: i64,
    limit: i64,
) -> Outcome<Vec<RevisionRow>> {
    tx.list(
        sql!(RevisionRow: "SELECT r.number, m.name AS editor,
                    CASE WHEN m.state = 'erased' THEN TRUE ELSE FALSE END AS gone, r.gate_id,
                    r.title, r.summary, r.body, r.tags, r.written_at
               FROM post_revisions r JOIN members m ON m.id = r.editor_id
              WHERE r.post_id = $1 AND r.number < $2 ORDER BY r.number DESC LIMIT $3"),
        args![permit.subject::<PostId>(), below, limit],
    )
    .await
}

/// Earlier versions of a comment, newest first, for whoever reads its post whole; those that stood
/// behind another gate are for the caller to leave out.
pub(crate) async fn comment_revisions(
    tx: &Tx,
    (id, _): (CommentId, &Permit<ReadWhole>),
    below: i64,
    limit: i64,
) -> Outcome<Vec<RevisionRow>> {
    tx.list(
        sql!(RevisionRow: "SELECT n.number, m.name AS editor,
                    CASE WHEN m.state = 'erased' THEN TRUE ELSE FALSE END AS gone, n.gate_id,
                    '' AS title, '' AS summary, n.body, '' AS tags, n.written_at
               FROM (SELECT r.editor_id, r.gate_id, r.body, r.written_at,
                            ROW_NUMBER() OVER (ORDER BY r.id) AS number
                       FROM comment_revisions r WHERE r.comment_id = $1) n
               JOIN members m ON m.id = n.editor_id
              WHERE n.number < $2 ORDER BY n.number DESC LIMIT $3"),
        args![id, below, limit],
    )
    .await
}

/// Takes all versions of a post away.
pub(crate) async fn forget(tx: &mut Tx, id: PostId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM post_revisions WHERE post_id = $1"), args![id]).await?;
    Ok(())
}
