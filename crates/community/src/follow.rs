//! Following members, spaces and tags.

pub(crate) mod api;
pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod store;

use db::Tx;
use kernel::{Fault, Id, MemberId, Outcome};
use web::{App, Viewer};

use crate::event::{MemberFollowed, SpaceFollowed, TagFollowed};
use crate::policy;
use crate::reader::Reader;
use crate::space::SpaceId;
use crate::tag::TagId;
use crate::{Community, author};

/// What can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A person.
    Member(MemberId),
    /// A space.
    Space(SpaceId),
    /// A tag.
    Tag(TagId),
}

impl Target {
    /// Every kind, by its stable name.
    pub const KINDS: [&str; 3] = ["member", "space", "tag"];

    /// What an address names.
    ///
    /// # Errors
    /// `Missing` for another kind and for what is no id.
    pub fn named(kind: &str, id: &str) -> Outcome<Self> {
        let id = kernel::decode_id(id).map_err(|_bad| Fault::Missing("page.missing"))?;
        Self::from_parts(kind, id).ok_or(Fault::Missing("page.missing"))
    }

    /// What a row names.
    fn from_parts(kind: &str, id: i64) -> Option<Self> {
        match kind {
            "member" => Some(Self::Member(MemberId::from_i64(id))),
            "space" => Some(Self::Space(SpaceId::from_i64(id))),
            "tag" => Some(Self::Tag(TagId::from_i64(id))),
            _ => None,
        }
    }

    /// The stable name of its kind.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Member(_) => "member",
            Self::Space(_) => "space",
            Self::Tag(_) => "tag",
        }
    }

    /// The id as its row holds it.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Member(id) => id.get(),
            Self::Space(id) => id.get(),
            Self::Tag(id) => id.get(),
        }
    }
}

/// Follows something, or does not any more; doing either twice changes nothing. Whether it changed.
///
/// # Errors
/// `SignIn`; `Missing` where it does not exist for this reader; `Invalid` for oneself.
pub async fn set(tx: &mut Tx, reader: &Reader, target: Target, on: bool) -> Outcome<bool> {
    let me = reader.me()?;
    match target {
        Target::Member(member) if member == me => {
            return Err(Fault::invalid("member", "follow.yourself"));
        }
        Target::Member(member) if !store::is_member(tx, member).await? => {
            return Err(Fault::Missing("member.missing"));
        }
        Target::Space(space) => {
            policy::see_space(reader, reader.ground.space(space))?;
        }
        Target::Tag(tag) if !store::is_tag(tx, tag).await? => {
            return Err(Fault::Missing("tag.missing"));
        }
        Target::Member(_) | Target::Tag(_) => {}
    }
    if !store::set(tx, me, target, on).await? {
        return Ok(false);
    }
    tx.acting(me);
    match target {
        Target::Member(member) => {
            let followers = if on { 1 } else { -1 };
            let change = author::store::Change { followers, ..author::store::Change::default() };
            author::store::change(tx, member, change).await?;
            tx.announce(MemberFollowed { member, by: me, on }).await?;
        }
        Target::Space(space) => tx.announce(SpaceFollowed { space, by: me, on }).await?,
        Target::Tag(tag) => tx.announce(TagFollowed { tag, by: me, on }).await?,
    }
    Ok(true)
}

/// Follows something for a viewer, or does not any more, in one transaction.
pub(crate) async fn act(app: &App, viewer: &Viewer, target: Target, on: bool) -> Outcome<()> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            set(tx, &reader, target, on).await?;
            Ok(())
        })
        .await
}
