//! Who reads or writes, with all that decides what they may.

use std::sync::Arc;

use access::Holdings;
use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::{Permission, Permissions, Viewer};

use crate::Community;
use crate::ground::Ground;
use crate::reach::{Asking, Reach};
use crate::space::{self, SpaceId};

/// Who reads or writes, in one transaction.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The member; none for a visitor.
    pub member: Option<MemberId>,
    /// What their roles allow.
    pub permissions: Permissions,
    /// All spaces, gates and moderators.
    pub ground: Arc<Ground>,
    /// How far they reach.
    pub reach: Arc<Reach>,
    /// How far whoever reads everything would reach without that; none for everybody else.
    pub own: Option<Arc<Reach>>,
}

impl Reader {
    /// The reader that a viewer is in this transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(tx: &Tx, community: &Community, viewer: &Viewer) -> Outcome<Self> {
        let permissions = viewer.member.as_ref().map(|me| me.permissions).unwrap_or_default();
        Self::member(tx, community, viewer.id(), permissions).await
    }

    /// The reader that a member is, whatever session they are in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn member(
        tx: &Tx,
        community: &Community,
        member: Option<MemberId>,
        permissions: Permissions,
    ) -> Outcome<Self> {
        let (ground, added) = community.ground.current_for(tx, member).await?;
        let holdings = match member {
            None => None,
            Some(id) => Some(community.holdings.of(tx, id, tx.now()).await?),
        };
        Ok(Self::on(ground, (member, permissions), holdings.as_ref(), &added))
    }

    /// The reader that a member is by what this transaction sees and nothing that is kept of them:
    /// for what is decided behind the pages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unkept(
        tx: &Tx,
        ground: Arc<Ground>,
        member: MemberId,
        permissions: Permissions,
    ) -> Outcome<Self> {
        let holdings = Holdings::of(tx, member, tx.now()).await?;
        let added = if ground.has_secret() {
            space::store::added_to(tx, member).await?
        } else {
            Vec::new()
        };
        Ok(Self::on(ground, (Some(member), permissions), Some(&holdings), &added))
    }

    fn on(
        ground: Arc<Ground>,
        (member, permissions): (Option<MemberId>, Permissions),
        holdings: Option<&Holdings>,
        added: &[SpaceId],
    ) -> Self {
        let reads_all = permissions.has(Permission::ContentReadAll);
        let asking = Asking { member, reads_all, holdings, added };
        let reach = Arc::new(Reach::of(&ground, asking));
        let own = Asking { reads_all: false, ..asking };
        let own = reads_all.then(|| Arc::new(Reach::of(&ground, own)));
        Self { member, permissions, ground, reach, own }
    }

    /// The same where things from many spaces are listed or searched: what only the team may know of
    /// is met in its own space alone, where it is written down that they looked.
    #[must_use]
    pub fn at_large(self) -> Self {
        let Some(own) = &self.own else { return self };
        let reach = Arc::new(self.reach.within(own));
        Self { reach, ..self }
    }

    /// The member.
    ///
    /// # Errors
    /// `SignIn` for a visitor.
    pub fn me(&self) -> Outcome<MemberId> {
        self.member.ok_or(Fault::SignIn("session.needed"))
    }

    /// Whether they have a permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }
}
