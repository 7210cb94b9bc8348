//! Who may do what: pure functions of a reader and the noun, and the only place where a
//! [`Permit`] is made.

mod acts;
mod comment;

use std::marker::PhantomData;

use kernel::{Denied, Fault, Id, MemberId, Outcome, Ts, Way};
use web::Permission;

use crate::comment::{Comment, CommentKind, CommentState};
use crate::gate::GateId;
use crate::post::{Post, PostId, PostKind, PostState};
use crate::reach::Entry;
use crate::reader::Reader;
use crate::space::{Posting, Space, SpaceId};
pub use acts::*;
pub use comment::read_comment;

/// Leave for one act on one object; only this module makes one, so an unchecked write does not
/// compile.
#[derive(Debug)]
pub struct Permit<Act> {
    subject: i64,
    act: PhantomData<fn() -> Act>,
}

impl<Act> Permit<Act> {
    fn on(subject: impl Id) -> Self {
        Self { subject: subject.get(), act: PhantomData }
    }

    /// Which object it is for.
    #[must_use]
    pub fn subject<I: Id>(&self) -> I {
        I::from_i64(self.subject)
    }
}

/// What a reader gets of a post.
#[derive(Debug)]
pub enum Reading {
    /// All of it.
    Whole(Permit<ReadWhole>),
    /// Title, summary and what stands above the divider.
    Free,
}

impl Reading {
    /// Whether it is all of it.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(_))
    }
}

/// How long a member may change their own comment.
pub const COMMENT_EDIT_DAYS: i64 = 30;

/// Seeing that a space exists; how far in they come.
///
/// # Errors
/// `Missing`: the same whether there is none or it is secret.
pub fn see_space(reader: &Reader, space: Option<&Space>) -> Outcome<Entry> {
    let missing = Fault::Missing("space.missing");
    let space = space.ok_or(missing)?;
    match reader.reach.entry(space.id) {
        Entry::Hidden => Err(Fault::Missing("space.missing")),
        entry => Ok(entry),
    }
}

/// What of a post decides who may read it.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Which post.
    pub post: PostId,
    /// In which space.
    pub space: SpaceId,
    /// Behind which gate.
    pub gate: GateId,
    /// Who wrote it.
    pub author: MemberId,
    /// Whether it can be seen.
    pub state: PostState,
}

impl From<&Post> for Standing {
    fn from(post: &Post) -> Self {
        Self {
            post: post.id,
            space: post.space,
            gate: post.gate,
            author: post.author.id,
            state: post.state,
        }
    }
}

/// Reading a post.
///
/// # Errors
/// `Missing` where they may not know of it, `Gone` where it was deleted, `SignIn` or `Denied`
/// where its space lets them see its name only.
pub fn read_post(reader: &Reader, post: impl Into<Standing>) -> Outcome<Reading> {
    let post: Standing = post.into();
    let entry = reader.reach.entry(post.space);
    if entry == Entry::Hidden {
        return Err(Fault::Missing("post.missing"));
    }
    if reader.reach.reads(post.post, post.gate, post.space, post.author) {
        let own = is_own(reader, post.author) || moderates_in(reader, post.space);
        return match post.state {
            PostState::Published => Ok(Reading::Whole(Permit::on(post.post))),
            PostState::Hidden if own => Ok(Reading::Whole(Permit::on(post.post))),
            PostState::Hidden => Err(Fault::Missing("post.hidden")),
            PostState::Deleted => Err(Fault::Gone("post.gone")),
        };
    }
    match (entry, post.state) {
        (Entry::Window | Entry::Inside, PostState::Published) => Ok(Reading::Free),
        (Entry::Window | Entry::Inside, PostState::Deleted) => Err(Fault::Gone("post.gone")),
        (Entry::Window | Entry::Inside, PostState::Hidden) => Err(Fault::Missing("post.hidden")),
        _ if reader.member.is_none() => Err(Fault::SignIn(reader.ground.at_the_door(post.space))),
        _ => Err(Fault::denied("space.plan_only")),
    }
}

/// Whether they would see a post, or what of it stands before the gate, if it were published: what
/// decides who is told that it is gone.
#[must_use]
pub fn would_see(reader: &Reader, post: Standing) -> bool {
    read_post(reader, Standing { state: PostState::Published, ..post }).is_ok()
}

/// Reading a post whole.
///
/// # Errors
/// As [`read_post`], and `Denied` with the way to its offer where it is locked.
pub fn read_whole(reader: &Reader, post: &Post) -> Outcome<Permit<ReadWhole>> {
    match read_post(reader, post)? {
        Reading::Whole(permit) => Ok(permit),
        Reading::Free => {
            let way = Way::Offer(format!("{}#offer", post.path()));
            Err(Denied::because("post.locked").with_way(way).into())
        }
    }
}

/// Drawing a post's discussion for receivers who are each judged when it is delivered to them.
#[must_use]
pub(crate) fn draw_for_readers(post: &Post) -> Permit<ReadWhole> {
    Permit::on(post.id)
}

/// Opening a post in a space.
///
/// # Errors
/// `SignIn`, `Missing`, or `Denied` for those outside and where only the team writes.
pub fn open_post(reader: &Reader, space: &Space) -> Outcome<Permit<OpenPost>> {
    let me = reader.me()?;
    let entry = see_space(reader, Some(space))?;
    if entry != Entry::Inside {
        let way = Way::Offer(format!("/join?space={}", space.id));
        return Err(Denied::because("space.plan_only").with_way(way).into());
    }
    let may = match space.posting {
        Posting::Everyone => true,
        Posting::Team => {
            reader.may(Permission::ContentPublish) || reader.ground.moderates(space.id, me)
        }
    };
    if may { Ok(Permit::on(space.id)) } else { Err(Fault::denied("space.team_only")) }
}

/// Changing a post: its author, the space's moderators and the team.
///
/// # Errors
/// `SignIn`, or what [`read_whole`] says, or `Denied`.
pub fn edit_post(reader: &Reader, post: &Post) -> Outcome<Permit<EditPost>> {
    reader.me()?;
    read_whole(reader, post)?;
    let may = is_own(reader, post.author.id) || moderates(reader, post);
    if may { Ok(Permit::on(post.id)) } else { Err(Fault::denied("post.not_yours")) }
}

/// Deleting a post: as changing it.
///
/// # Errors
/// As [`edit_post`].
pub fn delete_post(reader: &Reader, post: &Post) -> Outcome<Permit<DeletePost>> {
    edit_post(reader, post)?;
    Ok(Permit::on(post.id))
}

/// Picking a post and closing its discussion.
///
/// # Errors
/// `SignIn`, `Missing`, or `Denied` for whoever is neither of the team nor a moderator there.
pub fn curate(reader: &Reader, post: &Post) -> Outcome<Permit<CurateSpace>> {
    let me = reader.me()?;
    read_whole(reader, post)?;
    let may = reader.may(Permission::ContentFeature) || reader.ground.moderates(post.space, me);
    if may { Ok(Permit::on(post.id)) } else { Err(Fault::denied("post.team_only")) }
}

/// Writing a comment or an answer.
///
/// # Errors
/// What [`read_whole`] says; `SignIn`; `Denied` where the discussion is closed;
/// `Invalid` for an answer to what is no question.
pub fn write_comment(
    reader: &Reader,
    post: &Post,
    kind: CommentKind,
) -> Outcome<Permit<WriteComment>> {
    read_post(reader, post)?;
    reader.me()?;
    read_whole(reader, post)?;
    if post.state != PostState::Published {
        return Err(Fault::Missing("post.hidden"));
    }
    if kind == CommentKind::Answer && post.kind != PostKind::Question {
        return Err(Fault::invalid("kind", "comment.kind_invalid"));
    }
    if post.locked && !moderates(reader, post) {
        return Err(Fault::denied("post.closed"));
    }
    Ok(Permit::on(post.id))
}

/// Changing a comment: its author for thirty days, moderators and the team always.
///
/// # Errors
/// What [`read_whole`] says; `Gone`; `Denied`.
pub fn edit_comment(
    reader: &Reader,
    post: &Post,
    comment: &Comment,
    now: Ts,
) -> Outcome<Permit<EditComment>> {
    reader.me()?;
    read_whole(reader, post)?;
    if comment.state == CommentState::Deleted {
        return Err(Fault::Gone("comment.gone"));
    }
    if moderates(reader, post) {
        return Ok(Permit::on(comment.id));
    }
    if !is_own(reader, comment.author.id) || comment.state != CommentState::Published {
        return Err(Fault::denied("comment.not_yours"));
    }
    if now >= comment.created_at.plus_days(COMMENT_EDIT_DAYS) {
        return Err(Fault::denied("comment.too_old"));
    }
    Ok(Permit::on(comment.id))
}

/// Deleting a comment: its author at any time, moderators and the team.
///
/// # Errors
/// What [`read_whole`] says; `Gone`; `Denied`.
pub fn delete_comment(
    reader: &Reader,
    post: &Post,
    comment: &Comment,
) -> Outcome<Permit<DeleteComment>> {
    reader.me()?;
    read_whole(reader, post)?;
    if comment.state == CommentState::Deleted {
        return Err(Fault::Gone("comment.gone"));
    }
    let may = is_own(reader, comment.author.id) || moderates(reader, post);
    if may { Ok(Permit::on(comment.id)) } else { Err(Fault::denied("comment.not_yours")) }
}

/// Showing a comment to everybody: the team. Taking that back: the team, and its author for good.
///
/// # Errors
/// What [`read_whole`] says; `Gone`; `Denied`; `Conflict` when its author took it back.
pub fn feature_comment(
    reader: &Reader,
    post: &Post,
    comment: &Comment,
    on: bool,
) -> Outcome<Permit<FeatureComment>> {
    let me = reader.me()?;
    read_whole(reader, post)?;
    if comment.state != CommentState::Published {
        return Err(Fault::Gone("comment.gone"));
    }
    let team = reader.may(Permission::ContentFeature) || reader.ground.moderates(post.space, me);
    if !on && (team || is_own(reader, comment.author.id)) {
        return Ok(Permit::on(comment.id));
    }
    if !team {
        return Err(Fault::denied("post.team_only"));
    }
    if comment.withdrawn {
        return Err(Fault::Conflict("comment.withdrawn"));
    }
    Ok(Permit::on(comment.id))
}

/// Accepting an answer: the one who asked, and the team.
///
/// # Errors
/// What [`read_whole`] says; `Invalid` for what is no question; `Denied`.
pub fn accept_answer(reader: &Reader, post: &Post) -> Outcome<Permit<AcceptAnswer>> {
    reader.me()?;
    read_whole(reader, post)?;
    if post.kind != PostKind::Question {
        return Err(Fault::invalid("comment", "answer.no_question"));
    }
    let may = is_own(reader, post.author.id) || moderates(reader, post);
    if may { Ok(Permit::on(post.id)) } else { Err(Fault::denied("answer.not_yours")) }
}

/// Reacting to a post or a comment below it, and bookmarking: whoever is signed in and reads it.
///
/// # Errors
/// What [`read_whole`] says; `SignIn`.
pub fn react(reader: &Reader, post: &Post) -> Outcome<Permit<React>> {
    read_post(reader, post)?;
    reader.me()?;
    read_whole(reader, post)?;
    Ok(Permit::on(post.id))
}

/// Keeping a post for later, which its free part is enough for.
///
/// # Errors
/// What [`read_post`] says; `SignIn`.
pub fn bookmark(reader: &Reader, post: &Post) -> Outcome<Permit<React>> {
    read_post(reader, post)?;
    reader.me()?;
    Ok(Permit::on(post.id))
}

/// Making and changing spaces.
///
/// # Errors
/// `SignIn` or `Denied`.
pub fn manage_spaces(reader: &Reader) -> Outcome<Permit<ManageSpaces>> {
    let me = reader.me()?;
    if reader.may(Permission::SpacesManage) {
        return Ok(Permit::on(me));
    }
    Err(Fault::denied("space.not_yours"))
}

/// Whether they moderate where the post stands: the space's moderators, and the team.
#[must_use]
pub fn moderates(reader: &Reader, post: &Post) -> bool {
    moderates_in(reader, post.space)
}

/// Whether they moderate a space: its moderators, and the team.
#[must_use]
pub fn moderates_in(reader: &Reader, space: SpaceId) -> bool {
    let of_space = reader.member.is_some_and(|me| reader.ground.moderates(space, me));
    of_space || reader.may(Permission::ContentModerate)
}

fn is_own(reader: &Reader, author: MemberId) -> bool {
    reader.member == Some(author)
}

pub use leaving::{leave_comment, leave_post};
mod leaving;
#[cfg(test)]
mod tests;
