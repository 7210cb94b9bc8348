//! What a reader must hold to read a post: a list of things of which one is enough.
//!
//! Lists are kept once for each space (see `gates` in the schema), so that what a viewer may read
//! is a short list of gates, and a list of posts needs no join to leave the others out.

pub(crate) mod store;

use access::{Thing, ThingKind, ThingName};
use kernel::Id;
use serde::{Deserialize, Serialize};

use crate::space::SpaceId;

kernel::id!(
    /// One gate: a space's own, which has the space's id, or a list of things in a space.
    pub GateId
);

/// The most things that one gate may list.
pub const THINGS_MAX: usize = 10;

impl GateId {
    /// The gate that asks for what the space itself asks for.
    #[must_use]
    pub fn of_space(space: SpaceId) -> Self {
        Self::from_i64(space.get())
    }
}

/// A gate as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Which one.
    pub id: GateId,
    /// In which space.
    pub space: SpaceId,
    /// The things of which one opens it; none for the space's own.
    pub any_of: Vec<Thing>,
}

impl Gate {
    /// Whether it is the space's own.
    #[must_use]
    pub fn is_of_space(&self) -> bool {
        self.id.get() == self.space.get()
    }
}

/// A gate as the API and the composer name it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GateWish {
    /// The things of which one is enough.
    pub any_of: Vec<ThingName>,
}

impl GateWish {
    /// How a gate is named.
    #[must_use]
    pub fn of(gate: &Gate) -> Self {
        Self { any_of: gate.any_of.iter().copied().map(ThingName::from).collect() }
    }

    /// The things, sorted, none twice; `None` when one is unknown or there are too many.
    #[must_use]
    pub fn things(&self) -> Option<Vec<Thing>> {
        if self.any_of.len() > THINGS_MAX {
            return None;
        }
        let read = |name: &ThingName| {
            let kind = ThingKind::from_key(&name.kind)?;
            Some(Thing { kind, id: kernel::decode_id(&name.id).ok()? })
        };
        let things: Option<Vec<Thing>> = self.any_of.iter().map(read).collect();
        things.map(sorted)
    }
}

/// A list of things in its one order, none twice.
#[must_use]
pub fn sorted(mut things: Vec<Thing>) -> Vec<Thing> {
    things.sort_by_key(|thing| (thing.kind.key(), thing.id));
    things.dedup();
    things
}

/// A list of things as it is kept: `plan:0123456789abc post:…`.
#[must_use]
pub(crate) fn written(things: &[Thing]) -> String {
    let words: Vec<String> = things
        .iter()
        .map(|thing| format!("{}:{}", thing.kind.key(), kernel::encode_id(thing.id)))
        .collect();
    words.join(" ")
}

/// Reads what [`written`] wrote; words that mean nothing are left out, so the gate stays shut.
#[must_use]
pub(crate) fn read(text: &str) -> Vec<Thing> {
    let thing = |word: &str| {
        let (kind, id) = word.split_once(':')?;
        let kind = ThingKind::from_key(kind)?;
        Some(Thing { kind, id: kernel::decode_id(id).ok()? })
    };
    text.split_whitespace().filter_map(thing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(id: i64) -> Thing {
        Thing { kind: ThingKind::Plan, id }
    }

    #[test]
    fn a_gate_is_written_in_one_order_and_read_again() {
        let post = Thing { kind: ThingKind::Post, id: 9 };
        let things = sorted(vec![post, plan(7), plan(2), plan(7)]);
        assert_eq!(things, vec![plan(2), plan(7), post]);
        assert_eq!(read(&written(&things)), things);
        assert!(read("plan:zzz nothing").is_empty());
    }

    #[test]
    fn a_wish_with_an_unknown_thing_is_no_gate() {
        let wish = |kind: &str, id: &str| GateWish {
            any_of: vec![ThingName { kind: kind.into(), id: id.into() }],
        };
        assert_eq!(wish("plan", "0000000000007").things(), Some(vec![plan(7)]));
        assert_eq!(wish("door", "0000000000007").things(), None);
        assert_eq!(wish("plan", "7").things(), None);
    }
}
