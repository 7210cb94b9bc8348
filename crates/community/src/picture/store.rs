//! All SQL about the texts that show a picture.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};
use media::MediaId;

use super::{Place, Remark};
use crate::comment::CommentState;
use crate::gate::GateId;
use crate::policy::Standing;
use crate::post::{PostId, PostState};
use crate::space::SpaceId;

row! {
    /// A text that shows a picture.
    struct PlaceRow {
        post_id: PostId,
        space_id: SpaceId,
        gate_id: GateId,
        author_id: MemberId,
        state: PostState,
        free: bool,
        commenter_id: Option<MemberId>,
        comment_state: Option<CommentState>,
        featured_at: Option<Ts>,
    }
}

impl From<PlaceRow> for Place {
    fn from(row: PlaceRow) -> Self {
        let remark = |(own, state)| Remark { own, state, featured: row.featured_at.is_some() };
        Self {
            post: Standing {
                post: row.post_id,
                space: row.space_id,
                gate: row.gate_id,
                author: row.author_id,
                state: row.state,
            },
            free: row.free,
            comment: row.commenter_id.zip(row.comment_state).map(remark),
        }
    }
}

/// The posts and comments that show a picture, the newest first.
pub(super) async fn places(tx: &Tx, id: MediaId, limit: i64) -> Outcome<Vec<Place>> {
    let rows: Vec<PlaceRow> = tx
        .list(
            sql!(PlaceRow: "SELECT p.id AS post_id, p.space_id, p.gate_id, p.author_id, p.state,
                    s.free, c.author_id AS commenter_id, c.state AS comment_state, c.featured_at
                   FROM media_shown s
                   LEFT JOIN comments c ON s.holder = 'comment' AND c.id = s.holder_id
                   JOIN posts p
                     ON p.id = CASE s.holder WHEN 'post' THEN s.holder_id ELSE c.post_id END
                  WHERE s.media_id = $1
                  ORDER BY s.holder_id DESC LIMIT $2"),
            args![id, limit],
        )
        .await?;
    Ok(rows.into_iter().map(Place::from).collect())
}
