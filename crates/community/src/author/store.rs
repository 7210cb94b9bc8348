//! All SQL about what a person's page counts: open content only.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome};

use crate::post::PostId;

row! {
    /// What a person's page counts.
    pub struct AuthorCounts {
        /// Posts that anyone reads.
        pub posts: i64,
        /// Comments below them.
        pub comments: i64,
        /// Answers of theirs that were accepted there.
        pub accepted: i64,
        /// Who follows them.
        pub followers: i64,
    }
}

/// A count that changes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Change {
    pub(crate) posts: i64,
    pub(crate) comments: i64,
    pub(crate) accepted: i64,
    pub(crate) followers: i64,
}

/// Changes what is counted of a member.
pub(crate) async fn change(tx: &mut Tx, member: MemberId, by: Change) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO authors (member_id, posts, comments, accepted, followers)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (member_id) DO UPDATE
                SET posts = authors.posts + excluded.posts,
                    comments = authors.comments + excluded.comments,
                    accepted = authors.accepted + excluded.accepted,
                    followers = authors.followers + excluded.followers"
        ),
        args![member, by.posts, by.comments, by.accepted, by.followers],
    )
    .await?;
    Ok(())
}

/// Counts what is said below a post for those who said it, or takes that out.
pub(crate) async fn change_below(tx: &mut Tx, post: PostId, by: i64) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO authors (member_id, posts, comments, accepted, followers)
             SELECT c.author_id, 0, CAST($2 AS BIGINT) * COUNT(*),
                    CAST($2 AS BIGINT) * CAST(
                        SUM(CASE WHEN c.id = p.accepted_id THEN 1 ELSE 0 END) AS BIGINT), 0
               FROM comments c JOIN posts p ON p.id = c.post_id
              WHERE c.post_id = $1 AND c.state = 'published'
              GROUP BY c.author_id ORDER BY c.author_id
             ON CONFLICT (member_id) DO UPDATE
                SET comments = authors.comments + excluded.comments,
                    accepted = authors.accepted + excluded.accepted"
        ),
        args![post, by],
    )
    .await?;
    Ok(())
}

/// Members that one step of a recount takes.
const STEP: i64 = 200;

/// Counts what stands on the pages of some members after an id anew; where the step ended, none at
/// the end. `public` are the gates of what anyone reads.
pub(crate) async fn recount(tx: &mut Tx, after: i64, public: &[i64]) -> Outcome<Option<i64>> {
    let end: Option<i64> = tx
        .one(
            sql!("SELECT id FROM members WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2"),
            args![after, STEP - 1],
        )
        .await?;
    tx.exec(
        sql!(
            "INSERT INTO authors (member_id, posts, comments, accepted, followers)
             SELECT n.id, n.posts, n.comments, n.accepted, n.followers FROM (
                SELECT m.id,
                    (SELECT COUNT(*) FROM posts p WHERE p.author_id = m.id
                        AND p.state = 'published' AND p.gate_id IN ({list})) AS posts,
                    (SELECT COUNT(*) FROM comments c JOIN posts p ON p.id = c.post_id
                      WHERE c.author_id = m.id AND c.state = 'published'
                        AND p.state = 'published' AND p.gate_id IN ({list})) AS comments,
                    (SELECT COUNT(*) FROM comments c JOIN posts p ON p.accepted_id = c.id
                                                                AND p.id = c.post_id
                      WHERE c.author_id = m.id AND c.state = 'published'
                        AND p.state = 'published' AND p.gate_id IN ({list})) AS accepted,
                    (SELECT COUNT(*) FROM follows f
                      WHERE f.target_kind = 'member' AND f.target_id = m.id) AS followers
                  FROM members m WHERE m.id > $1 AND m.id <= $2) n
              WHERE n.posts + n.comments + n.accepted + n.followers > 0
                 OR EXISTS (SELECT 1 FROM authors a WHERE a.member_id = n.id)
             ON CONFLICT (member_id) DO UPDATE
                SET posts = excluded.posts, comments = excluded.comments,
                    accepted = excluded.accepted, followers = excluded.followers
              WHERE (authors.posts, authors.comments, authors.accepted, authors.followers)
                 <> (excluded.posts, excluded.comments, excluded.accepted, excluded.followers)"
        ),
        args![after, end.unwrap_or(i64::MAX)].list(public),
    )
    .await?;
    Ok(end)
}

/// What is counted of a member.
pub(crate) async fn counts(tx: &Tx, member: MemberId) -> Outcome<Option<AuthorCounts>> {
    tx.one(
        sql!(AuthorCounts: "SELECT posts, comments, accepted, followers FROM authors
                             WHERE member_id = $1"),
        args![member],
    )
    .await
}

/// The name that a member shows.
pub(crate) async fn name(tx: &Tx, member: MemberId) -> Outcome<Option<String>> {
    tx.one(sql!("SELECT name FROM members WHERE id = $1"), args![member]).await
}

/// A member's handle.
pub(crate) async fn handle(tx: &Tx, member: MemberId) -> Outcome<Option<String>> {
    tx.one(sql!("SELECT handle FROM members WHERE id = $1"), args![member]).await
}

/// Whether a member ever wrote a post or a comment, deleted ones too.
pub(crate) async fn has_written(tx: &Tx, member: MemberId) -> Outcome<bool> {
    let post: Option<i64> =
        tx.one(sql!("SELECT id FROM posts WHERE author_id = $1 LIMIT 1"), args![member]).await?;
    if post.is_some() {
        return Ok(true);
    }
    let comment: Option<i64> =
        tx.one(sql!("SELECT id FROM comments WHERE author_id = $1 LIMIT 1"), args![member]).await?;
    Ok(comment.is_some())
}

row! {
    /// A comment on its author's page.
    pub(crate) struct OfAuthor {
        pub(crate) id: crate::comment::CommentId,
        pub(crate) post_id: crate::post::PostId,
        pub(crate) kind: crate::comment::CommentKind,
        pub(crate) title: String,
        pub(crate) html: String,
        pub(crate) lang: String,
        pub(crate) likes: i64,
        pub(crate) accepted: bool,
        pub(crate) created_at: kernel::Ts,
    }
}

/// What an author wrote below posts whose gates are open, and what of theirs is featured where it
/// can be seen; newest first. `gates` are signed as for lists of posts.
pub(crate) async fn comments_of(
    tx: &Tx,
    author: MemberId,
    gates: &[i64],
    (after, limit): (kernel::Cursor, i64),
) -> Outcome<Vec<OfAuthor>> {
    tx.list(
        sql!(OfAuthor: "SELECT c.id, c.post_id, c.kind, p.title, c.html, c.lang,
                    c.likes + c.imported_up AS likes,
                    CASE WHEN p.accepted_id = c.id THEN TRUE ELSE FALSE END AS accepted,
                    c.created_at
               FROM comments c JOIN posts p ON p.id = c.post_id
              WHERE c.author_id = $1 AND c.state = 'published' AND p.state = 'published'
                AND (c.created_at, c.id) < ($2, $3)
                AND (p.gate_id IN ({list})
                     OR (c.featured_at IS NOT NULL AND -p.gate_id IN ({list})))
              ORDER BY c.created_at DESC, c.id DESC LIMIT $4"),
        args![author, after.at, after.id, limit].list(gates),
    )
    .await
}

/// An author's posts that are not deleted, newest first, each with its time.
pub(crate) async fn posts_left(
    tx: &Tx,
    author: MemberId,
    (after, limit): (kernel::Cursor, i64),
) -> Outcome<Vec<(crate::post::PostId, kernel::Ts)>> {
    tx.list(
        sql!(
            "SELECT id, created_at FROM posts
              WHERE author_id = $1 AND state <> 'deleted' AND (created_at, id) < ($2, $3)
              ORDER BY created_at DESC, id DESC LIMIT $4"
        ),
        args![author, after.at, after.id, limit],
    )
    .await
}

/// An author's comments that are not deleted, newest first, each with its time.
pub(crate) async fn comments_left(
    tx: &Tx,
    author: MemberId,
    (after, limit): (kernel::Cursor, i64),
) -> Outcome<Vec<(crate::comment::CommentId, kernel::Ts)>> {
    tx.list(
        sql!(
            "SELECT id, created_at FROM comments
              WHERE author_id = $1 AND state <> 'deleted' AND (created_at, id) < ($2, $3)
              ORDER BY created_at DESC, id DESC LIMIT $4"
        ),
        args![author, after.at, after.id, limit],
    )
    .await
}

/// Gives an author's posts, and the earlier versions that they wrote of them, to another; which
/// posts those are.
pub(crate) async fn update_posts(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<Vec<i64>> {
    tx.exec(
        sql!(
            "UPDATE post_revisions SET editor_id = $2
              WHERE editor_id = $1 AND post_id IN (SELECT id FROM posts WHERE author_id = $1)"
        ),
        args![from, to],
    )
    .await?;
    let posts = sql!(
        "UPDATE posts SET author_id = $2, version = version + 1 WHERE author_id = $1 RETURNING id"
    );
    tx.returning(posts, args![from, to]).await
}

/// Gives an author's comments to another; which those are.
pub(crate) async fn update_comments(
    tx: &mut Tx,
    from: MemberId,
    to: MemberId,
) -> Outcome<Vec<i64>> {
    let comments = sql!(
        "UPDATE comments SET author_id = $2, version = version + 1 WHERE author_id = $1
         RETURNING id"
    );
    tx.returning(comments, args![from, to]).await
}

/// Forgets what was counted of a member.
pub(crate) async fn delete(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM authors WHERE member_id = $1"), args![member]).await?;
    Ok(())
}
