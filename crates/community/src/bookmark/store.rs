//! All SQL about bookmarks.

use db::{Tx, args, sql};
use kernel::{MemberId, Outcome};

use crate::post::PostId;

/// Keeps a post or does not any more; whether that changed anything.
pub(crate) async fn set(tx: &mut Tx, member: MemberId, post: PostId, on: bool) -> Outcome<bool> {
    let now = tx.now();
    let changed = if on {
        let add = sql!(
            "INSERT INTO bookmarks (member_id, post_id, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (member_id, post_id) DO NOTHING"
        );
        tx.exec(add, args![member, post, now]).await?
    } else {
        let remove = sql!("DELETE FROM bookmarks WHERE member_id = $1 AND post_id = $2");
        tx.exec(remove, args![member, post]).await?
    };
    Ok(changed == 1)
}

/// Changes how many keep a post; the row's version stays, because no list shows the number.
pub(crate) async fn count(tx: &mut Tx, post: PostId, by: i64) -> Outcome<()> {
    tx.exec(sql!("UPDATE posts SET bookmarks = bookmarks + $2 WHERE id = $1"), args![post, by])
        .await?;
    Ok(())
}

/// Forgets what a member keeps for later, in the counts of the posts too.
pub(crate) async fn delete_of(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE posts SET bookmarks = bookmarks - 1
              WHERE id IN (SELECT post_id FROM bookmarks WHERE member_id = $1)"
        ),
        args![member],
    )
    .await?;
    tx.exec(sql!("DELETE FROM bookmarks WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// Gives what a member keeps for later to another, whose own bookmarks stay as they are.
pub(crate) async fn update_member(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE posts SET bookmarks = bookmarks - 1
              WHERE id IN (SELECT b.post_id FROM bookmarks b
                             JOIN bookmarks o ON o.member_id = $2 AND o.post_id = b.post_id
                            WHERE b.member_id = $1)"
        ),
        args![from, to],
    )
    .await?;
    tx.exec(
        sql!(
            "DELETE FROM bookmarks WHERE member_id = $1
                AND post_id IN (SELECT post_id FROM bookmarks WHERE member_id = $2)"
        ),
        args![from, to],
    )
    .await?;
    tx.exec(sql!("UPDATE bookmarks SET member_id = $2 WHERE member_id = $1"), args![from, to])
        .await?;
    Ok(())
}
