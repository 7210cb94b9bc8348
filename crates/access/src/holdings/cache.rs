//! Holdings kept in memory for a few seconds.

use std::sync::Arc;
use std::time::Duration;

use db::{Subscriber, Tx};
use kernel::{MemberId, Outcome, Ts};
use moka::sync::Cache;
use people::MemberMerged;

use super::{Held, Holdings, store};
use crate::events::{EntitlementEnded, EntitlementGranted, EntitlementMoved, PlanChanged};

/// Members whose holdings are kept.
const MEMBERS_MAX: u64 = 50_000;
/// How long they are kept: another node's change is seen after this.
const KEPT_FOR: Duration = Duration::from_secs(4);
/// How long nothing is kept after a change: longer than any transaction that may still carry the
/// state from before it (the database ends them after five seconds).
const SHUNNED_FOR: Duration = Duration::from_secs(6);

/// What members hold, in memory: bounded, short-lived, forgotten with each change. Only facts are
/// kept; whether they hold is decided anew at each instant.
#[derive(Debug, Clone)]
pub struct HoldingsCache {
    kept: Cache<MemberId, Arc<[Held]>>,
    shunned: Cache<MemberId, ()>,
    /// One entry while all members are shunned.
    all_shunned: Cache<(), ()>,
}

impl Default for HoldingsCache {
    fn default() -> Self {
        let shunning = || Cache::builder().max_capacity(MEMBERS_MAX).time_to_live(SHUNNED_FOR);
        Self {
            kept: Cache::builder().max_capacity(MEMBERS_MAX).time_to_live(KEPT_FOR).build(),
            shunned: shunning().build(),
            all_shunned: Cache::builder().max_capacity(1).time_to_live(SHUNNED_FOR).build(),
        }
    }
}

impl HoldingsCache {
    /// What a member holds, from memory or read now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(&self, tx: &Tx, member: MemberId, now: Ts) -> Outcome<Holdings> {
        if let Some(held) = self.kept.get(&member) {
            return Ok(Holdings::new(held, now));
        }
        let held: Arc<[Held]> = store::list(tx, member, now).await?.into();
        if !self.is_shunned(member) {
            self.kept.insert(member, Arc::clone(&held));
            // A change may have come between the question and the insertion.
            if self.is_shunned(member) {
                self.kept.invalidate(&member);
            }
        }
        Ok(Holdings::new(held, now))
    }

    /// Forgets a member, and keeps nothing of them until every transaction that may still see the
    /// old state is over.
    pub fn forget(&self, member: MemberId) {
        self.shunned.insert(member, ());
        self.kept.invalidate(&member);
    }

    /// Forgets everybody.
    pub fn forget_all(&self) {
        self.all_shunned.insert((), ());
        self.kept.invalidate_all();
    }

    /// The subscriber that forgets whoever a change of access is about, in its own transaction.
    #[must_use]
    pub fn subscriber(&self) -> Subscriber {
        let (granted, ended, moved) = (self.clone(), self.clone(), self.clone());
        let (all, joined) = (self.clone(), self.clone());
        Subscriber::inline("access.cache")
            .on(async move |_tx: &mut Tx, entry: &db::Entry<EntitlementGranted>| {
                granted.forget(entry.event.member);
                Ok(())
            })
            .on(async move |_tx: &mut Tx, entry: &db::Entry<EntitlementEnded>| {
                ended.forget(entry.event.member);
                Ok(())
            })
            .on(async move |_tx: &mut Tx, entry: &db::Entry<EntitlementMoved>| {
                moved.forget(entry.event.member);
                Ok(())
            })
            .on(async move |_tx: &mut Tx, entry: &db::Entry<MemberMerged>| {
                joined.forget(entry.event.member);
                joined.forget(entry.event.into);
                Ok(())
            })
            .on(async move |_tx: &mut Tx, _entry: &db::Entry<PlanChanged>| {
                all.forget_all();
                Ok(())
            })
    }

    fn is_shunned(&self, member: MemberId) -> bool {
        self.all_shunned.contains_key(&()) || self.shunned.contains_key(&member)
    }
}
