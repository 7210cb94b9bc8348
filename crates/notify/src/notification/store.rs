//! All SQL about notifications.

use access::{Thing, ThingKind};
use community::comment::{CommentId, CommentState};
use community::gate::GateId;
use community::post::{PostId, PostKind, PostState};
use community::space::SpaceId;
use db::{Tx, args, row, sql};
use kernel::{Cursor, MemberId, Outcome, Ts};

use super::inbox::Notice;
use super::{Kind, NotificationId, Shelf};

row! {
    /// A notification with what it points at, before it is decided what its reader may see of it.
    pub(crate) struct NotificationRow {
        pub(crate) id: NotificationId,
        pub(crate) kind: Kind,
        pub(crate) shelf: Shelf,
        pub(crate) people: i64,
        pub(crate) actor_id: Option<MemberId>,
        pub(crate) actor_name: Option<String>,
        pub(crate) actor_handle: Option<String>,
        pub(crate) actor_avatar: Option<String>,
        pub(crate) actor_state: Option<String>,
        pub(crate) post_id: Option<PostId>,
        pub(crate) post_kind: Option<PostKind>,
        pub(crate) post_state: Option<PostState>,
        pub(crate) title: Option<String>,
        pub(crate) slug: Option<String>,
        pub(crate) space_id: Option<SpaceId>,
        pub(crate) gate_id: Option<GateId>,
        pub(crate) author_id: Option<MemberId>,
        pub(crate) comment_id: Option<CommentId>,
        pub(crate) comment_state: Option<CommentState>,
        pub(crate) order_no: Option<String>,
        pub(crate) product_name: Option<String>,
        pub(crate) amount_minor: Option<i64>,
        pub(crate) currency: Option<String>,
        pub(crate) thing_kind: Option<ThingKind>,
        pub(crate) thing_id: Option<i64>,
        pub(crate) plan_name: Option<String>,
        pub(crate) created_at: Ts,
        pub(crate) moved_at: Ts,
        pub(crate) read_at: Option<Ts>,
    }
}

impl NotificationRow {
    /// What was given or is over.
    pub(crate) fn thing(&self) -> Option<Thing> {
        self.thing_kind.zip(self.thing_id).map(|(kind, id)| Thing { kind, id })
    }
}

macro_rules! notifications {
    ($rest:literal) => {
        sql!(NotificationRow: concat!(
            "SELECT n.id, n.kind, n.shelf, n.people, n.actor_id, m.name AS actor_name,
                    m.handle AS actor_handle, m.avatar AS actor_avatar, m.state AS actor_state,
                    n.post_id, p.kind AS post_kind, p.state AS post_state, p.title, p.slug,
                    p.space_id, p.gate_id, p.author_id, n.comment_id, c.state AS comment_state,
                    o.no AS order_no, o.product_name,
                    COALESCE(r.amount_minor, o.amount_minor) AS amount_minor, o.currency,
                    n.thing_kind, n.thing_id, l.name AS plan_name, n.created_at, n.moved_at,
                    n.read_at
               FROM notifications n
               LEFT JOIN members m ON m.id = n.actor_id
               LEFT JOIN posts p ON p.id = n.post_id
               LEFT JOIN comments c ON c.id = n.comment_id
               LEFT JOIN orders o ON o.id = n.order_id
               LEFT JOIN refunds r ON r.id = n.refund_id
               LEFT JOIN plans l ON n.thing_kind = 'plan' AND l.id = n.thing_id ", $rest))
    };
}

/// A page of a member's notifications, the latest first.
pub(crate) async fn list(
    tx: &Tx,
    member: MemberId,
    shelf: Option<Shelf>,
    (after, limit): (Cursor, i64),
) -> Outcome<Vec<NotificationRow>> {
    let Some(shelf) = shelf else {
        let all = notifications!(
            "WHERE n.member_id = $1 AND (n.moved_at, n.id) < ($2, $3)
             ORDER BY n.moved_at DESC, n.id DESC LIMIT $4"
        );
        return tx.list(all, args![member, after.at, after.id, limit]).await;
    };
    let of_shelf = notifications!(
        "WHERE n.member_id = $1 AND n.shelf = $5 AND (n.moved_at, n.id) < ($2, $3)
         ORDER BY n.moved_at DESC, n.id DESC LIMIT $4"
    );
    tx.list(of_shelf, args![member, after.at, after.id, limit, shelf]).await
}

/// One notification of a member.
pub(crate) async fn one(
    tx: &Tx,
    member: MemberId,
    id: NotificationId,
) -> Outcome<Option<NotificationRow>> {
    tx.one(notifications!("WHERE n.member_id = $1 AND n.id = $2"), args![member, id]).await
}

/// The source of comments that the caller has decided their reader may read.
pub(crate) async fn sources(tx: &Tx, readable: &[CommentId]) -> Outcome<Vec<(CommentId, String)>> {
    let bodies = sql!("SELECT id, body FROM comments WHERE state = 'published' AND id IN ({list})");
    tx.list(bodies, args![].list(readable.iter().copied())).await
}

row! {
    /// A row that an event may join.
    pub(crate) struct ThreadRow {
        pub(crate) id: NotificationId,
        pub(crate) people: i64,
        pub(crate) read_at: Option<Ts>,
    }
}

/// The row of a thread.
pub(crate) async fn find(
    tx: &mut Tx,
    member: MemberId,
    thread: &str,
) -> Outcome<Option<ThreadRow>> {
    tx.one(
        sql!(ThreadRow: "SELECT id, people, read_at FROM notifications
                          WHERE member_id = $1 AND thread = $2 {for_update}"),
        args![member, thread],
    )
    .await
}

row! {
    /// Where a post stands: what decides who may know of it.
    pub(crate) struct PlaceRow {
        pub(crate) space_id: SpaceId,
        pub(crate) gate_id: GateId,
        pub(crate) author_id: MemberId,
    }
}

/// Where a post stands.
pub(crate) async fn place_of(tx: &Tx, post: PostId) -> Outcome<Option<PlaceRow>> {
    tx.one(
        sql!(PlaceRow: "SELECT space_id, gate_id, author_id FROM posts WHERE id = $1"),
        args![post],
    )
    .await
}

/// Writes a new row, unread.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: NotificationId,
    notice: &Notice,
    (position, at): (i64, Ts),
) -> Outcome<()> {
    let about = notice.about;
    tx.exec(
        sql!(
            "INSERT INTO notifications (member_id, id, thread, kind, shelf, actor_id, post_id,
                 comment_id, order_id, refund_id, thing_kind, thing_id, people, position,
                 created_at, moved_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14, $14)"
        ),
        args![
            notice.member,
            id,
            notice.thread,
            notice.kind,
            notice.kind.shelf(),
            notice.actor,
            about.post,
            about.comment,
            about.order,
            about.refund,
            about.thing.map(|thing| thing.kind),
            about.thing.map(|thing| thing.id),
            position,
            at
        ],
    )
    .await?;
    Ok(())
}

/// A row: whose, and which.
type Place = (MemberId, NotificationId);

/// Adds a person to a row; doing it twice changes nothing.
pub(crate) async fn insert_person(
    tx: &mut Tx,
    (member, id): Place,
    (actor, word): (MemberId, &str),
    position: i64,
) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO notification_people (member_id, notification_id, actor_id, word, position)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (member_id, notification_id, actor_id, word) DO NOTHING"
        ),
        args![member, id, actor, word, position],
    )
    .await?;
    Ok(())
}

/// The threads of a member's rows in which a person did this.
pub(crate) async fn threads_with(
    tx: &Tx,
    member: MemberId,
    (actor, word): (MemberId, &str),
) -> Outcome<Vec<String>> {
    tx.list(
        sql!(
            "SELECT n.thread FROM notification_people w
               JOIN notifications n ON n.member_id = w.member_id AND n.id = w.notification_id
              WHERE w.member_id = $1 AND w.actor_id = $2 AND w.word = $3 ORDER BY n.id"
        ),
        args![member, actor, word],
    )
    .await
}

/// Takes what a person did out of a row.
pub(crate) async fn delete_person(
    tx: &mut Tx,
    (member, id): Place,
    (actor, word): (MemberId, &str),
) -> Outcome<()> {
    tx.exec(
        sql!(
            "DELETE FROM notification_people
              WHERE member_id = $1 AND notification_id = $2 AND actor_id = $3 AND word = $4"
        ),
        args![member, id, actor, word],
    )
    .await?;
    Ok(())
}

/// How many different people a row has gathered.
pub(crate) async fn count_people(tx: &Tx, (member, id): Place) -> Outcome<i64> {
    let people = sql!(
        "SELECT COUNT(DISTINCT actor_id) FROM notification_people
          WHERE member_id = $1 AND notification_id = $2"
    );
    Ok(tx.one(people, args![member, id]).await?.unwrap_or(0))
}

/// Moves a row up, unread, for one more person.
pub(crate) async fn update_moved(
    tx: &mut Tx,
    (member, id): Place,
    (actor, people): (MemberId, i64),
    (position, at): (i64, Ts),
) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE notifications SET actor_id = $3, people = $4, position = $5, moved_at = $6,
                 read_at = NULL
              WHERE member_id = $1 AND id = $2"
        ),
        args![member, id, actor, people, position, at],
    )
    .await?;
    Ok(())
}

/// Counts the people of a row anew; the latest of those who are left stands for them.
pub(crate) async fn update_people(tx: &mut Tx, (member, id): Place, people: i64) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE notifications SET people = $3, actor_id = (
                 SELECT w.actor_id FROM notification_people w
                  WHERE w.member_id = $1 AND w.notification_id = $2
                  ORDER BY w.position DESC LIMIT 1)
              WHERE member_id = $1 AND id = $2"
        ),
        args![member, id, people],
    )
    .await?;
    Ok(())
}

/// Takes a row away.
pub(crate) async fn delete(tx: &mut Tx, (member, id): Place) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM notifications WHERE member_id = $1 AND id = $2"), args![member, id])
        .await?;
    Ok(())
}

/// Takes everything away that a member was told.
pub(crate) async fn delete_of(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM notification_people WHERE member_id = $1"), args![member]).await?;
    tx.exec(sql!("DELETE FROM notifications WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// Takes everything away, for a rebuild.
pub(crate) async fn delete_all(tx: &mut Tx) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM notification_people"), args![]).await?;
    tx.exec(sql!("DELETE FROM notifications"), args![]).await?;
    Ok(())
}

/// Marks rows as read, all when none is named, as far as they were seen; how many changed.
pub(crate) async fn update_read(
    tx: &mut Tx,
    member: MemberId,
    named: &[NotificationId],
    (through, at): (i64, Ts),
) -> Outcome<u64> {
    if named.is_empty() {
        let all = sql!(
            "UPDATE notifications SET read_at = $3
              WHERE member_id = $1 AND position <= $2 AND read_at IS NULL"
        );
        return tx.exec(all, args![member, through, at]).await;
    }
    let some = sql!(
        "UPDATE notifications SET read_at = $3
          WHERE member_id = $1 AND position <= $2 AND read_at IS NULL AND id IN ({list})"
    );
    tx.exec(some, args![member, through, at].list(named.iter().copied())).await
}

/// The newest position that a member was told of.
pub(crate) async fn newest(tx: &Tx, member: MemberId) -> Outcome<i64> {
    let newest = sql!("SELECT COALESCE(MAX(position), 0) FROM notifications WHERE member_id = $1");
    Ok(tx.one(newest, args![member]).await?.unwrap_or(0))
}

/// How many a member has not read.
pub(crate) async fn count_unread(tx: &Tx, member: MemberId) -> Outcome<i64> {
    let unread =
        sql!("SELECT COUNT(*) FROM notifications WHERE member_id = $1 AND read_at IS NULL");
    Ok(tx.one(unread, args![member]).await?.unwrap_or(0))
}

/// How many each member has not read, members without any left out.
pub(crate) async fn count_unread_of_all(tx: &Tx) -> Outcome<Vec<(MemberId, i64)>> {
    let counts = sql!(
        "SELECT member_id, COUNT(*) FROM notifications
          WHERE member_id > 0 AND read_at IS NULL GROUP BY member_id"
    );
    tx.list(counts, args![]).await
}

/// Up to which position new notifications were announced.
pub(crate) async fn told(tx: &Tx) -> Outcome<i64> {
    let told = sql!("SELECT position FROM notification_told WHERE id = 1");
    Ok(tx.one(told, args![]).await?.unwrap_or(0))
}

/// Notes up to which position new notifications were announced.
pub(crate) async fn update_told(tx: &mut Tx, position: i64) -> Outcome<()> {
    tx.exec(sql!("UPDATE notification_told SET position = $1 WHERE id = 1"), args![position])
        .await?;
    Ok(())
}

/// What a member's roles allow.
pub(crate) async fn permissions(tx: &Tx, member: MemberId) -> Outcome<i64> {
    let bits = sql!("SELECT permissions FROM members WHERE id = $1");
    Ok(tx.one(bits, args![member]).await?.unwrap_or(0))
}
