//! All SQL about full reads.

use db::{Tx, args, sql};
use kernel::Outcome;

use super::FullRead;
use crate::post::PostId;

/// Writes a read down; whether it is the first of that member, post and day.
pub(crate) async fn insert(tx: &mut Tx, read: &FullRead) -> Outcome<bool> {
    let written = tx
        .exec(
            sql!(
                "INSERT INTO post_reads (post_id, member_id, day)
                 SELECT p.id, CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM posts p WHERE p.id = $1
                 ON CONFLICT (post_id, member_id, day) DO NOTHING"
            ),
            args![read.post, read.member, read.day],
        )
        .await?;
    Ok(written == 1)
}

/// Counts one more read; the row's version stays, because no page shows the number.
pub(crate) async fn count(tx: &mut Tx, post: PostId) -> Outcome<()> {
    tx.exec(sql!("UPDATE posts SET reads = reads + 1 WHERE id = $1"), args![post]).await?;
    Ok(())
}
