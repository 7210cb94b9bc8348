//! All SQL about who follows what.

use db::{Tx, args, sql};
use kernel::{Cursor, MemberId, Outcome, Ts};

use super::Target;
use crate::tag::TagId;

/// Follows or does not any more; whether that changed anything.
pub(crate) async fn set(tx: &mut Tx, member: MemberId, target: Target, on: bool) -> Outcome<bool> {
    let now = tx.now();
    let changed = if on {
        let add = sql!(
            "INSERT INTO follows (member_id, target_kind, target_id, created_at)
             VALUES ($1, $2, $3, $4) ON CONFLICT (member_id, target_kind, target_id) DO NOTHING"
        );
        tx.exec(add, args![member, target.kind(), target.id(), now]).await?
    } else {
        let remove = sql!(
            "DELETE FROM follows WHERE member_id = $1 AND target_kind = $2 AND target_id = $3"
        );
        tx.exec(remove, args![member, target.kind(), target.id()]).await?
    };
    Ok(changed == 1)
}

/// Whether a member follows something.
pub(crate) async fn is(tx: &Tx, member: MemberId, target: Target) -> Outcome<bool> {
    let found: Option<i64> = tx
        .one(
            sql!(
                "SELECT 1 FROM follows WHERE member_id = $1 AND target_kind = $2 AND target_id = $3"
            ),
            args![member, target.kind(), target.id()],
        )
        .await?;
    Ok(found.is_some())
}

/// What a member follows, by kind and id, with since when; the last followed first.
pub(crate) async fn list(
    tx: &Tx,
    member: MemberId,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<(String, i64, Ts)>> {
    tx.list(
        sql!(
            "SELECT target_kind, target_id, created_at FROM follows
              WHERE member_id = $1 AND (created_at, target_id) < ($2, $3)
              ORDER BY created_at DESC, target_id DESC LIMIT $4"
        ),
        args![member, place.at, place.id, probe],
    )
    .await
}

/// Name and handle of some members, those who left aside.
pub(crate) async fn members(tx: &Tx, ids: &[i64]) -> Outcome<Vec<(MemberId, String, String)>> {
    tx.list(
        sql!(
            "SELECT id, name, handle FROM members
              WHERE id IN ({list}) AND state IN ('active', 'locked')"
        ),
        args![].list(ids),
    )
    .await
}

/// Whether there is such a member.
pub(crate) async fn is_member(tx: &Tx, member: MemberId) -> Outcome<bool> {
    let found: Option<i64> = tx
        .one(sql!("SELECT 1 FROM members WHERE id = $1 AND state = 'active'"), args![member])
        .await?;
    Ok(found.is_some())
}

/// Whether there is such a tag.
pub(crate) async fn is_tag(tx: &Tx, tag: TagId) -> Outcome<bool> {
    let found: Option<i64> = tx.one(sql!("SELECT 1 FROM tags WHERE id = $1"), args![tag]).await?;
    Ok(found.is_some())
}

/// What a member pressed under a post (no comment) and some of its comments, whether they keep the
/// post (`bookmark`) and follow its author (`follow`): one statement for a page.
pub(crate) async fn marks(
    tx: &Tx,
    member: MemberId,
    (post, author): (crate::post::PostId, MemberId),
    comments: &[i64],
) -> Outcome<Vec<(Option<i64>, String)>> {
    tx.list(
        sql!(
            "SELECT subject_id, kind FROM reactions
              WHERE member_id = $1 AND subject_kind = 'comment' AND subject_id IN ({list})
             UNION ALL
             SELECT NULL, kind FROM reactions
              WHERE member_id = $1 AND subject_kind = 'post' AND subject_id = $2
             UNION ALL
             SELECT NULL, 'bookmark' FROM bookmarks WHERE member_id = $1 AND post_id = $2
             UNION ALL
             SELECT NULL, 'follow' FROM follows
              WHERE member_id = $1 AND target_kind = 'member' AND target_id = $3"
        ),
        args![member, post, author].list(comments),
    )
    .await
}

/// Forgets whom and what a member follows and who follows them, in the counts too.
pub(crate) async fn delete_of(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE authors SET followers = followers - 1
              WHERE member_id IN (SELECT target_id FROM follows
                                   WHERE member_id = $1 AND target_kind = 'member')"
        ),
        args![member],
    )
    .await?;
    tx.exec(sql!("UPDATE authors SET followers = 0 WHERE member_id = $1"), args![member]).await?;
    tx.exec(sql!("DELETE FROM follows WHERE member_id = $1"), args![member]).await?;
    tx.exec(
        sql!("DELETE FROM follows WHERE target_kind = 'member' AND target_id = $1"),
        args![member],
    )
    .await?;
    Ok(())
}

/// Gives whom and what a member follows, and who follows them, to another: what both have counts
/// once, and nobody follows themselves. How many followers that one gains.
pub(crate) async fn update_member(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<i64> {
    tx.exec(
        sql!(
            "UPDATE authors SET followers = followers - 1
              WHERE member_id IN (SELECT f.target_id FROM follows f
                                   WHERE f.member_id = $1 AND f.target_kind = 'member'
                                     AND (f.target_id = $2 OR EXISTS (SELECT 1 FROM follows o
                                             WHERE o.member_id = $2 AND o.target_kind = 'member'
                                               AND o.target_id = f.target_id)))"
        ),
        args![from, to],
    )
    .await?;
    tx.exec(
        sql!(
            "DELETE FROM follows WHERE member_id = $1
                AND ((target_kind = 'member' AND target_id = $2)
                     OR EXISTS (SELECT 1 FROM follows o
                         WHERE o.member_id = $2 AND o.target_kind = follows.target_kind
                           AND o.target_id = follows.target_id))"
        ),
        args![from, to],
    )
    .await?;
    tx.exec(sql!("UPDATE follows SET member_id = $2 WHERE member_id = $1"), args![from, to])
        .await?;
    tx.exec(
        sql!(
            "DELETE FROM follows WHERE target_kind = 'member' AND target_id = $1
                AND (member_id = $2 OR EXISTS (SELECT 1 FROM follows o
                         WHERE o.member_id = follows.member_id AND o.target_kind = 'member'
                           AND o.target_id = $2))"
        ),
        args![from, to],
    )
    .await?;
    let followers = tx
        .exec(
            sql!(
                "UPDATE follows SET target_id = $2
                  WHERE target_kind = 'member' AND target_id = $1"
            ),
            args![from, to],
        )
        .await?;
    Ok(i64::try_from(followers).unwrap_or(i64::MAX))
}
