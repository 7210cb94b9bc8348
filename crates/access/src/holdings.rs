//! Everything that one member holds: the facts that the one decision is made of.

mod cache;
pub(crate) mod store;

pub use cache::HoldingsCache;

use std::sync::Arc;

use db::Tx;
use kernel::{MemberId, Outcome, Ts};

use crate::{Gate, Thing, ThingKind};

/// One thing for a time: open from `from`, shut from `until` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// What.
    pub thing: Thing,
    /// The first instant.
    pub from: Ts,
    /// The first instant after the last; none for ever.
    pub until: Option<Ts>,
}

impl Held {
    /// Whether it holds at this instant.
    #[must_use]
    pub fn at(&self, now: Ts) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// What a member holds at one instant, plans followed to all that they open.
///
/// The decision is made here at each read, `from <= now < until`: nothing has to happen for an
/// entitlement to end.
#[derive(Debug, Clone)]
pub struct Holdings {
    held: Arc<[Held]>,
    now: Ts,
}

impl Holdings {
    /// Reads what a member holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(tx: &Tx, member: MemberId, now: Ts) -> Outcome<Self> {
        Ok(Self { held: store::list(tx, member, now).await?.into(), now })
    }

    /// These facts at another instant.
    #[must_use]
    pub const fn new(held: Arc<[Held]>, now: Ts) -> Self {
        Self { held, now }
    }

    /// Holdings that never end, for the tests of other slices.
    #[must_use]
    pub fn for_tests(things: &[Thing]) -> Self {
        let held = |thing: &Thing| Held { thing: *thing, from: Ts::default(), until: None };
        Self { held: things.iter().map(held).collect(), now: Ts::default() }
    }

    /// Whether the member holds a thing now.
    #[must_use]
    pub fn holds(&self, thing: Thing) -> bool {
        self.held.iter().any(|held| held.thing == thing && held.at(self.now))
    }

    /// Whether the member holds one of the things that a gate asks for.
    #[must_use]
    pub fn opens(&self, gate: &Gate) -> bool {
        gate.any_of.iter().any(|thing| self.holds(*thing))
    }

    /// The ids of all things of a kind that are held now, sorted, none twice.
    #[must_use]
    pub fn ids(&self, kind: ThingKind) -> Vec<i64> {
        let mut ids: Vec<i64> = self
            .held
            .iter()
            .filter(|held| held.thing.kind == kind && held.at(self.now))
            .map(|held| held.thing.id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The next instant at which the answer may change: something begins or ends. Live
    /// subscriptions are decided again then.
    #[must_use]
    pub fn changes_at(&self) -> Option<Ts> {
        let edges = self.held.iter().flat_map(|held| [Some(held.from), held.until]);
        edges.flatten().filter(|edge| *edge > self.now).min()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Ts {
        Ts::default().plus_seconds(second)
    }

    fn held(id: i64, from: i64, until: Option<i64>) -> Held {
        Held { thing: Thing::plan(id), from: at(from), until: until.map(at) }
    }

    #[test]
    fn an_entitlement_opens_from_its_first_instant_and_not_at_its_end() {
        let one: Arc<[Held]> = [held(1, 10, Some(20))].into();
        let holds = |second| Holdings::new(Arc::clone(&one), at(second)).holds(Thing::plan(1));
        assert!(!holds(9));
        assert!(holds(10) && holds(19));
        assert!(!holds(20));
    }

    #[test]
    fn one_thing_of_the_gate_is_enough_and_an_empty_gate_stays_shut() {
        let post = Thing { kind: ThingKind::Post, id: 5 };
        let holdings = Holdings::for_tests(&[post]);
        assert!(holdings.opens(&Gate::any_of([Thing::plan(5), post])));
        assert!(!holdings.opens(&Gate::any_of([Thing::plan(5)])));
        assert!(!holdings.opens(&Gate::default()));
    }

    #[test]
    fn the_next_change_is_the_nearest_edge_ahead() {
        let facts: Arc<[Held]> = [held(1, 0, Some(50)), held(2, 30, None)].into();
        assert_eq!(Holdings::new(Arc::clone(&facts), at(10)).changes_at(), Some(at(30)));
        assert_eq!(Holdings::new(Arc::clone(&facts), at(30)).changes_at(), Some(at(50)));
        assert_eq!(Holdings::new(facts, at(50)).changes_at(), None);
    }

    proptest! {
        #[test]
        fn nothing_changes_before_the_next_edge(
            spans in proptest::collection::vec((0_i64..100, 0_i64..100), 0..6), now in 0_i64..200
        ) {
            let facts: Arc<[Held]> = spans
                .iter()
                .enumerate()
                .map(|(i, (from, length))| {
                    let id = i64::try_from(i).unwrap();
                    held(id, *from, Some(from + length))
                })
                .collect();
            let here = Holdings::new(Arc::clone(&facts), at(now));
            let before = here.changes_at().map_or(300, |edge| edge.since(at(0)) / 1_000_000);
            let later = Holdings::new(facts, at(before - 1));
            prop_assert_eq!(here.ids(ThingKind::Plan), later.ids(ThingKind::Plan));
        }
    }
}
