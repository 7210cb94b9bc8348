//! All SQL that gathers a member's own data.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};
use serde::{Serialize, Serializer};

use crate::comment::CommentId;
use crate::post::PostId;

row! {
    /// A post with its source.
    #[derive(Serialize)]
    pub(super) struct Post {
        pub(super) id: PostId,
        pub(super) kind: String,
        pub(super) state: String,
        pub(super) title: String,
        pub(super) summary: String,
        pub(super) body: String,
        pub(super) tags: String,
        pub(super) created_at: Ts,
        pub(super) edited_at: Option<Ts>,
    }
}

row! {
    /// A comment or answer with its source.
    #[derive(Serialize)]
    pub(super) struct Comment {
        pub(super) id: CommentId,
        pub(super) post_id: PostId,
        pub(super) parent_id: Option<CommentId>,
        pub(super) kind: String,
        pub(super) state: String,
        pub(super) body: String,
        pub(super) created_at: Ts,
        pub(super) edited_at: Option<Ts>,
    }
}

row! {
    /// What was begun and not published.
    #[derive(Serialize)]
    pub(super) struct Draft {
        pub(super) kind: String,
        pub(super) title: String,
        pub(super) summary: String,
        pub(super) body: String,
        pub(super) tags: String,
        pub(super) created_at: Ts,
        pub(super) updated_at: Ts,
    }
}

row! {
    /// A reaction to a post or comment.
    #[derive(Serialize)]
    pub(super) struct Reaction {
        pub(super) subject_kind: String,
        #[serde(serialize_with = "encoded")]
        pub(super) subject_id: i64,
        pub(super) kind: String,
        pub(super) created_at: Ts,
    }
}

row! {
    /// A bookmark.
    #[derive(Serialize)]
    pub(super) struct Bookmark {
        pub(super) post_id: PostId,
        pub(super) created_at: Ts,
    }
}

row! {
    /// A member, space or tag that is followed.
    #[derive(Serialize)]
    pub(super) struct Follow {
        pub(super) target_kind: String,
        #[serde(serialize_with = "encoded")]
        pub(super) target_id: i64,
        pub(super) created_at: Ts,
    }
}

/// An id of one of several kinds, as the API writes ids.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn encoded<S: Serializer>(id: &i64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&kernel::encode_id(*id))
}

pub(super) async fn posts(tx: &Tx, member: MemberId) -> Outcome<Vec<Post>> {
    tx.list(
        sql!(Post: "SELECT p.id, p.kind, p.state, p.title, p.summary, t.body, p.tags, p.created_at,
                           p.edited_at
                      FROM posts p JOIN post_texts t ON t.post_id = p.id
                     WHERE p.author_id = $1 AND p.state <> 'deleted'
                     ORDER BY p.created_at, p.id"),
        args![member],
    )
    .await
}

pub(super) async fn comments(tx: &Tx, member: MemberId) -> Outcome<Vec<Comment>> {
    tx.list(
        sql!(Comment: "SELECT c.id, c.post_id, c.parent_id, c.kind, c.state, c.body, c.created_at,
                              c.edited_at
                         FROM comments c JOIN posts p ON p.id = c.post_id
                        WHERE c.author_id = $1 AND c.state <> 'deleted'
                          AND p.state <> 'deleted' ORDER BY c.created_at, c.id"),
        args![member],
    )
    .await
}

pub(super) async fn drafts(tx: &Tx, member: MemberId) -> Outcome<Vec<Draft>> {
    tx.list(
        sql!(Draft: "SELECT kind, title, summary, body, tags, created_at, updated_at
                       FROM drafts WHERE member_id = $1 ORDER BY updated_at, id"),
        args![member],
    )
    .await
}

pub(super) async fn reactions(tx: &Tx, member: MemberId) -> Outcome<Vec<Reaction>> {
    tx.list(
        sql!(Reaction: "SELECT subject_kind, subject_id, kind, created_at
                          FROM reactions WHERE member_id = $1
                         ORDER BY subject_kind, subject_id, kind"),
        args![member],
    )
    .await
}

pub(super) async fn bookmarks(tx: &Tx, member: MemberId) -> Outcome<Vec<Bookmark>> {
    tx.list(
        sql!(Bookmark: "SELECT post_id, created_at FROM bookmarks
                         WHERE member_id = $1 ORDER BY created_at, post_id"),
        args![member],
    )
    .await
}

pub(super) async fn follows(tx: &Tx, member: MemberId) -> Outcome<Vec<Follow>> {
    tx.list(
        sql!(Follow: "SELECT target_kind, target_id, created_at FROM follows
                       WHERE member_id = $1 ORDER BY target_kind, target_id"),
        args![member],
    )
    .await
}
