//! Ending entitlements before their time.

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};

use super::slices::{Moved, Slice, take_back};
use super::{End, EntitlementId, EntitlementRow, SourceKind, store};
use crate::events::{EntitlementEnded, EntitlementMoved};
use crate::{Holdings, Thing};

/// What taking back does to a member's right to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    /// Whose.
    pub member: MemberId,
    /// To what.
    pub thing: Thing,
    /// Until when the member holds it now, over all slices; none for ever.
    pub before: Option<Ts>,
    /// Until when the member will hold it; `now` when it ends at once.
    pub after: Option<Ts>,
}

/// What was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// The end over all slices before and after.
    pub ends: Preview,
    /// How many other slices moved forward.
    pub moved: usize,
}

/// Ends what a source has given, now; later slices of the same thing move forward by what it had
/// left. What is over already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn end_of_source(
    tx: &mut Tx,
    source: SourceKind,
    source_id: i64,
    by: End,
) -> Outcome<Vec<TakenBack>> {
    let mut taken = Vec::new();
    for row in store::list_of_source(tx, source, source_id).await? {
        taken.push(take(tx, &row, by).await?);
    }
    Ok(taken)
}

/// Ends one entitlement now; later slices of the same thing move forward.
///
/// # Errors
/// `Missing` with `entitlement.missing`.
pub async fn end(tx: &mut Tx, id: EntitlementId, by: End) -> Outcome<TakenBack> {
    let row = store::find(tx, id).await?.ok_or(Fault::Missing("entitlement.missing"))?;
    take(tx, &row, by).await
}

/// What [`end_of_source`] would do now.
///
/// # Errors
/// When the database fails.
pub async fn preview_end(tx: &Tx, source: SourceKind, source_id: i64) -> Outcome<Vec<Preview>> {
    let now = tx.now();
    let mut previews = Vec::new();
    for row in store::list_of_source(tx, source, source_id).await? {
        let slices = store::list(tx, row.member_id, row.thing()).await?;
        let moved = take_back(&slices_of(&slices), row.id, now);
        previews.push(preview(&row, &slices, &moved, now));
    }
    Ok(previews)
}

/// Sets the end of what a source has given to an instant, with later slices moved by the same
/// amount when it comes earlier.
///
/// # Errors
/// `Invalid` with `entitlement.end` at `until` when the new end is not between now and the end
/// that stands, `Missing` with `entitlement.missing` when the source has given nothing that runs.
pub async fn set_end(
    tx: &mut Tx,
    source: SourceKind,
    source_id: i64,
    until: Ts,
) -> Outcome<TakenBack> {
    let row = running(tx, source, source_id).await?;
    let slices = store::list_for_update(tx, row.member_id, row.thing()).await?;
    let moved = shorten(&row, &slices, until, tx.now())?;
    apply(tx, &row, &slices, &moved).await
}

/// What [`set_end`] would do now.
///
/// # Errors
/// As [`set_end`].
pub async fn preview_new_end(
    tx: &Tx,
    source: SourceKind,
    source_id: i64,
    until: Ts,
) -> Outcome<Preview> {
    let row = running(tx, source, source_id).await?;
    let slices = store::list(tx, row.member_id, row.thing()).await?;
    let moved = shorten(&row, &slices, until, tx.now())?;
    Ok(preview(&row, &slices, &moved, tx.now()))
}

async fn running(tx: &Tx, source: SourceKind, source_id: i64) -> Outcome<EntitlementRow> {
    let rows = store::list_of_source(tx, source, source_id).await?;
    let now = tx.now();
    let found = rows.into_iter().find(|row| row.is_ahead(now));
    found.ok_or(Fault::Missing("entitlement.missing"))
}

fn shorten(
    row: &EntitlementRow,
    slices: &[EntitlementRow],
    until: Ts,
    now: Ts,
) -> Outcome<Vec<Moved<EntitlementId>>> {
    let earliest = now.max(row.from_at);
    if until < earliest || row.until_at.is_some_and(|end| until > end) {
        return Err(Fault::invalid("until", "entitlement.end"));
    }
    // Taking back at the new end: the slice keeps what lies before it.
    Ok(take_back(&slices_of(slices), row.id, until))
}

async fn take(tx: &mut Tx, row: &EntitlementRow, by: End) -> Outcome<TakenBack> {
    let now = tx.now();
    let slices = store::list_for_update(tx, row.member_id, row.thing()).await?;
    let moved = take_back(&slices_of(&slices), row.id, now);
    let taken = apply(tx, row, &slices, &moved).await?;
    if !moved.is_empty() && store::update_ended(tx, row.id, now).await? > 0 {
        let still_held = Holdings::of(tx, row.member_id, now).await?.holds(row.thing());
        tx.announce(EntitlementEnded {
            entitlement: row.id,
            member: row.member_id,
            thing: row.thing(),
            by,
            at: now,
            still_held,
        })
        .await?;
    }
    Ok(taken)
}

async fn apply(
    tx: &mut Tx,
    row: &EntitlementRow,
    slices: &[EntitlementRow],
    moved: &[Moved<EntitlementId>],
) -> Outcome<TakenBack> {
    for slice in moved {
        store::update_times(tx, slice.id, slice.from, slice.until).await?;
        tx.announce(EntitlementMoved {
            entitlement: slice.id,
            member: row.member_id,
            thing: row.thing(),
            from: slice.from,
            until: slice.until,
        })
        .await?;
    }
    let ends = preview(row, slices, moved, tx.now());
    Ok(TakenBack { ends, moved: moved.len().saturating_sub(1) })
}

fn slices_of(rows: &[EntitlementRow]) -> Vec<Slice<EntitlementId>> {
    let slice = |row: &EntitlementRow| Slice {
        id: row.id,
        from: row.from_at,
        until: row.until_at,
        follows: row.source.follows(),
    };
    rows.iter().map(slice).collect()
}

fn preview(
    row: &EntitlementRow,
    slices: &[EntitlementRow],
    moved: &[Moved<EntitlementId>],
    now: Ts,
) -> Preview {
    let before = slices.iter().filter(|slice| slice.is_ahead(now)).map(|slice| slice.until_at);
    let after = slices.iter().map(|slice| {
        let there = moved.iter().find(|moved| moved.id == slice.id);
        there.map_or(slice.until_at, |moved| moved.until)
    });
    Preview {
        member: row.member_id,
        thing: row.thing(),
        before: furthest(before, now),
        after: furthest(after, now),
    }
}

/// The last end of several, none for one without end; `now` when all are over.
fn furthest(mut ends: impl Iterator<Item = Option<Ts>>, now: Ts) -> Option<Ts> {
    ends.try_fold(now, |last, end| end.map(|end| last.max(end)))
}
