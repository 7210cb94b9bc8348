//! What an entitlement is to: a plan, a space, a post, a course, a gathering.

mod store;

use db::{BadCell, Bind, Cell, Column, Tx, Val};
use kernel::{Fault, Id as _, Outcome, decode_id, encode_id};
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

/// A post that the team names.
type PostName = (PostKey, String);

kernel::id!(
    /// A post, as far as this slice has to name one.
    pub PostKey
);

/// The things that can be chosen from a list: plans, then the spaces that a right opens. Into a
/// secret one only its people come.
///
/// # Errors
/// When the database fails.
pub async fn named(tx: &Tx) -> Outcome<Vec<(Thing, String)>> {
    let plans = crate::plan::list(tx).await?.into_iter();
    let plans = plans.map(|plan| (Thing::plan(plan.id.get()), plan.name));
    let spaces = store::list_spaces(tx).await?.into_iter();
    let spaces = spaces.map(|(id, name)| (Thing { kind: ThingKind::Space, id }, name));
    Ok(plans.chain(spaces).collect())
}

/// The posts among things, with their titles.
///
/// # Errors
/// When the database fails.
pub async fn posts(tx: &Tx, things: &[Thing]) -> Outcome<Vec<PostName>> {
    let posts = things.iter().filter(|thing| thing.kind == ThingKind::Post);
    let ids: Vec<i64> = posts.map(|thing| thing.id).collect();
    if ids.is_empty() { Ok(Vec::new()) } else { store::list_posts(tx, &ids).await }
}

/// A thing as a form's choice names it.
#[must_use]
pub fn choice(thing: Thing) -> String {
    format!("{}:{}", thing.kind.key(), encode_id(thing.id))
}

/// The thing of a form's choice.
#[must_use]
pub fn read_choice(text: &str) -> Option<Thing> {
    let (kind, id) = text.split_once(':')?;
    Some(Thing { kind: ThingKind::from_key(kind)?, id: decode_id(id).ok()? })
}

/// The post whose address, path or id somebody typed or pasted; what follows it may say its title.
#[must_use]
pub fn read_post(text: &str) -> Option<Thing> {
    let text = text.trim();
    let tail = text.split_once("/p/").map_or(text, |(_, tail)| tail);
    let end = tail.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tail.len());
    let id = decode_id(tail.get(..end)?).ok()?;
    Some(Thing { kind: ThingKind::Post, id })
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
    fn a_post_is_named_by_its_address_with_or_without_site_and_title() {
        let post = Thing { kind: ThingKind::Post, id: 7 };
        let id = "0000000000007";
        for typed in [
            id.to_owned(),
            format!("/p/{id}"),
            format!(" https://example.org/p/{id}-three-cups?sort=new "),
            format!("/p/{id} Three cups /p/"),
        ] {
            assert_eq!(read_post(&typed), Some(post), "{typed}");
        }
        for typed in ["", "/p/", "three cups", "/p/7"] {
            assert_eq!(read_post(typed), None, "{typed}");
        }
        assert_eq!(read_choice(&choice(post)), Some(post));
    }

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
