//! Changing a post; what it was is kept.

use db::Tx;
use kernel::{Fault, Id, Outcome, Ts};

use super::open::{Ready, gate_of, is_public};
use super::{Post, PostId, PostState, Written, history, inherits, store};
use crate::author::store::Change;
use crate::comment::store as comments;
use crate::event::PostEdited;
use crate::gate::{self, GateId};
use crate::hand::holder;
use crate::post::body;
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::space::SpaceId;
use crate::{Community, author, ground, mention, policy, search, tag, version};

/// What an edit asks for beside its text.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// The space that the post moves to; it stays where it is when none.
    pub to: Option<SpaceId>,
    /// Whether the gate stays as it is at the moment of keeping, whatever the text says.
    pub keeps_gate: bool,
    /// The version that the text was made from; none takes any.
    pub made_from: Option<String>,
}

/// Microseconds within which its author's further edits belong to the version before them.
const SAME_VERSION: i64 = 5 * 60 * 1_000_000;

/// A post under its lock, and who changes it, with the gates as they are by then: read before, they
/// might not know the gate that somebody has just set.
///
/// # Errors
/// `Missing` when there is no such post.
pub async fn editor(
    tx: &mut Tx,
    community: &Community,
    viewer: &web::Viewer,
    id: PostId,
) -> Outcome<(Reader, Post)> {
    let post = store::get_for_update(tx, id).await?;
    Ok((Reader::of(tx, community, viewer).await?, post))
}

/// Changes a post, and moves it where another space is named.
///
/// # Errors
/// `SignIn`, `Missing`, `Gone`, `Denied`; as for opening one in the space that it moves to;
/// `Conflict` with `post.changed` when it is not what the text was made from any more.
pub async fn edit(
    tx: &mut Tx,
    reader: &Reader,
    id: PostId,
    ready: Ready,
    terms: Terms,
) -> Outcome<()> {
    let before = store::get_for_update(tx, id).await?;
    let permit = policy::edit_post(reader, &before)?;
    let space = terms.to.unwrap_or(before.space);
    let place = reader.ground.space(space).ok_or(Fault::Missing("space.missing"))?;
    if space != before.space {
        policy::open_post(reader, place)?;
    }
    let gate = match &ready.text.gate {
        _ if terms.keeps_gate => kept_gate(tx, reader, &before, space).await?,
        Some(things) if is_same_gate(reader, &before, space, things) => before.gate,
        _ => gate_of(tx, reader, place, &ready.text).await?,
    };
    let old = store::source(tx, &permit).await?;
    let (text, drawn) = ready.behind(search::is_gated(&reader.ground, space, gate));
    let (author, lang, at) = (before.author.id, drawn.language, before.created_at);
    let written = Written { space, gate, author, lang, text, at };
    let is_stale = terms.made_from.is_some_and(|from| from != version::of_post(&before, &old));
    if is_stale && !is_same(&before, &old, &written) {
        return Err(Fault::Conflict("post.changed"));
    }
    let edited_at = keep_version(tx, reader, &before, &old, &written).await?;
    store::update(tx, &permit, &written, &drawn, edited_at).await?;
    follow_up(tx, reader, &before, &written, &drawn).await?;
    let mentions = mention::replace(tx, Subject::Post(id), written.author, &drawn.mentions).await?;
    tx.acting(reader.me()?);
    tx.announce(PostEdited { post: id, space, author: written.author, mentions }).await
}

fn is_same_gate(reader: &Reader, before: &Post, space: SpaceId, things: &[access::Thing]) -> bool {
    space == before.space
        && reader.ground.gate(before.gate).is_some_and(|gate| gate.any_of == things)
}

/// The gate of a post that keeps it: in another space the same list of things, whoever moves it.
async fn kept_gate(tx: &mut Tx, reader: &Reader, before: &Post, space: SpaceId) -> Outcome<GateId> {
    if space == before.space {
        return Ok(before.gate);
    }
    if inherits(before.space, before.gate) {
        return Ok(GateId::of_space(space));
    }
    let gate = reader.ground.gate(before.gate).ok_or(Fault::Conflict("post.changed"))?;
    let (id, is_new) = gate::store::intern(tx, space, &gate.any_of).await?;
    if is_new {
        ground::store::raise_version(tx).await?;
    }
    Ok(id)
}

/// Whether an edit changes nothing that a version is made of.
fn is_same(before: &Post, old: &str, written: &Written) -> bool {
    let text = &written.text;
    old == text.body
        && before.title == text.title
        && before.summary == text.summary
        && before.tags == text.tags
        && before.gate == written.gate
}

/// Keeps what a post was before this edit, unless nothing that is kept changed, or its author still
/// mends what they just wrote. The time that counts as the edit's, if it does.
async fn keep_version(
    tx: &mut Tx,
    reader: &Reader,
    before: &Post,
    old: &str,
    written: &Written,
) -> Outcome<Option<Ts>> {
    if is_same(before, old, written) {
        return Ok(None);
    }
    let (me, now) = (reader.me()?, tx.now());
    let last = history::store::last_revision(tx, before.id).await?;
    let since = before.edited_at.unwrap_or(before.created_at);
    if me == before.author.id && before.gate == written.gate && now.since(since) < SAME_VERSION {
        return Ok(before.edited_at.map(|_| now));
    }
    let number = last.map_or(1, |(number, _)| number + 1);
    history::store::insert_revision(tx, before, old, (number, me, since)).await?;
    Ok(Some(now))
}

/// Brings counts, tags and search documents into line with an edit.
async fn follow_up(
    tx: &mut Tx,
    reader: &Reader,
    before: &Post,
    written: &Written,
    drawn: &body::Drawn,
) -> Outcome<()> {
    let (id, ground) = (before.id, &reader.ground);
    let is_shown = before.state == PostState::Published;
    let was_public = is_shown && is_public(ground, before.space, before.gate);
    let now_public = is_shown && is_public(ground, written.space, written.gate);
    let old_tags = tag::store::of_post(tx, id).await?;
    let new_tags = tag::store::intern(tx, &written.text.tags, tx.now()).await?;
    if was_public {
        tag::store::count(tx, &old_tags, -1).await?;
    }
    if now_public {
        tag::store::count(tx, &new_tags, 1).await?;
    }
    if old_tags != new_tags {
        tag::store::replace(tx, id, &new_tags, before.created_at).await?;
    }
    if was_public != now_public {
        let posts = if now_public { 1 } else { -1 };
        let change = Change { posts, ..Change::default() };
        author::store::change(tx, written.author, change).await?;
        author::store::change_below(tx, id, posts).await?;
    }
    if is_shown && before.space != written.space {
        store::count_in_spaces(tx, before.space.get(), written.space.get()).await?;
    }
    let gated = search::is_gated(ground, written.space, written.gate);
    if is_shown {
        search::index_post(tx, (id, search::votes_of(before)), written, drawn, gated).await?;
    }
    media::shown::replace(tx, holder(Subject::Post(id)), &drawn.pictures).await?;
    if before.gate != written.gate {
        index_comments(tx, id, written).await?;
    }
    Ok(())
}

/// Puts the search documents of a post's comments behind its new gate, in the same transaction:
/// nobody finds them by the old one.
async fn index_comments(tx: &mut Tx, id: PostId, written: &Written) -> Outcome<()> {
    let mut after = 0;
    loop {
        let batch = comments::batch_for_index(tx, id, after).await?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = last.get();
        for comment in batch {
            let found = comments::get(tx, comment).await?;
            let place = (written.space, written.gate);
            search::again::comment(tx, place, &found, found.featured_at.is_some()).await?;
        }
    }
}
