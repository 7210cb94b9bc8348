//! Changing a handle: the first time at any time, later once in 30 days.

use db::Tx;
use kernel::{Denied, Fault, MemberId, Outcome, Ts, Way};

use super::{Handle, store};
use crate::events::HandleChanged;
use crate::member;

/// Days between two changes, after the first.
const DAYS_BETWEEN: i64 = 30;

/// When a handle may be changed next, from the times at which the member took each one.
#[must_use]
pub fn next_change(taken: &[Ts]) -> Option<Ts> {
    let newest = taken.iter().max()?;
    (taken.len() > 1).then(|| newest.plus_days(DAYS_BETWEEN))
}

/// Gives a member another handle; the old one goes on leading here.
///
/// # Errors
/// `Invalid` with `handle.taken` when it is or was another's; `Denied` with `handle.too_soon`
/// and the instant to wait for.
pub async fn change(tx: &mut Tx, member: MemberId, handle: Handle) -> Outcome<()> {
    let now = tx.now();
    let all = store::list(tx, member).await?;
    let current = member::store::find(tx, member).await?.ok_or(Fault::Missing("member.missing"))?;
    if current.handle == handle.as_str() {
        return Ok(());
    }
    let taken: Vec<Ts> = all.iter().map(|row| row.taken_at).collect();
    if let Some(at) = next_change(&taken).filter(|at| now < *at) {
        return Err(Denied::because("handle.too_soon").with_way(Way::Wait(at)).into());
    }
    match store::find(tx, handle.as_str()).await? {
        None => store::insert(tx, handle.as_str(), member, now).await?,
        Some(row) if row.member_id == member => {
            store::update_taken(tx, handle.as_str(), now).await?;
        }
        Some(_) => return Err(Fault::invalid("handle", "handle.taken")),
    }
    member::store::update_handle(tx, member, handle.as_str()).await?;
    tx.announce(HandleChanged { member }).await
}

/// Lets an old handle lead nowhere.
///
/// # Errors
/// `Missing` with `handle.missing` when it is not an old one of this member.
pub async fn drop_old(tx: &mut Tx, member: MemberId, handle: &str) -> Outcome<()> {
    let current = member::store::find(tx, member).await?.ok_or(Fault::Missing("member.missing"))?;
    if current.handle == handle || store::update_dropped(tx, handle, member).await? == 0 {
        return Err(Fault::Missing("handle.unknown"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_change_is_free_and_later_ones_wait_thirty_days() {
        let start = Ts::from_micros(1_800_000_000_000_000);
        assert_eq!(next_change(&[start]), None);
        let changed = start.plus_hours(1);
        assert_eq!(next_change(&[start, changed]), Some(changed.plus_days(30)));
    }
}
