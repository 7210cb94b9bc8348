//! Who may see and do what with a member: pure functions of (viewer, member).

use kernel::{Denied, Fault, MemberId, Outcome};
use web::{Permission, Role, Viewer};

use crate::member::MemberRow;
use crate::role;

/// Whether a viewer may see a member's page; to who may not, there is none.
///
/// # Errors
/// `SignIn` for a visitor where the member shows themselves to members only.
pub fn may_see_profile(viewer: &Viewer, member: &MemberRow) -> Outcome<()> {
    if member.profile_to == "everyone" || viewer.member.is_some() {
        return Ok(());
    }
    Err(Fault::SignIn("session.needed"))
}

/// The right to change another member's account. Only this module makes one.
#[derive(Debug, Clone, Copy)]
pub struct Permit {
    by: MemberId,
    whom: MemberId,
}

impl Permit {
    /// Who acts.
    #[must_use]
    pub const fn by(self) -> MemberId {
        self.by
    }

    /// On whom.
    #[must_use]
    pub const fn whom(self) -> MemberId {
        self.whom
    }
}

/// Whether a viewer may lock a member, end their sessions, or take a lost factor off: not one's
/// own account, and nobody of the same or a higher role.
///
/// # Errors
/// `Denied` with `permission.missing`, `member.self`, or `role.higher`.
pub fn may_manage(viewer: &Viewer, own: Role, member: &MemberRow) -> Outcome<Permit> {
    let me = viewer.me()?;
    if !me.permissions.has(Permission::MembersManage) {
        return Err(Fault::denied("permission.missing"));
    }
    if me.id == member.id {
        return Err(Fault::denied("member.self"));
    }
    check_rank(own, member)?;
    Ok(Permit { by: me.id, whom: member.id })
}

/// Nobody but an owner acts on somebody of the same or a higher role.
fn check_rank(own: Role, member: &MemberRow) -> Outcome<()> {
    if own != Role::Owner && own <= member.role.0 {
        return Err(Fault::denied("role.higher"));
    }
    Ok(())
}

/// Whether a viewer may give a member a role.
///
/// # Errors
/// `Denied` with `permission.missing` or `role.higher`.
pub fn may_give_role(
    viewer: &Viewer,
    own: Role,
    member: &MemberRow,
    after: Role,
) -> Outcome<Permit> {
    let me = viewer.me()?;
    if !me.permissions.has(Permission::RolesManage) {
        return Err(Fault::denied("permission.missing"));
    }
    if !role::may_give(own, member.role.0, after) {
        return Err(Denied::because("role.higher").into());
    }
    Ok(Permit { by: me.id, whom: member.id })
}

/// Whether a viewer may give an imported person the link to their account.
///
/// # Errors
/// `Denied` with `permission.missing`.
pub fn may_give_claim(viewer: &Viewer, member: &MemberRow) -> Outcome<Permit> {
    let me = viewer.me()?;
    if !me.permissions.has(Permission::MembersClaim) {
        return Err(Fault::denied("permission.missing"));
    }
    Ok(Permit { by: me.id, whom: member.id })
}

/// Whether a viewer may take back the claim by which somebody came to their account: every
/// credential of theirs ends with it, so it asks for the rank as locking them out does.
///
/// # Errors
/// `Denied` with `permission.missing` or `role.higher`.
pub fn may_undo_claim(viewer: &Viewer, own: Role, member: &MemberRow) -> Outcome<Permit> {
    let permit = may_give_claim(viewer, member)?;
    check_rank(own, member)?;
    Ok(permit)
}
