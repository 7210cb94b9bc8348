//! All SQL that counts anew what was written at once.

use db::{Tx, args, sql};
use kernel::{Id, Outcome};

use crate::post::{PostId, store::rank};

/// Rows that one step of a recount takes.
const STEP: i64 = 1_000;

/// What a step of a recount counts; each runs over the ids of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bulk) enum Counted {
    Posts,
    Comments,
    Authors,
}

impl Counted {
    pub(in crate::bulk) const ALL: [Self; 3] = [Self::Posts, Self::Comments, Self::Authors];
}

/// Counts the rows of one table after an id anew; where the step ended, none at the table's end.
pub(in crate::bulk) async fn recount_step(
    tx: &mut Tx,
    counted: Counted,
    after: i64,
    public: &[i64],
) -> Outcome<Option<i64>> {
    let last = match counted {
        Counted::Posts => sql!("SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2"),
        Counted::Comments => {
            sql!("SELECT id FROM comments WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2")
        }
        Counted::Authors => {
            sql!("SELECT id FROM members WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2")
        }
    };
    let end: Option<i64> = tx.one(last, args![after, STEP - 1]).await?;
    let range = (after, end.unwrap_or(i64::MAX));
    match counted {
        Counted::Posts => recount_posts(tx, range).await?,
        Counted::Comments => recount_comments(tx, range).await?,
        Counted::Authors => recount_authors(tx, range, public).await?,
    }
    Ok(end)
}

async fn recount_posts(tx: &mut Tx, (after, end): (i64, i64)) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE posts SET
                comments = (SELECT COUNT(*) FROM comments c
                             WHERE c.post_id = posts.id AND c.state = 'published'),
                answers = (SELECT COUNT(*) FROM comments c
                            WHERE c.post_id = posts.id AND c.state = 'published'
                              AND c.parent_id IS NULL AND c.kind = 'answer'),
                bookmarks = (SELECT COUNT(*) FROM bookmarks b WHERE b.post_id = posts.id),
                likes = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'post'
                          AND r.subject_id = posts.id AND r.kind = 'like'),
                thanks = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'post'
                           AND r.subject_id = posts.id AND r.kind = 'thanks'),
                insights = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'post'
                             AND r.subject_id = posts.id AND r.kind = 'insight'),
                laughs = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'post'
                           AND r.subject_id = posts.id AND r.kind = 'laugh'),
                questions = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'post'
                              AND r.subject_id = posts.id AND r.kind = 'question')
              WHERE id > $1 AND id <= $2"
        ),
        args![after, end],
    )
    .await?;
    let votes = sql!(
        "UPDATE search_docs SET votes = COALESCE(
            (SELECT p.likes + p.thanks + p.insights + p.imported_up - p.imported_down
               FROM posts p WHERE p.id = search_docs.object), 0)
          WHERE object > $1 AND object <= $2 AND kind = 'post'"
    );
    tx.exec(votes, args![after, end]).await.map(drop)
}

async fn recount_comments(tx: &mut Tx, (after, end): (i64, i64)) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE comments SET
                replies = (SELECT COUNT(*) FROM comments r
                            WHERE r.parent_id = comments.id AND r.state = 'published'),
                likes = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'comment'
                          AND r.subject_id = comments.id AND r.kind = 'like'),
                thanks = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'comment'
                           AND r.subject_id = comments.id AND r.kind = 'thanks'),
                insights = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'comment'
                             AND r.subject_id = comments.id AND r.kind = 'insight'),
                laughs = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'comment'
                           AND r.subject_id = comments.id AND r.kind = 'laugh'),
                questions = (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'comment'
                              AND r.subject_id = comments.id AND r.kind = 'question'),
                score = imported_up - imported_down
                    + (SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = 'comment'
                          AND r.subject_id = comments.id)
              WHERE id > $1 AND id <= $2"
        ),
        args![after, end],
    )
    .await?;
    let votes = sql!(
        "UPDATE search_docs SET votes = COALESCE(
            (SELECT c.likes + c.thanks + c.insights + c.imported_up - c.imported_down
               FROM comments c WHERE c.id = search_docs.object), 0)
          WHERE object > $1 AND object <= $2 AND kind = 'comment'"
    );
    tx.exec(votes, args![after, end]).await.map(drop)
}

async fn recount_authors(tx: &mut Tx, (after, end): (i64, i64), public: &[i64]) -> Outcome<()> {
    let forget = sql!("DELETE FROM authors WHERE member_id > $1 AND member_id <= $2");
    tx.exec(forget, args![after, end]).await?;
    tx.exec(
        sql!(
            "INSERT INTO authors (member_id, posts, comments, accepted, followers)
             SELECT m.id,
                    (SELECT COUNT(*) FROM posts p WHERE p.author_id = m.id
                        AND p.state = 'published' AND p.gate_id IN ({list})),
                    (SELECT COUNT(*) FROM comments c JOIN posts p ON p.id = c.post_id
                      WHERE c.author_id = m.id AND c.state = 'published'
                        AND p.state = 'published' AND p.gate_id IN ({list})),
                    (SELECT COUNT(*) FROM comments c JOIN posts p ON p.accepted_id = c.id
                                                                AND p.id = c.post_id
                      WHERE c.author_id = m.id AND c.state = 'published'
                        AND p.state = 'published' AND p.gate_id IN ({list})),
                    (SELECT COUNT(*) FROM follows f
                      WHERE f.target_kind = 'member' AND f.target_id = m.id)
               FROM members m WHERE m.id > $1 AND m.id <= $2"
        ),
        args![after, end].list(public),
    )
    .await?;
    Ok(())
}

/// Counts the posts of every space anew.
pub(in crate::bulk) async fn recount_spaces(tx: &mut Tx) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE spaces SET posts = (SELECT COUNT(*) FROM posts p
                                         WHERE p.space_id = spaces.id AND p.state = 'published')"
        ),
        args![],
    )
    .await?;
    Ok(())
}

/// Writes the rank of some posts anew, after an id; the last of them, none at the end.
pub(in crate::bulk) async fn recount_hot(
    tx: &mut Tx,
    after: Option<PostId>,
) -> Outcome<Option<PostId>> {
    let after = after.map_or(0, Id::get);
    let ids: Vec<PostId> = tx
        .list(sql!("SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 1000"), args![after])
        .await?;
    for id in &ids {
        rank(tx, *id).await?;
    }
    Ok(ids.last().copied())
}
