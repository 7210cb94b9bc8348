//! All SQL that gives the notifications of one account to another.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

use crate::notification::{Kind, NotificationId};

row! {
    /// What somebody did, in a row that gathers.
    pub(super) struct Act {
        pub(super) member_id: MemberId,
        pub(super) notification_id: NotificationId,
        pub(super) actor_id: MemberId,
        pub(super) word: String,
        pub(super) position: i64,
    }
}

row! {
    /// What of a row decides what becomes of it.
    pub(super) struct JoinedRow {
        pub(super) id: NotificationId,
        pub(super) kind: Kind,
        pub(super) thread: String,
        pub(super) actor_id: Option<MemberId>,
        pub(super) read_at: Option<Ts>,
    }
}

/// A row: whose, and which.
type Place = (MemberId, NotificationId);

/// Everything that somebody did in rows that gather.
pub(super) async fn acts(tx: &Tx, actor: MemberId) -> Outcome<Vec<Act>> {
    tx.list(
        sql!(Act: "SELECT member_id, notification_id, actor_id, word, position
               FROM notification_people WHERE actor_id = $1
              ORDER BY member_id, notification_id, word"),
        args![actor],
    )
    .await
}

/// The people of a row.
pub(super) async fn people(tx: &Tx, (member, id): Place) -> Outcome<Vec<Act>> {
    tx.list(
        sql!(Act: "SELECT member_id, notification_id, actor_id, word, position
               FROM notification_people WHERE member_id = $1 AND notification_id = $2
              ORDER BY position, word"),
        args![member, id],
    )
    .await
}

/// All rows of a member, the oldest first.
pub(super) async fn rows(tx: &Tx, member: MemberId) -> Outcome<Vec<JoinedRow>> {
    tx.list(
        sql!(JoinedRow: "SELECT id, kind, thread, actor_id, read_at FROM notifications
              WHERE member_id = $1 ORDER BY id"),
        args![member],
    )
    .await
}

/// Gives a row with its people to another member.
pub(super) async fn update_member(tx: &mut Tx, (member, id): Place, to: MemberId) -> Outcome<()> {
    for table in [
        sql!("UPDATE notifications SET member_id = $3 WHERE member_id = $1 AND id = $2"),
        sql!(
            "UPDATE notification_people SET member_id = $3
              WHERE member_id = $1 AND notification_id = $2"
        ),
    ] {
        tx.exec(table, args![member, id, to]).await?;
    }
    Ok(())
}

/// Puts one member in another's place as the one who did something.
pub(super) async fn update_actor(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE notifications SET actor_id = $2 WHERE actor_id = $1"), args![from, to])
        .await?;
    Ok(())
}

/// Takes away what a member was told of one other.
pub(super) async fn delete_of_actor(tx: &mut Tx, member: MemberId, actor: MemberId) -> Outcome<()> {
    tx.exec(
        sql!("DELETE FROM notifications WHERE member_id = $1 AND actor_id = $2"),
        args![member, actor],
    )
    .await?;
    Ok(())
}

/// Takes all that somebody did out of a row.
pub(super) async fn delete_people_of(
    tx: &mut Tx,
    (member, id): Place,
    actor: MemberId,
) -> Outcome<()> {
    tx.exec(
        sql!(
            "DELETE FROM notification_people
              WHERE member_id = $1 AND notification_id = $2 AND actor_id = $3"
        ),
        args![member, id, actor],
    )
    .await?;
    Ok(())
}

/// Takes a row away with its people.
pub(super) async fn delete_row(tx: &mut Tx, (member, id): Place) -> Outcome<()> {
    for table in [
        sql!("DELETE FROM notification_people WHERE member_id = $1 AND notification_id = $2"),
        sql!("DELETE FROM notifications WHERE member_id = $1 AND id = $2"),
    ] {
        tx.exec(table, args![member, id]).await?;
    }
    Ok(())
}
