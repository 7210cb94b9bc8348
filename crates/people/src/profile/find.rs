//! Finding whose profile is asked for, and who stands in the directory.

use db::Tx;
use kernel::{Cursor, Fault, List, ListSize, MemberId, Outcome};

use super::store::{self, DetailsRow};
use crate::handle;
use crate::member::{self, MemberRow, State};

/// What its cursors name the directory.
pub(super) const LIST: &str = "members";

/// What a profile is drawn from.
pub(super) type Found = (MemberRow, Option<DetailsRow>);

/// The member of a handle: the one who has it, or had it and still lets it lead.
///
/// # Errors
/// `Missing` with `member.missing`, for a former member's too.
pub(super) async fn by_handle(tx: &Tx, handle: &str) -> Outcome<Found> {
    let missing = || Fault::Missing("member.missing");
    let taken = handle::store::find(tx, handle).await?.ok_or_else(missing)?;
    let found = by_id(tx, taken.member_id).await?;
    if taken.redirects || found.0.handle == handle { Ok(found) } else { Err(missing()) }
}

/// A member by their id.
///
/// # Errors
/// `Missing` with `member.missing`, for a former member too.
pub(super) async fn by_id(tx: &Tx, id: MemberId) -> Outcome<Found> {
    let row = member::get(tx, id).await?;
    if matches!(row.state, State::Erased | State::Closed) {
        return Err(Fault::Missing("member.missing"));
    }
    let details = store::find(tx, row.id).await?;
    Ok((row, details))
}

/// Who stands in the directory, the newest first.
///
/// # Errors
/// When the database fails.
pub(super) async fn listed(tx: &Tx, place: Cursor, size: ListSize) -> Outcome<List<MemberRow>> {
    let rows = member::store::list_directory(tx, place, size.probe()).await?;
    Ok(List::cut(rows, size, |row| Cursor { at: row.created_at, id: kernel::Id::get(row.id) }))
}
