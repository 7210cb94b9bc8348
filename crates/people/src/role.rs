//! Roles: who of the team may do what.

pub mod page;

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::Role;

use crate::events::RoleChanged;
use crate::member::{self, State, session};
use crate::{address, code};

/// Gives a member a role; `by` is none for the command line and the first start.
///
/// # Errors
/// `Denied` with `role.unconfirmed` for a role above member without a confirmed address,
/// `Conflict` with `role.last_owner` when nobody would own the site, `Conflict` with
/// `member.not_active`.
pub async fn give(tx: &mut Tx, by: Option<MemberId>, id: MemberId, role: Role) -> Outcome<()> {
    let member =
        member::store::find_for_update(tx, id).await?.ok_or(Fault::Missing("member.missing"))?;
    let before = member.role.0;
    if before == role {
        return Ok(());
    }
    if role != Role::Member {
        if member.state != State::Active {
            return Err(Fault::Conflict("member.not_active"));
        }
        let row = address::store::find(tx, id).await?.filter(|row| row.confirmed);
        let row = row.ok_or_else(|| Fault::denied("role.unconfirmed"))?;
        // Mail from before may lie where others of the team open it.
        code::store::update_ended(tx, &row.email_key).await?;
    }
    if before == Role::Owner && member::store::count_owners(tx).await? <= 1 {
        return Err(Fault::Conflict("role.last_owner"));
    }
    member::store::update_role(tx, id, role, role.permissions()).await?;
    // Every session goes on under a new token only after the member signs in again: what it was
    // worth has changed.
    session::end_others(tx, id, None).await?;
    if let Some(by) = by {
        tx.acting(by);
    }
    let (before, after) = (before.key().to_owned(), role.key().to_owned());
    tx.announce(RoleChanged { member: id, before, after }).await
}

/// Whether somebody with one role may give or take another: owners all, others only what is
/// below their own.
#[must_use]
pub fn may_give(own: Role, before: Role, after: Role) -> bool {
    own == Role::Owner || (own > before && own > after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_but_an_owner_gives_or_takes_their_own_rank() {
        assert!(may_give(Role::Owner, Role::Member, Role::Owner));
        assert!(may_give(Role::Admin, Role::Member, Role::Editor));
        assert!(!may_give(Role::Admin, Role::Member, Role::Admin));
        assert!(!may_give(Role::Admin, Role::Owner, Role::Member));
        assert!(!may_give(Role::Admin, Role::Member, Role::Owner));
    }
}
