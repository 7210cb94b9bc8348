//! All SQL about mentions.

use db::{Tx, args, sql};
use kernel::{Id as _, MemberId, Outcome};

use crate::comment::CommentId;
use crate::post::{Post, PostId};
use crate::reaction::Subject;

/// Members by their handles.
pub(crate) async fn by_handles(
    tx: &Tx,
    handles: &[String],
) -> Outcome<Vec<(MemberId, String, String)>> {
    tx.list(
        sql!("SELECT id, name, handle FROM members WHERE handle IN ({list}) AND state = 'active'"),
        args![].list(handles),
    )
    .await
}

/// Members of the directory whose handle lies between two, the first in order of handles.
pub(crate) async fn by_handle_prefix(
    tx: &Tx,
    from: &str,
    until: &str,
    limit: i64,
) -> Outcome<Vec<(String, String)>> {
    tx.list(
        sql!(
            "SELECT name, handle FROM members
              WHERE directory AND handle >= $1 AND handle < $2
                AND state NOT IN ('locked', 'closed', 'erased')
              ORDER BY handle LIMIT $3"
        ),
        args![from, until, limit],
    )
    .await
}

/// Members of the directory whose name lies between two, the first in order of names.
pub(crate) async fn by_name_prefix(
    tx: &Tx,
    from: &str,
    until: &str,
    limit: i64,
) -> Outcome<Vec<(String, String)>> {
    tx.list(
        sql!(
            "SELECT name, handle FROM members
              WHERE directory AND name >= $1 AND name < $2
                AND state NOT IN ('locked', 'closed', 'erased')
              ORDER BY name LIMIT $3"
        ),
        args![from, until, limit],
    )
    .await
}

/// The latest comments of a discussion whose authors are suggested.
const LATEST: i64 = 200;

/// Who wrote a post and the latest comments below it.
pub(crate) async fn taking_part(tx: &Tx, post: &Post) -> Outcome<Vec<(String, String)>> {
    tx.list(
        sql!(
            "SELECT name, handle FROM members
              WHERE (id = $2 OR id IN (
                         SELECT n.author_id FROM (
                             SELECT author_id FROM comments
                              WHERE post_id = $1 AND state = 'published'
                              ORDER BY created_at DESC, id DESC LIMIT $3) n))
                AND state = 'active' ORDER BY handle"
        ),
        args![post.id, post.author.id, LATEST],
    )
    .await
}

/// Whom a text mentions.
pub(crate) async fn of(tx: &Tx, subject: Subject) -> Outcome<Vec<MemberId>> {
    tx.list(
        sql!("SELECT member_id FROM mentions WHERE subject_kind = $1 AND subject_id = $2"),
        args![subject.kind(), subject.id()],
    )
    .await
}

/// Some texts that mention a member.
pub(crate) async fn texts_with(tx: &Tx, member: MemberId, most: i64) -> Outcome<Vec<Subject>> {
    let rows: Vec<(String, i64)> = tx
        .list(
            sql!(
                "SELECT subject_kind, subject_id FROM mentions WHERE member_id = $1
                  ORDER BY subject_kind, subject_id LIMIT $2"
            ),
            args![member, most],
        )
        .await?;
    let subject = |(kind, id): (String, i64)| match kind.as_str() {
        "post" => Subject::Post(PostId::from_i64(id)),
        _ => Subject::Comment(CommentId::from_i64(id)),
    };
    Ok(rows.into_iter().map(subject).collect())
}

/// Forgets that a text mentions a member.
pub(crate) async fn forget(tx: &mut Tx, subject: Subject, member: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "DELETE FROM mentions
              WHERE subject_kind = $1 AND subject_id = $2 AND member_id = $3"
        ),
        args![subject.kind(), subject.id(), member],
    )
    .await?;
    Ok(())
}

/// Writes one down.
pub(crate) async fn insert(tx: &mut Tx, subject: Subject, member: MemberId) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO mentions (subject_kind, subject_id, member_id, created_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (subject_kind, subject_id, member_id) DO NOTHING"
        ),
        args![subject.kind(), subject.id(), member, now],
    )
    .await?;
    Ok(())
}

/// Takes all of a text away.
pub(crate) async fn forget_all(tx: &mut Tx, subject: Subject) -> Outcome<()> {
    tx.exec(
        sql!("DELETE FROM mentions WHERE subject_kind = $1 AND subject_id = $2"),
        args![subject.kind(), subject.id()],
    )
    .await?;
    Ok(())
}
