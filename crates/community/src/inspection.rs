//! What the team reads that only the team may read: written down once a member, thing and day, before
//! it is shown. Whoever reads what is theirs to read, of the team or not, costs nothing here.

mod store;

use access::{Thing, ThingKind};
use db::Tx;
use kernel::{Day, Id as _, MemberId, Outcome};
use moka::sync::Cache;
use web::App;

use crate::Community;
use crate::event::ContentInspected;
use crate::policy::Standing;
use crate::reach::Entry;
use crate::reader::Reader;
use crate::space::SpaceId;

/// Inspections of today that are known to be written down.
const KNOWN_MAX: u64 = 10_000;

/// Somebody of the team reads something by `content.read_all` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Inspection {
    member: MemberId,
    thing: Thing,
    space: SpaceId,
}

impl Inspection {
    /// Of a post that is read whole; none where its reader might without being of the team.
    pub(crate) fn of_post(reader: &Reader, post: impl Into<Standing>) -> Option<Self> {
        let (own, member, post) = (reader.own.as_ref()?, reader.member?, post.into());
        let is_theirs = post.author == member;
        if is_theirs || own.reads(post.post, post.gate, post.space, post.author) {
            return None;
        }
        let thing = Thing { kind: ThingKind::Post, id: post.post.get() };
        Some(Self { member, thing, space: post.space })
    }

    /// Of the list of what stands in a space.
    pub(crate) fn of_space(reader: &Reader, space: SpaceId) -> Option<Self> {
        let (own, member) = (reader.own.as_ref()?, reader.member?);
        if own.entry(space) >= Entry::Window {
            return None;
        }
        Some(Self { member, thing: Thing { kind: ThingKind::Space, id: space.get() }, space })
    }
}

/// Those that are written down already, so that going through a discussion writes once.
#[derive(Debug)]
pub(crate) struct Known(Cache<(Inspection, Day), ()>);

impl Default for Known {
    fn default() -> Self {
        Self(Cache::new(KNOWN_MAX))
    }
}

/// Writes an inspection down, before what is inspected is shown.
///
/// # Errors
/// When the database fails: then nothing is shown.
pub(crate) async fn note(app: &App, inspection: Option<Inspection>) -> Outcome<()> {
    let Some(inspection) = inspection else { return Ok(()) };
    let day = app.settings().zone.day(app.now());
    let community = app.part::<Community>();
    if community.inspected.0.contains_key(&(inspection, day)) {
        return Ok(());
    }
    app.db().tx(async move |tx| write(tx, inspection, day).await).await?;
    community.inspected.0.insert((inspection, day), ());
    Ok(())
}

async fn write(tx: &mut Tx, inspection: Inspection, day: Day) -> Outcome<()> {
    let Inspection { member, thing, space } = inspection;
    if !store::insert(tx, member, thing, day).await? {
        return Ok(());
    }
    tx.acting(member);
    tx.announce(ContentInspected { member, thing, space, day: day.number() }).await
}
