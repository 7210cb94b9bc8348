//! All SQL about comments. Texts are read with a permit for their post, or because they are
//! featured.

use db::{Origin, Sql, Tx, args, row, sql};
use kernel::{Cursor, Fault, Id, Locale, MemberId, Outcome, Ts};

use super::{Comment, CommentId, CommentKind, CommentState, Sort};
use crate::author::Author;
use crate::gate::GateId;
use crate::policy::{EditComment, Permit, ReadWhole};
use crate::post::PostId;
use crate::reaction::Counts;

row! {
    /// The columns of every query about comments, in the order of `comment_columns!`.
    struct CommentRow {
        id: CommentId,
        post_id: PostId,
        parent_id: Option<CommentId>,
        kind: CommentKind,
        state: CommentState,
        author_id: MemberId,
        name: String,
        handle: String,
        avatar: Option<String>,
        role: String,
        author_state: String,
        html: String,
        lang: String,
        featured_at: Option<Ts>,
        withdrawn: bool,
        replies: i64,
        likes: i64,
        thanks: i64,
        insights: i64,
        laughs: i64,
        questions: i64,
        imported_up: i64,
        score: i64,
        version: i64,
        created_at: Ts,
        edited_at: Option<Ts>,
        revised: bool,
    }
}

macro_rules! comments {
    ($rest:literal) => {
        sql!(CommentRow: concat!(
            "SELECT c.id, c.post_id, c.parent_id, c.kind, c.state, c.author_id, m.name, m.handle,
                    m.avatar, m.role, m.state AS author_state,
                    CASE WHEN c.state = 'deleted' THEN '' ELSE c.html END AS html, c.lang,
                    c.featured_at, c.withdrawn, c.replies, c.likes, c.thanks, c.insights, c.laughs,
                    c.questions, c.imported_up, c.score, c.version, c.created_at, c.edited_at,
                    CASE WHEN c.edited_at IS NULL THEN FALSE
                         ELSE EXISTS (SELECT 1 FROM comment_revisions r WHERE r.comment_id = c.id)
                    END AS revised
               FROM comments c JOIN members m ON m.id = c.author_id ", $rest))
    };
}

impl From<CommentRow> for Comment {
    fn from(row: CommentRow) -> Self {
        let (named, standing) = ((row.name, row.handle), (row.role, row.author_state.as_str()));
        Self {
            id: row.id,
            post: row.post_id,
            parent: row.parent_id,
            kind: row.kind,
            state: row.state,
            author: Author::new(row.author_id, named, row.avatar, standing),
            html: row.html,
            lang: row.lang,
            featured_at: row.featured_at,
            withdrawn: row.withdrawn,
            replies: row.replies,
            reactions: Counts {
                like: row.likes,
                thanks: row.thanks,
                insight: row.insights,
                laugh: row.laughs,
                question: row.questions,
            },
            imported_up: row.imported_up,
            score: row.score,
            version: row.version,
            created_at: row.created_at,
            edited_at: row.edited_at,
            revised: row.revised,
        }
    }
}

fn comments(rows: Vec<CommentRow>) -> Vec<Comment> {
    rows.into_iter().map(Comment::from).collect()
}

/// One comment, whatever may be read of its post; its text must not leave the server by this way
/// but for one that is featured or with a permit for its post.
pub(crate) async fn find(tx: &Tx, id: CommentId) -> Outcome<Option<Comment>> {
    let row: Option<CommentRow> = tx.one(comments!("WHERE c.id = $1"), args![id]).await?;
    Ok(row.map(Comment::from))
}

/// One comment.
///
/// # Errors
/// `Missing` when there is none.
pub(crate) async fn get(tx: &Tx, id: CommentId) -> Outcome<Comment> {
    find(tx, id).await?.ok_or(Fault::Missing("comment.missing"))
}

/// One comment that is about to change; its row is locked until the end of the transaction.
///
/// # Errors
/// `Missing` when there is none.
pub(crate) async fn get_for_update(tx: &mut Tx, id: CommentId) -> Outcome<Comment> {
    tx.lock(sql!("SELECT id FROM comments WHERE id = $1 {for_update}"), args![id]).await?;
    get(tx, id).await
}

/// A page of the first level below a post.
pub(crate) async fn first_level(
    tx: &Tx,
    permit: &Permit<ReadWhole>,
    sort: Sort,
    (after, limit): (Cursor, i64),
) -> Outcome<Vec<Comment>> {
    let statement: Sql = match sort {
        Sort::Best => comments!(
            "WHERE c.post_id = $1 AND c.parent_id IS NULL AND (c.score, c.id) < ($2, $3)
             ORDER BY c.score DESC, c.id DESC LIMIT $4"
        ),
        Sort::New => comments!(
            "WHERE c.post_id = $1 AND c.parent_id IS NULL AND (c.created_at, c.id) < ($2, $3)
             ORDER BY c.created_at DESC, c.id DESC LIMIT $4"
        ),
    };
    let args = args![permit.subject::<PostId>(), after.at, after.id, limit];
    Ok(comments(tx.list(statement, args).await?))
}

/// The most replies that are shown below one comment before a link leads to the others.
pub(crate) const REPLIES_SHOWN: i64 = 10;

/// The first replies below some comments of a post, from old to new.
pub(crate) async fn replies(
    tx: &Tx,
    permit: &Permit<ReadWhole>,
    parents: &[CommentId],
) -> Outcome<Vec<Comment>> {
    let statement = comments!(
        "WHERE c.id IN (SELECT n.id FROM (
                    SELECT r.id, ROW_NUMBER() OVER (
                               PARTITION BY r.parent_id ORDER BY r.created_at, r.id) AS place
                      FROM comments r WHERE r.parent_id IN ({list})) n
                   WHERE n.place <= $2)
            AND c.post_id = $1
          ORDER BY c.created_at, c.id"
    );
    let args = args![permit.subject::<PostId>(), REPLIES_SHOWN].list(parents.iter().copied());
    Ok(comments(tx.list(statement, args).await?))
}

/// All replies below one comment after a place, from old to new.
pub(crate) async fn all_replies(
    tx: &Tx,
    permit: &Permit<ReadWhole>,
    parent: CommentId,
    limit: i64,
) -> Outcome<Vec<Comment>> {
    let statement =
        comments!("WHERE c.post_id = $1 AND c.parent_id = $2 ORDER BY c.created_at, c.id LIMIT $3");
    Ok(comments(tx.list(statement, args![permit.subject::<PostId>(), parent, limit]).await?))
}

/// A page of all comments of a post from old to new, for the API.
pub(crate) async fn in_order(
    tx: &Tx,
    permit: &Permit<ReadWhole>,
    (after, limit): (Cursor, i64),
) -> Outcome<Vec<Comment>> {
    let statement = comments!(
        "WHERE c.post_id = $1 AND (c.created_at, c.id) > ($2, $3)
         ORDER BY c.created_at, c.id LIMIT $4"
    );
    let args = args![permit.subject::<PostId>(), after.at, after.id, limit];
    Ok(comments(tx.list(statement, args).await?))
}

/// The comments of a post that the team shows to everybody.
pub(crate) async fn featured(tx: &Tx, post: PostId) -> Outcome<Vec<Comment>> {
    let statement = comments!(
        "WHERE c.post_id = $1 AND c.featured_at IS NOT NULL AND c.state = 'published'
         ORDER BY c.featured_at, c.id LIMIT 20"
    );
    Ok(comments(tx.list(statement, args![post]).await?))
}

/// The source of a comment, for whoever may change it.
pub(crate) async fn source(tx: &Tx, permit: &Permit<EditComment>) -> Outcome<String> {
    source_for_index(tx, permit.subject()).await
}

/// The source of a comment, for its search document.
pub(crate) async fn source_for_index(tx: &Tx, id: CommentId) -> Outcome<String> {
    let body: Option<String> =
        tx.one(sql!("SELECT body FROM comments WHERE id = $1"), args![id]).await?;
    body.ok_or(Fault::Missing("comment.missing"))
}

/// A new comment's row.
pub(crate) struct NewComment<'a> {
    pub(crate) id: CommentId,
    pub(crate) post: PostId,
    pub(crate) parent: Option<CommentId>,
    pub(crate) kind: CommentKind,
    pub(crate) author: MemberId,
    pub(crate) body: &'a str,
    pub(crate) html: &'a str,
    pub(crate) lang: Option<Locale>,
    pub(crate) at: Ts,
    pub(crate) origin: Origin,
}

/// Writes a new comment.
pub(crate) async fn insert(tx: &mut Tx, new: NewComment<'_>) -> Outcome<()> {
    let origin = match new.origin {
        Origin::Live => "live",
        Origin::Import => "import",
        Origin::Seed => "seed",
    };
    tx.exec(
        sql!(
            "INSERT INTO comments (id, post_id, parent_id, kind, state, author_id, body, html,
                 render_version, lang, version, origin, created_at)
             VALUES ($1, $2, $3, $4, 'published', $5, $6, $7, $8, $9, 1, $10, $11)"
        ),
        args![
            new.id,
            new.post,
            new.parent,
            new.kind,
            new.author,
            new.body,
            new.html,
            text::markdown::RENDER_VERSION,
            new.lang.unwrap_or_default(),
            origin,
            new.at
        ],
    )
    .await?;
    if let Some(parent) = new.parent {
        count_replies(tx, parent, 1).await?;
    }
    Ok(())
}

/// Changes how many replies a comment has.
pub(crate) async fn count_replies(tx: &mut Tx, parent: CommentId, by: i64) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE comments SET replies = replies + $2, version = version + 1 WHERE id = $1"),
        args![parent, by],
    )
    .await?;
    Ok(())
}

/// Keeps a comment's text as it was, behind the gate that it stood behind, and writes the new one.
pub(crate) async fn update(
    tx: &mut Tx,
    permit: &Permit<EditComment>,
    (body, html, lang): (&str, &str, Option<Locale>),
    (editor, gate, at): (MemberId, GateId, Ts),
) -> Outcome<()> {
    let (id, revision) = (permit.subject::<CommentId>(), tx.new_id::<CommentRevisionId>());
    tx.exec(
        sql!(
            "INSERT INTO comment_revisions (id, comment_id, editor_id, gate_id, body, written_at)
             SELECT CAST($2 AS BIGINT), id, CAST($3 AS BIGINT), CAST($4 AS BIGINT), body,
                    COALESCE(edited_at, created_at)
               FROM comments WHERE id = $1"
        ),
        args![id, revision, editor, gate],
    )
    .await?;
    tx.exec(
        sql!(
            "UPDATE comments SET body = $2, html = $3, lang = $4, edited_at = $5,
                 render_version = $6, version = version + 1 WHERE id = $1"
        ),
        args![id, body, html, lang.unwrap_or_default(), at, text::markdown::RENDER_VERSION],
    )
    .await?;
    Ok(())
}

kernel::id!(
    /// One earlier text of a comment.
    CommentRevisionId
);

/// Leaves a tombstone: the row stays for its replies, its texts go.
pub(crate) async fn delete(tx: &mut Tx, id: CommentId, by: MemberId, at: Ts) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE comments SET state = 'deleted', body = '', html = '', featured_at = NULL,
                 deleted_at = $2, deleted_by = $3, version = version + 1 WHERE id = $1"
        ),
        args![id, at, by],
    )
    .await?;
    tx.exec(sql!("DELETE FROM comment_revisions WHERE comment_id = $1"), args![id]).await?;
    Ok(())
}

/// Writes what a source that has not changed is drawn to now.
pub(crate) async fn redrawn(tx: &mut Tx, id: CommentId, html: &str) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE comments SET html = $2, render_version = $3, version = version + 1
              WHERE id = $1"
        ),
        args![id, html, text::markdown::RENDER_VERSION],
    )
    .await?;
    Ok(())
}

/// Hides a comment or shows it again.
pub(crate) async fn set_hidden(tx: &mut Tx, id: CommentId, on: bool) -> Outcome<u64> {
    let (from, to) = if on { ("published", "hidden") } else { ("hidden", "published") };
    tx.exec(
        sql!("UPDATE comments SET state = $3, version = version + 1 WHERE id = $1 AND state = $2"),
        args![id, from, to],
    )
    .await
}

/// Shows a comment to everybody, or takes that back; `withdrawn` for good.
pub(crate) async fn set_featured(
    tx: &mut Tx,
    id: CommentId,
    at: Option<Ts>,
    withdrawn: bool,
) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE comments SET featured_at = $2, withdrawn = $3, version = version + 1
              WHERE id = $1"
        ),
        args![id, at, withdrawn],
    )
    .await?;
    Ok(())
}

/// What a member pressed under some comments: comment and word.
pub(crate) async fn pressed(tx: &Tx, member: MemberId, ids: &[i64]) -> Outcome<Vec<(i64, String)>> {
    tx.list(
        sql!(
            "SELECT subject_id, kind FROM reactions
              WHERE member_id = $1 AND subject_kind = 'comment' AND subject_id IN ({list})"
        ),
        args![member].list(ids),
    )
    .await
}

/// A few comments of a post to write their search documents anew, by id.
pub(crate) async fn batch_for_index(tx: &Tx, post: PostId, after: i64) -> Outcome<Vec<CommentId>> {
    tx.list(
        sql!(
            "SELECT id FROM comments
              WHERE post_id = $1 AND state = 'published' AND id > $2 ORDER BY id LIMIT 200"
        ),
        args![post.get(), after],
    )
    .await
}
