//! All SQL about drafts; each statement asks for the member, so nobody reads another's.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

use super::{Draft, DraftId, DraftText};
use crate::post::{PostId, PostKind};
use crate::space::SpaceId;

row! {
    /// A draft as its row holds it.
    struct DraftRow {
        id: DraftId,
        post_id: Option<PostId>,
        kind: PostKind,
        space_id: Option<SpaceId>,
        title: String,
        summary: String,
        body: String,
        tags: String,
        gate: String,
        made_from: String,
        updated_at: Ts,
    }
}

impl From<DraftRow> for Draft {
    fn from(row: DraftRow) -> Self {
        Self {
            id: row.id,
            updated_at: row.updated_at,
            text: DraftText {
                post: row.post_id,
                kind: Some(row.kind),
                space: row.space_id,
                title: row.title,
                summary: row.summary,
                body: row.body,
                tags: row.tags,
                gate: row.gate,
                made_from: row.made_from,
            },
        }
    }
}

/// One draft of a member.
pub(crate) async fn find(tx: &Tx, member: MemberId, id: DraftId) -> Outcome<Option<Draft>> {
    let row: Option<DraftRow> = tx
        .one(
            sql!(DraftRow: "SELECT id, post_id, kind, space_id, title, summary, body, tags, gate,
                        made_from, updated_at
                   FROM drafts WHERE id = $1 AND member_id = $2"),
            args![id, member],
        )
        .await?;
    Ok(row.map(Draft::from))
}

/// As [`find`], locked until the transaction ends.
pub(crate) async fn find_for_update(
    tx: &mut Tx,
    member: MemberId,
    id: DraftId,
) -> Outcome<Option<Draft>> {
    let row: Option<DraftRow> = tx
        .one(
            sql!(DraftRow: "SELECT id, post_id, kind, space_id, title, summary, body, tags, gate,
                        made_from, updated_at
                   FROM drafts WHERE id = $1 AND member_id = $2 {for_update}"),
            args![id, member],
        )
        .await?;
    Ok(row.map(Draft::from))
}

/// The drafts of a member, the last touched first.
pub(crate) async fn list(tx: &Tx, member: MemberId) -> Outcome<Vec<Draft>> {
    let rows: Vec<DraftRow> = tx
        .list(
            sql!(DraftRow: "SELECT id, post_id, kind, space_id, title, summary, body, tags, gate,
                        made_from, updated_at
                   FROM drafts WHERE member_id = $1 ORDER BY updated_at DESC, id DESC LIMIT 100"),
            args![member],
        )
        .await?;
    Ok(rows.into_iter().map(Draft::from).collect())
}

/// How many drafts a member keeps.
pub(crate) async fn count(tx: &Tx, member: MemberId) -> Outcome<i64> {
    let count: Option<i64> =
        tx.one(sql!("SELECT COUNT(*) FROM drafts WHERE member_id = $1"), args![member]).await?;
    Ok(count.unwrap_or_default())
}

/// Writes a new draft.
pub(crate) async fn insert(
    tx: &mut Tx,
    member: MemberId,
    id: DraftId,
    text: &DraftText,
) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO drafts (id, member_id, post_id, kind, space_id, title, summary, body,
                 tags, gate, made_from, version, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12)"
        ),
        args![
            id,
            member,
            text.post,
            text.kind.unwrap_or(PostKind::Article),
            text.space,
            text.title,
            text.summary,
            text.body,
            text.tags,
            text.gate,
            text.made_from,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Writes what stands in a draft now.
pub(crate) async fn update(
    tx: &mut Tx,
    member: MemberId,
    id: DraftId,
    text: &DraftText,
) -> Outcome<u64> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE drafts SET kind = $3, space_id = $4, title = $5, summary = $6, body = $7,
                 tags = $8, gate = $9, made_from = $10, updated_at = $11, version = version + 1
              WHERE id = $1 AND member_id = $2"
        ),
        args![
            id,
            member,
            text.kind.unwrap_or(PostKind::Article),
            text.space,
            text.title,
            text.summary,
            text.body,
            text.tags,
            text.gate,
            text.made_from,
            now
        ],
    )
    .await
}

/// Throws a draft away.
pub(crate) async fn delete(tx: &mut Tx, member: MemberId, id: DraftId) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM drafts WHERE id = $1 AND member_id = $2"), args![id, member]).await
}

/// Gives all drafts of a member to another.
pub(crate) async fn update_member(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE drafts SET member_id = $2 WHERE member_id = $1"), args![from, to]).await?;
    Ok(())
}

/// Throws away all drafts of a member.
pub(crate) async fn delete_of(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM drafts WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// Throws away what was not touched since an instant.
pub(crate) async fn sweep(tx: &mut Tx, before: Ts) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM drafts WHERE updated_at < $1"), args![before]).await
}
