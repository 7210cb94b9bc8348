//! All SQL about lists of posts.
//!
//! A list takes the reader's gates as [`Reach::signed`](crate::reach::Reach::signed) gives them:
//! `p.gate_id IN ({list})` is open to the reader, `-p.gate_id IN ({list})` is seen from outside.
//! Only where the first holds may a statement give words from below a divider.

use db::{Sql, Tx, args, row, sql};
use kernel::{Cursor, List, MemberId, Outcome};

use super::{Order, Page};
use crate::post::row::PostRow;
use crate::post::{Post, PostId};
use crate::post_columns;
use crate::space::SpaceId;
use crate::tag::TagId;

/// A statement about posts that are all open to the reader.
macro_rules! open_posts {
    ($rest:literal) => {
        sql!(PostRow: concat!("SELECT ", post_columns!("p.excerpt"), $rest))
    };
}

/// A statement about posts that the reader sees, some of them from outside.
macro_rules! seen_posts {
    ($rest:literal) => {
        sql!(PostRow: concat!("SELECT ",
            post_columns!("CASE WHEN p.gate_id IN ({list}) THEN p.excerpt ELSE p.free_excerpt END"),
            $rest))
    };
}

/// A statement about posts that the reader sees from outside.
macro_rules! locked_posts {
    ($rest:literal) => {
        sql!(PostRow: concat!("SELECT ", post_columns!("p.free_excerpt"), $rest))
    };
}

fn posts(rows: Vec<PostRow>) -> Vec<Post> {
    rows.into_iter().map(Post::from).collect()
}

/// The posts of all open gates.
pub(crate) async fn of_site(tx: &Tx, open: &[i64], page: Page) -> Outcome<Vec<Post>> {
    let statement: Sql = match page.order {
        Order::Hot => open_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND (p.hot, p.id) < ($1, $2) AND p.gate_id IN ({list})
              ORDER BY p.hot DESC, p.id DESC LIMIT $3"
        ),
        Order::Featured => open_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.featured_at IS NOT NULL
                AND (p.featured_at, p.id) < ($1, $2) AND p.gate_id IN ({list})
              ORDER BY p.featured_at DESC, p.id DESC LIMIT $3"
        ),
        Order::Unanswered => open_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.kind = 'question' AND p.answers = 0
                AND (p.created_at, p.id) < ($1, $2) AND p.gate_id IN ({list})
              ORDER BY p.created_at DESC, p.id DESC LIMIT $3"
        ),
        Order::Latest | Order::Following => open_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND (p.created_at, p.id) < ($1, $2)
                AND p.gate_id IN ({list})
              ORDER BY p.created_at DESC, p.id DESC LIMIT $3"
        ),
    };
    let Cursor { at, id } = page.after;
    let rows = tx.list(statement, args![at, id, page.size.probe()].list(open)).await?;
    Ok(posts(rows))
}

/// The posts of gates seen from outside, from the page's start to `end`.
pub(crate) async fn locked_of_site(
    tx: &Tx,
    window: &[i64],
    page: Page,
    (end, most): (Cursor, i64),
) -> Outcome<Vec<Post>> {
    let statement: Sql = match page.order {
        Order::Hot => locked_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND (p.hot, p.id) < ($1, $2) AND (p.hot, p.id) > ($3, $4)
                AND p.gate_id IN ({list})
              ORDER BY p.hot DESC, p.id DESC LIMIT $5"
        ),
        Order::Featured => locked_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.featured_at IS NOT NULL
                AND (p.featured_at, p.id) < ($1, $2) AND (p.featured_at, p.id) > ($3, $4)
                AND p.gate_id IN ({list})
              ORDER BY p.featured_at DESC, p.id DESC LIMIT $5"
        ),
        Order::Unanswered => locked_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.kind = 'question' AND p.answers = 0
                AND (p.created_at, p.id) < ($1, $2) AND (p.created_at, p.id) > ($3, $4)
                AND p.gate_id IN ({list})
              ORDER BY p.created_at DESC, p.id DESC LIMIT $5"
        ),
        Order::Latest | Order::Following => locked_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND (p.created_at, p.id) < ($1, $2)
                AND (p.created_at, p.id) > ($3, $4) AND p.gate_id IN ({list})
              ORDER BY p.created_at DESC, p.id DESC LIMIT $5"
        ),
    };
    let Cursor { at, id } = page.after;
    let args = args![at, id, end.at, end.id, most].list(window);
    Ok(posts(tx.list(statement, args).await?))
}

/// The posts of a space that the reader sees.
pub(crate) async fn of_space(
    tx: &Tx,
    space: SpaceId,
    gates: &[i64],
    page: Page,
) -> Outcome<Vec<Post>> {
    let statement: Sql = match page.order {
        Order::Hot => seen_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.space_id = $1 AND (p.hot, p.id) < ($2, $3)
                AND (p.gate_id IN ({list}) OR -p.gate_id IN ({list}))
              ORDER BY p.hot DESC, p.id DESC LIMIT $4"
        ),
        Order::Featured => seen_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.space_id = $1 AND p.featured_at IS NOT NULL
                AND (p.featured_at, p.id) < ($2, $3)
                AND (p.gate_id IN ({list}) OR -p.gate_id IN ({list}))
              ORDER BY p.featured_at DESC, p.id DESC LIMIT $4"
        ),
        Order::Unanswered => seen_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.space_id = $1 AND p.kind = 'question'
                AND p.answers = 0 AND (p.created_at, p.id) < ($2, $3)
                AND (p.gate_id IN ({list}) OR -p.gate_id IN ({list}))
              ORDER BY p.created_at DESC, p.id DESC LIMIT $4"
        ),
        Order::Latest | Order::Following => seen_posts!(
            "FROM posts p JOIN members m ON m.id = p.author_id
              WHERE p.state = 'published' AND p.space_id = $1 AND (p.created_at, p.id) < ($2, $3)
                AND (p.gate_id IN ({list}) OR -p.gate_id IN ({list}))
              ORDER BY p.created_at DESC, p.id DESC LIMIT $4"
        ),
    };
    let Cursor { at, id } = page.after;
    Ok(posts(tx.list(statement, args![space, at, id, page.size.probe()].list(gates)).await?))
}

/// The posts under a tag that the reader sees, the newest first.
pub(crate) async fn of_tag(tx: &Tx, tag: TagId, gates: &[i64], page: Page) -> Outcome<Vec<Post>> {
    let statement = seen_posts!(
        "FROM post_tags t JOIN posts p ON p.id = t.post_id JOIN members m ON m.id = p.author_id
          WHERE t.tag_id = $1 AND (t.created_at, t.post_id) < ($2, $3) AND p.state = 'published'
            AND (p.gate_id IN ({list}) OR -p.gate_id IN ({list}))
          ORDER BY t.created_at DESC, t.post_id DESC LIMIT $4"
    );
    let Cursor { at, id } = page.after;
    Ok(posts(tx.list(statement, args![tag, at, id, page.size.probe()].list(gates)).await?))
}

/// The posts of an author that the reader sees, the newest first.
pub(crate) async fn of_author(
    tx: &Tx,
    author: MemberId,
    gates: &[i64],
    page: Page,
) -> Outcome<Vec<Post>> {
    let statement = seen_posts!(
        "FROM posts p JOIN members m ON m.id = p.author_id
          WHERE p.state = 'published' AND p.author_id = $1 AND (p.created_at, p.id) < ($2, $3)
            AND (p.gate_id IN ({list}) OR -p.gate_id IN ({list}))
          ORDER BY p.created_at DESC, p.id DESC LIMIT $4"
    );
    let Cursor { at, id } = page.after;
    Ok(posts(tx.list(statement, args![author, at, id, page.size.probe()].list(gates)).await?))
}

/// What a member keeps for later and may still see, the last kept first; a page from which something
/// is gone is shorter, and goes on.
pub(crate) async fn bookmarked(
    tx: &Tx,
    member: MemberId,
    gates: &[i64],
    page: Page,
) -> Outcome<List<Post>> {
    let statement = sql!(
        "SELECT created_at, post_id FROM bookmarks
          WHERE member_id = $1 AND (created_at, post_id) < ($2, $3)
          ORDER BY created_at DESC, post_id DESC LIMIT $4"
    );
    let Cursor { at, id } = page.after;
    let kept: Vec<(kernel::Ts, i64)> =
        tx.list(statement, args![member, at, id, page.size.probe()]).await?;
    let kept = List::cut(kept, page.size, |(at, id)| Cursor { at: *at, id: *id });
    let ids: Vec<i64> = kept.items.iter().map(|(_, id)| *id).collect();
    let found = by_ids(tx, &ids, gates).await?;
    let post = |id: &i64| found.iter().find(|post| kernel::Id::get(post.id) == *id).cloned();
    Ok(List { items: ids.iter().filter_map(post).collect(), next: kept.next })
}

/// Posts by their ids, as far as one of the signed gates lets them be seen; excerpts are free parts.
pub(crate) async fn by_ids(tx: &Tx, ids: &[i64], gates: &[i64]) -> Outcome<Vec<Post>> {
    let statement = locked_posts!(
        "FROM posts p JOIN members m ON m.id = p.author_id
          WHERE p.id IN ({list}) AND p.state = 'published'"
    );
    let found: Vec<PostRow> = tx.list(statement, args![].list(ids)).await?;
    let seen = |row: &PostRow| {
        let gate = kernel::Id::get(row.gate_id);
        gates.contains(&gate) || gates.contains(&-gate)
    };
    Ok(posts(found.into_iter().filter(seen).collect()))
}

/// How many of the newest posts one page of what somebody follows looks through.
const FOLLOWING_WINDOW: i64 = 3_000;

/// The posts of whom and what a member follows, the newest first. The page looks through a bounded
/// stretch of the newest posts and says where it ended, so its cost does not grow with the site.
pub(crate) async fn following(
    tx: &Tx,
    member: MemberId,
    gates: &[i64],
    page: Page,
) -> Outcome<List<Post>> {
    let statement = seen_posts!(
        "FROM (SELECT q.id FROM posts q
                WHERE q.state = 'published' AND (q.created_at, q.id) < ($2, $3)
                ORDER BY q.created_at DESC, q.id DESC LIMIT $5) w
          JOIN posts p ON p.id = w.id JOIN members m ON m.id = p.author_id
          WHERE (p.gate_id IN ({list}) OR -p.gate_id IN ({list}))
            AND (p.author_id IN (SELECT target_id FROM follows
                                  WHERE member_id = $1 AND target_kind = 'member')
              OR p.space_id IN (SELECT target_id FROM follows
                                  WHERE member_id = $1 AND target_kind = 'space')
              OR EXISTS (SELECT 1 FROM follows f JOIN post_tags t ON t.tag_id = f.target_id
                          WHERE f.member_id = $1 AND f.target_kind = 'tag' AND t.post_id = p.id))
          ORDER BY p.created_at DESC, p.id DESC LIMIT $4"
    );
    let Cursor { at, id } = page.after;
    let args = args![member, at, id, page.size.probe(), FOLLOWING_WINDOW].list(gates);
    let rows = posts(tx.list(statement, args).await?);
    let mut list = List::cut(rows, page.size, |post| page.order.place_of(post));
    if list.next.is_none() {
        list.next = end_of_window(tx, page.after).await?;
    }
    Ok(list)
}

/// Where the stretch that [`following`] looks through ends; none when it reached the oldest post.
async fn end_of_window(tx: &Tx, after: Cursor) -> Outcome<Option<Cursor>> {
    let end: Option<(kernel::Ts, PostId)> = tx
        .one(
            sql!(
                "SELECT created_at, id FROM posts
                  WHERE state = 'published' AND (created_at, id) < ($1, $2)
                  ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET $3"
            ),
            args![after.at, after.id, FOLLOWING_WINDOW - 1],
        )
        .await?;
    Ok(end.map(|(at, id)| Cursor { at, id: kernel::Id::get(id) }))
}

/// What a member pressed under some posts: post and word, bookmarks included.
pub(crate) async fn pressed(
    tx: &Tx,
    member: MemberId,
    posts: &[i64],
) -> Outcome<Vec<(i64, String)>> {
    tx.list(
        sql!(
            "SELECT subject_id, kind FROM reactions
              WHERE member_id = $1 AND subject_kind = 'post' AND subject_id IN ({list})
             UNION ALL
             SELECT post_id, 'bookmark' FROM bookmarks
              WHERE member_id = $1 AND post_id IN ({list})"
        ),
        args![member].list(posts),
    )
    .await
}

row! {
    /// The accepted answer of a question in a list.
    pub(crate) struct AcceptedRow {
        pub(crate) post_id: PostId,
        pub(crate) name: String,
        pub(crate) body: String,
    }
}

/// The accepted answers of questions whose gates are open to the reader.
pub(crate) async fn accepted_of(
    tx: &Tx,
    questions: &[i64],
    gates: &[i64],
) -> Outcome<Vec<AcceptedRow>> {
    let found: Vec<(PostId, i64, String, String)> = tx
        .list(
            sql!(
                "SELECT p.id, p.gate_id, m.name, c.body
                   FROM posts p JOIN comments c ON c.id = p.accepted_id
                   JOIN members m ON m.id = c.author_id
                  WHERE p.id IN ({list}) AND c.state = 'published'"
            ),
            args![].list(questions),
        )
        .await?;
    let open = found.into_iter().filter(|(_, gate, ..)| gates.contains(gate));
    Ok(open.map(|(post_id, _, name, body)| AcceptedRow { post_id, name, body }).collect())
}
