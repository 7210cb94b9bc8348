//! All SQL about reactions.

use db::{Sql, Tx, args, sql};
use kernel::{Id as _, MemberId, Outcome, Ts};

use super::{ReactionKind, Subject};
use crate::comment::CommentId;
use crate::post::PostId;

/// Presses a word; whether it was not pressed before.
pub(crate) async fn add(
    tx: &mut Tx,
    subject: Subject,
    member: MemberId,
    kind: ReactionKind,
    at: Ts,
) -> Outcome<bool> {
    let added = tx
        .exec(
            sql!(
                "INSERT INTO reactions (subject_kind, subject_id, member_id, kind, created_at)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (subject_kind, subject_id, member_id, kind) DO NOTHING"
            ),
            args![subject.kind(), subject.id(), member, kind, at],
        )
        .await?;
    Ok(added == 1)
}

/// Takes a word back; whether it was pressed.
pub(crate) async fn remove(
    tx: &mut Tx,
    subject: Subject,
    member: MemberId,
    kind: ReactionKind,
) -> Outcome<bool> {
    let removed = tx
        .exec(
            sql!(
                "DELETE FROM reactions WHERE subject_kind = $1 AND subject_id = $2
                    AND member_id = $3 AND kind = $4"
            ),
            args![subject.kind(), subject.id(), member, kind],
        )
        .await?;
    Ok(removed == 1)
}

/// Changes a count of the thing itself; for a comment also its rank.
pub(crate) async fn count(
    tx: &mut Tx,
    subject: Subject,
    kind: ReactionKind,
    by: i64,
) -> Outcome<()> {
    tx.exec(counter(subject, kind), args![subject.id(), by]).await?;
    Ok(())
}

fn counter(subject: Subject, kind: ReactionKind) -> Sql {
    match (subject, kind) {
        (Subject::Post(_), ReactionKind::Like) => {
            sql!("UPDATE posts SET likes = likes + $2, version = version + 1 WHERE id = $1")
        }
        (Subject::Post(_), ReactionKind::Thanks) => {
            sql!("UPDATE posts SET thanks = thanks + $2, version = version + 1 WHERE id = $1")
        }
        (Subject::Post(_), ReactionKind::Insight) => {
            sql!("UPDATE posts SET insights = insights + $2, version = version + 1 WHERE id = $1")
        }
        (Subject::Post(_), ReactionKind::Laugh) => {
            sql!("UPDATE posts SET laughs = laughs + $2, version = version + 1 WHERE id = $1")
        }
        (Subject::Post(_), ReactionKind::Question) => {
            sql!("UPDATE posts SET questions = questions + $2, version = version + 1 WHERE id = $1")
        }
        (Subject::Comment(_), ReactionKind::Like) => sql!(
            "UPDATE comments SET likes = likes + $2, score = score + $2, version = version + 1
              WHERE id = $1"
        ),
        (Subject::Comment(_), ReactionKind::Thanks) => sql!(
            "UPDATE comments SET thanks = thanks + $2, score = score + $2, version = version + 1
              WHERE id = $1"
        ),
        (Subject::Comment(_), ReactionKind::Insight) => sql!(
            "UPDATE comments SET insights = insights + $2, score = score + $2,
                 version = version + 1 WHERE id = $1"
        ),
        (Subject::Comment(_), ReactionKind::Laugh) => sql!(
            "UPDATE comments SET laughs = laughs + $2, score = score + $2, version = version + 1
              WHERE id = $1"
        ),
        (Subject::Comment(_), ReactionKind::Question) => sql!(
            "UPDATE comments SET questions = questions + $2, score = score + $2,
                 version = version + 1 WHERE id = $1"
        ),
    }
}

/// What two members have both pressed.
pub(crate) async fn doubles(
    tx: &Tx,
    one: MemberId,
    other: MemberId,
) -> Outcome<Vec<(Subject, ReactionKind)>> {
    let rows: Vec<(String, i64, ReactionKind)> = tx
        .list(
            sql!(
                "SELECT r.subject_kind, r.subject_id, r.kind FROM reactions r
                   JOIN reactions o ON o.subject_kind = r.subject_kind
                        AND o.subject_id = r.subject_id AND o.member_id = $2 AND o.kind = r.kind
                  WHERE r.member_id = $1 ORDER BY r.subject_kind, r.subject_id, r.kind"
            ),
            args![one, other],
        )
        .await?;
    let subject = |kind: &str, id| match kind {
        "post" => Subject::Post(PostId::from_i64(id)),
        _ => Subject::Comment(CommentId::from_i64(id)),
    };
    Ok(rows.into_iter().map(|(of, id, kind)| (subject(&of, id), kind)).collect())
}

/// Gives all that a member pressed to another, who has pressed none of it.
pub(crate) async fn update_member(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE reactions SET member_id = $2 WHERE member_id = $1"), args![from, to])
        .await?;
    Ok(())
}
