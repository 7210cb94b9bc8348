//! All SQL that gathers what a member was told.

use community::comment::CommentId;
use community::post::PostId;
use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};
use serde::Serialize;

row! {
    /// A notification.
    #[derive(Serialize)]
    pub(super) struct Told {
        pub(super) kind: String,
        pub(super) post_id: Option<PostId>,
        pub(super) comment_id: Option<CommentId>,
        pub(super) people: i64,
        pub(super) created_at: Ts,
        pub(super) moved_at: Ts,
        pub(super) read_at: Option<Ts>,
    }
}

pub(super) async fn notifications(tx: &Tx, member: MemberId) -> Outcome<Vec<Told>> {
    tx.list(
        sql!(Told: "SELECT kind, post_id, comment_id, people, created_at, moved_at, read_at
                      FROM notifications WHERE member_id = $1 ORDER BY moved_at, id"),
        args![member],
    )
    .await
}
