//! What an entitlement is to: a plan, a space, a post, a course, a gathering.

mod store;

use db::{BadCell, Bind, Cell, Column, Tx, Val};
use kernel::{Fault, Outcome, decode_id, encode_id};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A kind of thing that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThingKind {
    /// What a membership sells; it opens a list of other things.
    Plan,
    /// A space with all that is in it.
    Space,
    /// One post.
    Post,
    /// One course.
    Course,
    /// One gathering.
    Gathering,
}

impl ThingKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Plan, Self::Space, Self::Post, Self::Course, Self::Gathering];

    /// The stable name, in SQL and JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Space => "space",
            Self::Post => "post",
            Self::Course => "course",
            Self::Gathering => "gathering",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl Bind for ThingKind {
    fn bind(&self) -> Val {
        self.key().bind()
    }
}

impl Column for ThingKind {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        let Cell::Text(key) = cell else { return Err(BadCell::new("a kind of thing", cell)) };
        Self::from_key(key).ok_or_else(|| BadCell::new("a kind of thing", cell))
    }
}

/// One thing that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thing {
    /// Of which kind.
    pub kind: ThingKind,
    /// Which one; the id of its own table.
    pub id: i64,
}

impl Thing {
    /// The plan of this id.
    #[must_use]
    pub const fn plan(id: i64) -> Self {
        Self { kind: ThingKind::Plan, id }
    }
}

/// Checks that things are there: an entitlement to what does not exist opens nothing, and a gate that
/// asks for it never opens.
///
/// # Errors
/// `Invalid` with `key` at `field` when one of them is not.
pub async fn check(
    tx: &Tx,
    things: &[Thing],
    (field, key): (&'static str, &'static str),
) -> Outcome<()> {
    for thing in things {
        if !store::exists(tx, *thing).await? {
            return Err(Fault::invalid(field, key));
        }
    }
    Ok(())
}

/// A thing as JSON names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThingName {
    /// `plan`, `space`, `post`, `course` or `gathering`.
    pub kind: String,
    /// Its id, 13 characters.
    pub id: String,
}

impl From<Thing> for ThingName {
    fn from(thing: Thing) -> Self {
        Self { kind: thing.kind.key().to_owned(), id: encode_id(thing.id) }
    }
}

impl ThingName {
    /// The thing that is named.
    ///
    /// # Errors
    /// `Invalid` with `thing.unknown` at `field` when the kind or the id means nothing.
    pub fn thing(&self, field: &'static str) -> Outcome<Thing> {
        let kind = ThingKind::from_key(&self.kind);
        let id = decode_id(&self.id).ok();
        kind.zip(id)
            .map(|(kind, id)| Thing { kind, id })
            .ok_or_else(|| Fault::invalid(field, "thing.unknown"))
    }
}

impl Serialize for Thing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ThingName::from(*self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Thing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = ThingName::deserialize(deserializer)?;
        name.thing("thing").map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_named_by_kind_and_id_in_json() {
        let thing = Thing { kind: ThingKind::Course, id: 7 };
        let json = serde_json::to_string(&thing).unwrap();
        assert_eq!(json, r#"{"kind":"course","id":"0000000000007"}"#);
        assert_eq!(serde_json::from_str::<Thing>(&json).unwrap(), thing);
        assert!(serde_json::from_str::<Thing>(r#"{"kind":"door","id":"0000000000007"}"#).is_err());
        assert!(serde_json::from_str::<Thing>(r#"{"kind":"plan","id":"7"}"#).is_err());
    }
}
