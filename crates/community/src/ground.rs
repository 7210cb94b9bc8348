//! The lie of the land: all spaces, gates and moderators, kept in memory.
//!
//! They are few and change rarely, and every decision needs them. A version row is raised by every
//! change in its own transaction; each page reads that one number and what is kept is replaced when
//! it differs, so no process ever decides by an old plan or moderator.

pub(crate) mod store;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use db::Tx;
use kernel::{Id, Key, MemberId, Outcome};

use crate::gate::{Gate, GateId};
use crate::space::{Space, SpaceId, Visibility};

/// All spaces, gates and moderators, as one version of them.
#[derive(Debug, Default)]
pub struct Ground {
    /// Which version.
    pub version: i64,
    /// Spaces in their order.
    pub spaces: Vec<Space>,
    gates: HashMap<GateId, Gate>,
    places: HashMap<SpaceId, usize>,
    moderators: HashMap<SpaceId, HashSet<MemberId>>,
}

impl Ground {
    /// Puts together what the tables hold.
    #[must_use]
    pub fn new(
        version: i64,
        spaces: Vec<Space>,
        gates: Vec<Gate>,
        moderators: Vec<(SpaceId, MemberId)>,
    ) -> Self {
        let places = spaces.iter().enumerate().map(|(at, space)| (space.id, at)).collect();
        let gates = gates.into_iter().map(|gate| (gate.id, gate)).collect();
        let mut of_space: HashMap<SpaceId, HashSet<MemberId>> = HashMap::new();
        for (space, member) in moderators {
            of_space.entry(space).or_default().insert(member);
        }
        Self { version, spaces, gates, places, moderators: of_space }
    }

    /// A space.
    #[must_use]
    pub fn space(&self, id: SpaceId) -> Option<&Space> {
        self.places.get(&id).and_then(|at| self.spaces.get(*at))
    }

    /// The key of what a visitor is told who may not enter a space: who may.
    #[must_use]
    pub fn at_the_door(&self, id: SpaceId) -> Key {
        match self.space(id).map(|space| space.visibility) {
            Some(Visibility::Plan) => "space.plan_sign_in",
            Some(Visibility::Members) => "space.members_sign_in",
            _ => "session.needed",
        }
    }

    /// The space of that handle.
    #[must_use]
    pub fn space_of(&self, handle: &str) -> Option<&Space> {
        self.spaces.iter().find(|space| space.handle == handle)
    }

    /// A gate.
    #[must_use]
    pub fn gate(&self, id: GateId) -> Option<&Gate> {
        self.gates.get(&id)
    }

    /// All gates, in no order.
    pub fn gates(&self) -> impl Iterator<Item = &Gate> {
        self.gates.values()
    }

    /// Whether a member moderates a space.
    #[must_use]
    pub fn moderates(&self, space: SpaceId, member: MemberId) -> bool {
        self.moderators.get(&space).is_some_and(|members| members.contains(&member))
    }

    /// The moderators of a space.
    #[must_use]
    pub fn moderators(&self, space: SpaceId) -> Vec<MemberId> {
        let mut members: Vec<MemberId> =
            self.moderators.get(&space).into_iter().flatten().copied().collect();
        members.sort_by_key(|member| member.get());
        members
    }

    /// Whether there is any space that must be added to.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.spaces.iter().any(|space| space.visibility == Visibility::Secret)
    }
}

/// Where the newest version that this process has seen is kept.
#[derive(Debug, Default)]
pub struct Kept(RwLock<Arc<Ground>>);

impl Kept {
    /// The newest version seen, without asking the database: for what is no decision.
    #[must_use]
    pub fn latest(&self) -> Arc<Ground> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The version that this transaction sees.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current(&self, tx: &Tx) -> Outcome<Arc<Ground>> {
        let version = store::version(tx).await?;
        self.of_version(tx, version).await
    }

    /// The version that this transaction sees, and the spaces that somebody was added to, in one
    /// statement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current_for(
        &self,
        tx: &Tx,
        member: Option<MemberId>,
    ) -> Outcome<(Arc<Ground>, Vec<SpaceId>)> {
        let Some(member) = member else { return Ok((self.current(tx).await?, Vec::new())) };
        let (version, added) = store::version_for(tx, member).await?;
        Ok((self.of_version(tx, version).await?, added))
    }

    async fn of_version(&self, tx: &Tx, version: i64) -> Outcome<Arc<Ground>> {
        let kept = self.latest();
        if kept.version == version {
            return Ok(kept);
        }
        let fresh = Arc::new(store::load(tx, version).await?);
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // A snapshot that is older than what was kept meanwhile serves its own transaction only.
        if place.version < version {
            *place = Arc::clone(&fresh);
        }
        Ok(fresh)
    }
}
