//! Publishing a post.

use db::{Db, Origin, Tx};
use kernel::{Denied, Fault, Id as _, MemberId, Outcome};
use web::Permission;

use super::body::{self, Drawn, Known};
use super::{Post, PostDraft, PostId, PostState, PostText, Written, draft, store};
use crate::author::store::Change;
use crate::event::PostCreated;
use crate::gate::{self, GateId};
use crate::ground::{self, Ground};
use crate::hand::{Hand, holder};
use crate::reach::{Asking, Reach};
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::space::{Space, SpaceId};
use crate::{Community, author, mention, policy, search, tag};

/// A post that was checked and drawn, ready to be kept: drawing is done outside the transaction.
#[derive(Debug, Clone)]
pub struct Ready {
    pub(crate) text: PostText,
    pub(crate) drawn: Drawn,
    /// What it is besides where the tags that it says become its own.
    tagged: Option<Tagged>,
}

/// A post with the tags that its text says.
#[derive(Debug, Clone)]
struct Tagged {
    tags: Vec<String>,
    drawn: Drawn,
    /// Whether they stand in what is shown before any gate.
    free: bool,
}

impl Ready {
    /// Draws a text, with the tags that were typed and with those that it says.
    fn draw(text: PostText, mut known: Known) -> Self {
        let split = text::split(&text.body);
        let shown = split.as_ref().map_or(text.body.as_str(), |split| split.free);
        for name in text::references(&text.body, None).tags {
            let own = text.tags.iter().find(|own| tag::slug(own) == tag::slug(&name));
            known.tags.extend(own.map(|own| (name, own.clone())));
        }
        let said = tag::said(shown, &text.tags);
        let drawn = body::draw(&text.body, &known);
        if said.is_empty() {
            return Self { text, drawn, tagged: None };
        }
        let mut tags = text.tags.clone();
        let is_new = said.iter().any(|(own, _)| !known.tags.contains_key(own));
        for (name, ways) in said {
            let own = known.tags.get(&name).unwrap_or(&name).clone();
            known.tags.extend(ways.into_iter().map(|way| (way, own.clone())));
            tags.push(own);
        }
        let again = if is_new { body::draw(&text.body, &known) } else { drawn.clone() };
        let tagged = Some(Tagged { tags, drawn: again, free: split.is_some() });
        Self { text, drawn, tagged }
    }

    /// The same with other words beside the text; none where what was drawn follows from others.
    pub(crate) fn with(&self, text: PostText) -> Option<Self> {
        let same = text.body == self.text.body && text.tags == self.text.tags;
        same.then(|| Self { text, ..self.clone() })
    }

    /// What is kept: the tags of a post are told to whoever sees its title, so a text gives it those
    /// that stand above its divider, and all of them where nothing of it is gated.
    pub(crate) fn behind(self, gated: bool) -> (PostText, Drawn) {
        match self.tagged.filter(|tagged| tagged.free || !gated) {
            Some(Tagged { tags, drawn, .. }) => (PostText { tags, ..self.text }, drawn),
            None => (self.text, self.drawn),
        }
    }
}

/// Checks a draft and draws it.
///
/// # Errors
/// `Invalid` fields, `TooLarge`, or when the database fails.
pub async fn prepare(db: &Db, draft: PostDraft, hand: Hand) -> Outcome<Ready> {
    let text = draft.parse()?;
    let source = text.body.clone();
    let known = db.read(async move |tx| hand.clone().known(tx, &source).await).await?;
    Ok(Ready::draw(text, known))
}

/// Publishes a post: row, texts, tags, mentions, counts, search documents and event in one.
///
/// # Errors
/// `SignIn`, `Missing` for a space that the reader may not know of, `Denied` where they may not
/// post or not set a gate.
pub async fn open(
    tx: &mut Tx,
    reader: &Reader,
    space: SpaceId,
    ready: Ready,
    from_draft: Option<draft::DraftId>,
) -> Outcome<PostId> {
    let place = reader.ground.space(space).ok_or(Fault::Missing("space.missing"))?;
    let permit = policy::open_post(reader, place)?;
    let author = reader.me()?;
    people::may_write::check(tx, author).await?;
    let gate = gate_of(tx, reader, place, &ready.text).await?;
    let now = tx.now();
    let (text, drawn) = ready.behind(search::is_gated(&reader.ground, space, gate));
    let lang = drawn.language;
    let written = Written { space: permit.subject(), gate, author, lang, text, at: now };
    let id: PostId = tx.new_id();
    tx.acting(author);
    let mentions = place_post(tx, &reader.ground, id, &written, &drawn).await?;
    if let Some(draft) = from_draft {
        draft::store::delete(tx, author, draft).await?;
    }
    tx.announce(PostCreated {
        post: id,
        space,
        author,
        kind: written.text.kind.key().to_owned(),
        mentions,
    })
    .await?;
    Ok(id)
}

/// Writes everything that hangs on a new post but its event.
async fn place_post(
    tx: &mut Tx,
    ground: &Ground,
    id: PostId,
    written: &Written,
    drawn: &Drawn,
) -> Outcome<Vec<MemberId>> {
    store::insert(tx, id, written, drawn, Origin::Live).await?;
    let tags = tag::store::intern(tx, &written.text.tags, written.at).await?;
    tag::store::replace(tx, id, &tags, written.at).await?;
    if is_public(ground, written.space, written.gate) {
        tag::store::count(tx, &tags, 1).await?;
        let change = Change { posts: 1, ..Change::default() };
        author::store::change(tx, written.author, change).await?;
    }
    let gated = search::is_gated(ground, written.space, written.gate);
    search::index_post(tx, (id, 0), written, drawn, gated).await?;
    media::shown::put(tx, holder(Subject::Post(id)), &drawn.pictures).await?;
    mention::put(tx, Subject::Post(id), written.author, &drawn.mentions).await
}

/// Whether any visitor reads a post whole: what public counts count.
#[must_use]
pub(crate) fn is_public(ground: &Ground, space: SpaceId, gate: GateId) -> bool {
    let anyone = Asking { member: None, reads_all: false, holdings: None, added: &[] };
    gate == GateId::of_space(space) && Reach::of(ground, anyone).opens(gate)
}

/// Whether a post and what is said below it are counted on the pages of persons and tags.
#[must_use]
pub(crate) fn is_counted(ground: &Ground, post: &Post) -> bool {
    post.state == PostState::Published && is_public(ground, post.space, post.gate)
}

/// The gate that a text asks for; setting one is the team's and the space's moderators' part.
pub(crate) async fn gate_of(
    tx: &mut Tx,
    reader: &Reader,
    space: &Space,
    text: &PostText,
) -> Outcome<GateId> {
    let Some(things) = &text.gate else { return Ok(GateId::of_space(space.id)) };
    let moderates = reader.ground.moderates(space.id, reader.me()?);
    if !moderates && !reader.may(Permission::ContentPublish) {
        return Err(Denied::because("post.gate_team_only").into());
    }
    access::thing::check(tx, things, ("gate", "post.gate_invalid")).await?;
    let (id, is_new) = gate::store::intern(tx, space.id, things).await?;
    if is_new {
        ground::store::raise_version(tx).await?;
    }
    Ok(id)
}

/// The gates of what any visitor reads whole.
pub(crate) async fn public_gates(tx: &Tx, community: &Community) -> Outcome<Vec<i64>> {
    let ground = community.ground.current(tx).await?;
    let anyone = Asking { member: None, reads_all: false, holdings: None, added: &[] };
    Ok(Reach::of(&ground, anyone).open().iter().map(|gate| gate.get()).collect())
}
