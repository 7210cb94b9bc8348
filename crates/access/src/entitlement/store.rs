//! All SQL about entitlements.

use db::{Tx, args, row, sql};
use kernel::{Cursor, Day, MemberId, Outcome, Ts};

use super::{EntitlementId, SourceKind};
use crate::{Thing, ThingKind};

row! {
    /// An entitlement as its row holds it.
    pub struct EntitlementRow {
        /// Which.
        pub id: EntitlementId,
        /// Whose.
        pub member_id: MemberId,
        /// To which kind of thing.
        pub thing_kind: ThingKind,
        /// To which thing.
        pub thing_id: i64,
        /// Why.
        pub source: SourceKind,
        /// By which order, gift or row of another system; itself for a grant.
        pub source_id: i64,
        /// From when.
        pub from_at: Ts,
        /// Until when; none for ever.
        pub until_at: Option<Ts>,
        /// The day from which its chain of terms is counted.
        pub anchor_day: Option<Day>,
        /// Months from that day to its end.
        pub months: Option<i32>,
        /// Why the team gave it.
        pub reason: Option<String>,
        /// Who of the team gave it.
        pub given_by: Option<MemberId>,
        /// When its end was announced.
        pub ended_at: Option<Ts>,
        /// When it was given.
        pub created_at: Ts,
    }
}

impl EntitlementRow {
    /// To what.
    #[must_use]
    pub const fn thing(&self) -> Thing {
        Thing { kind: self.thing_kind, id: self.thing_id }
    }

    /// Whether it holds at an instant.
    #[must_use]
    pub fn holds(&self, now: Ts) -> bool {
        self.from_at <= now && self.until_at.is_none_or(|until| now < until)
    }

    /// Whether it holds at an instant or will later.
    #[must_use]
    pub fn is_ahead(&self, now: Ts) -> bool {
        self.until_at.is_none_or(|until| now < until && self.from_at < until)
    }
}

pub(crate) async fn insert(tx: &mut Tx, row: &EntitlementRow) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO entitlements (id, member_id, thing_kind, thing_id, source, source_id,
                 from_at, until_at, anchor_day, months, reason, given_by, ended_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        args![
            row.id,
            row.member_id,
            row.thing_kind,
            row.thing_id,
            row.source,
            row.source_id,
            row.from_at,
            row.until_at,
            row.anchor_day,
            row.months,
            row.reason,
            row.given_by,
            row.ended_at,
            row.created_at
        ],
    )
    .await?;
    Ok(())
}

/// All slices of a member's right to a thing, by their beginning; locked until the transaction
/// ends.
pub(crate) async fn list_for_update(
    tx: &Tx,
    member: MemberId,
    thing: Thing,
) -> Outcome<Vec<EntitlementRow>> {
    tx.list(
        sql!(EntitlementRow:
            "SELECT id, member_id, thing_kind, thing_id, source, source_id, from_at, until_at,
                 anchor_day, months, reason, given_by, ended_at, created_at
             FROM entitlements WHERE member_id = $1 AND thing_kind = $2 AND thing_id = $3
             ORDER BY from_at, id {for_update}"),
        args![member, thing.kind, thing.id],
    )
    .await
}

/// As [`list_for_update`], without the lock.
pub(crate) async fn list(tx: &Tx, member: MemberId, thing: Thing) -> Outcome<Vec<EntitlementRow>> {
    tx.list(
        sql!(EntitlementRow:
            "SELECT id, member_id, thing_kind, thing_id, source, source_id, from_at, until_at,
                 anchor_day, months, reason, given_by, ended_at, created_at
             FROM entitlements WHERE member_id = $1 AND thing_kind = $2 AND thing_id = $3
             ORDER BY from_at, id"),
        args![member, thing.kind, thing.id],
    )
    .await
}

/// Whether a member has any of these things or had one.
pub(crate) async fn ever_held(
    tx: &Tx,
    member: MemberId,
    kind: ThingKind,
    ids: &[i64],
) -> Outcome<bool> {
    let found: Option<i64> = tx
        .one(
            sql!(
                "SELECT thing_id FROM entitlements
                  WHERE member_id = $1 AND thing_kind = $2 AND thing_id IN ({list}) LIMIT 1"
            ),
            args![member, kind].list(ids),
        )
        .await?;
    Ok(found.is_some())
}

/// All of a member, ended ones too, by their beginning.
pub(crate) async fn list_all(tx: &Tx, member: MemberId) -> Outcome<Vec<EntitlementRow>> {
    tx.list(
        sql!(EntitlementRow:
            "SELECT id, member_id, thing_kind, thing_id, source, source_id, from_at, until_at,
                 anchor_day, months, reason, given_by, ended_at, created_at
             FROM entitlements WHERE member_id = $1 ORDER BY from_at, id"),
        args![member],
    )
    .await
}

pub(crate) async fn find(tx: &Tx, id: EntitlementId) -> Outcome<Option<EntitlementRow>> {
    tx.one(
        sql!(EntitlementRow:
            "SELECT id, member_id, thing_kind, thing_id, source, source_id, from_at, until_at,
                 anchor_day, months, reason, given_by, ended_at, created_at
             FROM entitlements WHERE id = $1"),
        args![id],
    )
    .await
}

pub(crate) async fn list_of_source(
    tx: &Tx,
    source: SourceKind,
    source_id: i64,
) -> Outcome<Vec<EntitlementRow>> {
    tx.list(
        sql!(EntitlementRow:
            "SELECT id, member_id, thing_kind, thing_id, source, source_id, from_at, until_at,
                 anchor_day, months, reason, given_by, ended_at, created_at
             FROM entitlements WHERE source = $1 AND source_id = $2
             ORDER BY thing_kind, thing_id"),
        args![source, source_id],
    )
    .await
}

/// A member's entitlements, newest first, from a place on.
pub(crate) async fn list_of_member(
    tx: &Tx,
    member: MemberId,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<EntitlementRow>> {
    tx.list(
        sql!(EntitlementRow:
            "SELECT id, member_id, thing_kind, thing_id, source, source_id, from_at, until_at,
                 anchor_day, months, reason, given_by, ended_at, created_at
             FROM entitlements
             WHERE member_id = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
             ORDER BY created_at DESC, id DESC LIMIT $4"),
        args![member, place.at, place.id, probe],
    )
    .await
}

/// Entitlements whose time is over and whose end was not announced.
pub(crate) async fn list_due(tx: &Tx, now: Ts, limit: i64) -> Outcome<Vec<EntitlementRow>> {
    tx.list(
        sql!(EntitlementRow:
            "SELECT id, member_id, thing_kind, thing_id, source, source_id, from_at, until_at,
                 anchor_day, months, reason, given_by, ended_at, created_at
             FROM entitlements WHERE ended_at IS NULL AND until_at <= $1
             ORDER BY until_at, id LIMIT $2 {for_update} {skip_locked}"),
        args![now, limit],
    )
    .await
}

/// Gives a slice other times; an end that was not counted from an anchor forgets the old one.
pub(crate) async fn update_times(
    tx: &mut Tx,
    id: EntitlementId,
    from: Ts,
    until: Option<Ts>,
) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE entitlements SET from_at = $2, until_at = $3, anchor_day = NULL, months = NULL
             WHERE id = $1"
        ),
        args![id, from, until],
    )
    .await?;
    Ok(())
}

/// Gives a slice to another member.
pub(crate) async fn update_member(tx: &mut Tx, id: EntitlementId, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE entitlements SET member_id = $2 WHERE id = $1"), args![id, member])
        .await?;
    Ok(())
}

pub(crate) async fn update_ended(tx: &mut Tx, id: EntitlementId, at: Ts) -> Outcome<u64> {
    tx.exec(
        sql!("UPDATE entitlements SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL"),
        args![id, at],
    )
    .await
}

/// How many members hold a thing at an instant, by an entitlement to it.
pub(crate) async fn count_holders(tx: &Tx, thing: Thing, now: Ts) -> Outcome<i64> {
    let count: Option<i64> = tx
        .one(
            sql!(
                "SELECT COUNT(DISTINCT member_id) FROM entitlements
                 WHERE thing_kind = $1 AND thing_id = $2 AND from_at <= $3
                     AND (until_at IS NULL OR until_at > $3)"
            ),
            args![thing.kind, thing.id, now],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// The name of a member, where there is one.
pub(crate) async fn find_member(tx: &Tx, member: MemberId) -> Outcome<Option<String>> {
    tx.one(sql!("SELECT name FROM members WHERE id = $1"), args![member]).await
}
