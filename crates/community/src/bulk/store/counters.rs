//! All SQL that counts anew what was written at once.

use db::{Tx, args, sql};
use kernel::{Id as _, Outcome};

use crate::post::{PostId, store::rank};

/// How often one thing, `p`, was reacted to, by kind.
macro_rules! reactions_of {
    ($subject:literal) => {
        concat!(
            reactions_of!($subject, "like", "likes"),
            ", ",
            reactions_of!($subject, "thanks", "thanks"),
            ", ",
            reactions_of!($subject, "insight", "insights"),
            ", ",
            reactions_of!($subject, "laugh", "laughs"),
            ", ",
            reactions_of!($subject, "question", "questions")
        )
    };
    ($subject:literal, $kind:literal, $count:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM reactions r WHERE r.subject_kind = '",
            $subject,
            "' AND r.subject_id = p.id AND r.kind = '",
            $kind,
            "') AS ",
            $count
        )
    };
}

/// Rows that one step of a recount takes.
const STEP: i64 = 1_000;

/// What a step of a recount counts; each runs over the ids of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bulk) enum Counted {
    Posts,
    Comments,
}

impl Counted {
    pub(in crate::bulk) const ALL: [Self; 2] = [Self::Posts, Self::Comments];
}

/// Counts the rows of one table after an id anew; where the step ended, none at the table's end.
pub(in crate::bulk) async fn recount_step(
    tx: &mut Tx,
    counted: Counted,
    after: i64,
) -> Outcome<Option<i64>> {
    let last = match counted {
        Counted::Posts => sql!("SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2"),
        Counted::Comments => {
            sql!("SELECT id FROM comments WHERE id > $1 ORDER BY id LIMIT 1 OFFSET $2")
        }
    };
    let end: Option<i64> = tx.one(last, args![after, STEP - 1]).await?;
    let range = (after, end.unwrap_or(i64::MAX));
    match counted {
        Counted::Posts => recount_posts(tx, range).await?,
        Counted::Comments => recount_comments(tx, range).await?,
    }
    Ok(end)
}

/// Counts what hangs on some posts; a row that counts right is left alone, and so is its version.
async fn recount_posts(tx: &mut Tx, (after, end): (i64, i64)) -> Outcome<()> {
    tx.exec(
        sql!(concat!(
            "UPDATE posts SET comments = n.comments, answers = n.answers, bookmarks = n.bookmarks,
                reads = n.reads, likes = n.likes, thanks = n.thanks, insights = n.insights,
                laughs = n.laughs, questions = n.questions, version = posts.version + 1
              FROM (SELECT p.id,
                (SELECT COUNT(*) FROM comments c
                  WHERE c.post_id = p.id AND c.state = 'published') AS comments,
                (SELECT COUNT(*) FROM comments c
                  WHERE c.post_id = p.id AND c.state = 'published'
                    AND c.parent_id IS NULL AND c.kind = 'answer') AS answers,
                (SELECT COUNT(*) FROM bookmarks b WHERE b.post_id = p.id) AS bookmarks,
                (SELECT COUNT(*) FROM post_reads d WHERE d.post_id = p.id) AS reads,
                ",
            reactions_of!("post"),
            "
                  FROM posts p WHERE p.id > $1 AND p.id <= $2) n
              WHERE n.id = posts.id AND posts.id > $1 AND posts.id <= $2
                AND (posts.comments, posts.answers, posts.bookmarks, posts.reads, posts.likes,
                     posts.thanks, posts.insights, posts.laughs, posts.questions)
                 <> (n.comments, n.answers, n.bookmarks, n.reads, n.likes,
                     n.thanks, n.insights, n.laughs, n.questions)"
        )),
        args![after, end],
    )
    .await?;
    let votes = sql!(
        "UPDATE search_docs SET votes = n.votes
           FROM (SELECT p.id, p.likes + p.thanks + p.insights + p.imported_up - p.imported_down
                     AS votes
                   FROM posts p WHERE p.id > $1 AND p.id <= $2) n
          WHERE search_docs.object > $1 AND search_docs.object <= $2
            AND search_docs.object = n.id AND search_docs.kind = 'post'
            AND search_docs.votes <> n.votes"
    );
    tx.exec(votes, args![after, end]).await.map(drop)
}

async fn recount_comments(tx: &mut Tx, (after, end): (i64, i64)) -> Outcome<()> {
    tx.exec(
        sql!(concat!(
            "UPDATE comments SET replies = n.replies, likes = n.likes, thanks = n.thanks,
                insights = n.insights, laughs = n.laughs, questions = n.questions,
                score = comments.imported_up - comments.imported_down
                    + n.likes + n.thanks + n.insights + n.laughs + n.questions,
                version = comments.version + 1
              FROM (SELECT p.id,
                (SELECT COUNT(*) FROM comments c WHERE c.parent_id = p.id) AS replies,
                ",
            reactions_of!("comment"),
            "
                  FROM comments p WHERE p.id > $1 AND p.id <= $2) n
              WHERE n.id = comments.id AND comments.id > $1 AND comments.id <= $2
                AND (comments.replies, comments.likes, comments.thanks, comments.insights,
                     comments.laughs, comments.questions, comments.score)
                 <> (n.replies, n.likes, n.thanks, n.insights, n.laughs, n.questions,
                     comments.imported_up - comments.imported_down
                       + n.likes + n.thanks + n.insights + n.laughs + n.questions)"
        )),
        args![after, end],
    )
    .await?;
    let votes = sql!(
        "UPDATE search_docs SET votes = n.votes
           FROM (SELECT c.id, c.likes + c.thanks + c.insights + c.imported_up - c.imported_down
                     AS votes
                   FROM comments c WHERE c.id > $1 AND c.id <= $2) n
          WHERE search_docs.object > $1 AND search_docs.object <= $2
            AND search_docs.object = n.id AND search_docs.kind = 'comment'
            AND search_docs.votes <> n.votes"
    );
    tx.exec(votes, args![after, end]).await.map(drop)
}

/// How many of the newest posts count other comments or likes than they have.
pub(in crate::bulk) async fn miscounted(tx: &Tx, newest: i64) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(
            sql!(
                "SELECT COUNT(*) FROM (SELECT id, comments, likes FROM posts
                                        WHERE state = 'published'
                                        ORDER BY created_at DESC, id DESC LIMIT $1) p
                  WHERE p.comments <> (SELECT COUNT(*) FROM comments c
                                        WHERE c.post_id = p.id AND c.state = 'published')
                     OR p.likes <> (SELECT COUNT(*) FROM reactions r
                                     WHERE r.subject_kind = 'post' AND r.subject_id = p.id
                                       AND r.kind = 'like')"
            ),
            args![newest],
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// Counts the posts of every space anew.
pub(in crate::bulk) async fn recount_spaces(tx: &mut Tx) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE spaces SET posts = n.posts
               FROM (SELECT s.id, (SELECT COUNT(*) FROM posts p
                                    WHERE p.space_id = s.id AND p.state = 'published') AS posts
                       FROM spaces s) n
              WHERE n.id = spaces.id AND n.posts <> spaces.posts"
        ),
        args![],
    )
    .await?;
    Ok(())
}

/// Writes the rank of some posts anew, after an id; the last of them, none at the end.
pub(in crate::bulk) async fn recount_hot(tx: &mut Tx, after: i64) -> Outcome<Option<i64>> {
    let ids: Vec<PostId> = tx
        .list(sql!("SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 1000"), args![after])
        .await?;
    for id in &ids {
        rank(tx, *id).await?;
    }
    Ok(ids.last().map(|id| id.get()))
}
