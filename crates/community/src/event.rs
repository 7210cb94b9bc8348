//! What this slice announces. Payloads hold ids and small facts, never text.

use access::Thing;
use db::Event;
use kernel::{Id, MemberId};
use serde::{Deserialize, Serialize};

use crate::comment::CommentId;
use crate::post::PostId;
use crate::space::SpaceId;

/// Declares an event: its wire name, its fields, and which of them are its subject and its space.
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $wire:literal
        ($subject:ident $(in $space:ident)?) {
            $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)?
        })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind),*
        }

        impl Event for $name {
            const NAME: &'static str = $wire;
            const VERSION: u16 = 1;

            fn subject(&self) -> Option<i64> {
                Some(self.$subject.get())
            }

            $(fn space(&self) -> Option<i64> {
                Some(self.$space.get())
            })?
        }
    )*};
}

events! {
    /// A space was opened.
    SpaceCreated = "space.created" (space in space) {
        /// Which.
        space: SpaceId,
        /// Who may enter.
        visibility: String,
    }
    /// A space's name, visibility, plans or place changed.
    SpaceEdited = "space.edited" (space in space) {
        /// Which.
        space: SpaceId,
        /// Who may enter now.
        visibility: String,
    }
    /// Somebody was added to a secret space.
    SpaceJoined = "space.member_added" (member in space) {
        /// Who.
        member: MemberId,
        /// Where.
        space: SpaceId,
    }
    /// Somebody was taken out of a secret space.
    SpaceLeft = "space.member_removed" (member in space) {
        /// Who.
        member: MemberId,
        /// Where.
        space: SpaceId,
    }
    /// Somebody became a moderator of one space, or stopped being it.
    SpaceModeratorChanged = "space.moderator_changed" (member in space) {
        /// Who.
        member: MemberId,
        /// Where.
        space: SpaceId,
        /// Whether they moderate it now.
        on: bool,
    }
    /// A post was published.
    PostCreated = "post.created" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// By whom.
        author: MemberId,
        /// `article` or `question`.
        kind: String,
        /// Members it mentions.
        mentions: Vec<MemberId>,
    }
    /// A post was edited.
    PostEdited = "post.edited" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// By whom it was written.
        author: MemberId,
        /// Members it mentions now and did not before.
        mentions: Vec<MemberId>,
    }
    /// A post was deleted; a tombstone is left.
    PostDeleted = "post.deleted" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// By whom it was written.
        author: MemberId,
    }
    /// A post was hidden by moderation, or shown again.
    PostHidden = "post.hidden" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Whether it is hidden now.
        on: bool,
    }
    /// The team picked a post, or took that back.
    PostFeatured = "post.featured" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// By whom it was written.
        author: MemberId,
        /// Whether it is picked now.
        on: bool,
    }
    /// A post's discussion was closed or opened again.
    PostClosed = "post.closed" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Whether it is closed now.
        on: bool,
    }
    /// A member read a post to its end; at most once a day.
    PostRead = "post.read" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Who read it.
        member: MemberId,
        /// On which day, yyyymmdd.
        day: i32,
    }
    /// Somebody of the team read what only the team may read; once a member, thing and day.
    ContentInspected = "content.inspected" (space in space) {
        /// Who.
        member: MemberId,
        /// What: a post with its discussion, or the list of a space.
        thing: Thing,
        /// In which space.
        space: SpaceId,
        /// On which day, yyyymmdd.
        day: i32,
    }
    /// A comment or answer was published.
    CommentCreated = "comment.created" (comment in space) {
        /// Which.
        comment: CommentId,
        /// Below which post.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// By whom.
        author: MemberId,
        /// `comment` or `answer`.
        kind: String,
        /// The comment of the first level that it stands below.
        parent: Option<CommentId>,
        /// Who wrote the post.
        post_author: MemberId,
        /// Who wrote what it replies to.
        parent_author: Option<MemberId>,
        /// Members it mentions.
        mentions: Vec<MemberId>,
    }
    /// A comment was edited.
    CommentEdited = "comment.edited" (comment in space) {
        /// Which.
        comment: CommentId,
        /// Below which post.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Members it mentions now and did not before.
        mentions: Vec<MemberId>,
    }
    /// A comment was deleted; a tombstone is left.
    CommentDeleted = "comment.deleted" (comment in space) {
        /// Which.
        comment: CommentId,
        /// Below which post.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// By whom it was written.
        author: MemberId,
    }
    /// A comment was hidden by moderation, or shown again.
    CommentHidden = "comment.hidden" (comment in space) {
        /// Which.
        comment: CommentId,
        /// Below which post.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Whether it is hidden now.
        on: bool,
    }
    /// The team showed a comment to everybody, or somebody took that back.
    CommentFeatured = "comment.featured" (comment in space) {
        /// Which.
        comment: CommentId,
        /// Below which post.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// By whom it was written.
        author: MemberId,
        /// Whether it is shown to everybody now.
        on: bool,
    }
    /// An answer was accepted, or is not any more.
    AnswerAccepted = "answer.accepted" (comment in space) {
        /// Which.
        comment: CommentId,
        /// Of which question.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Who wrote the answer.
        author: MemberId,
        /// Whether it is accepted now.
        on: bool,
    }
    /// Somebody pressed a reaction, or took it back.
    ReactionChanged = "reaction.changed" (member in space) {
        /// Who.
        member: MemberId,
        /// Under which post.
        post: PostId,
        /// Under which comment of it; none for the post itself.
        comment: Option<CommentId>,
        /// Where.
        space: SpaceId,
        /// Who wrote it.
        author: MemberId,
        /// Which word.
        kind: String,
        /// Whether it stands now.
        on: bool,
    }
    /// Somebody keeps a post for later.
    BookmarkAdded = "bookmark.added" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Who.
        member: MemberId,
    }
    /// Somebody does not keep a post any more.
    BookmarkRemoved = "bookmark.removed" (post in space) {
        /// Which.
        post: PostId,
        /// Where.
        space: SpaceId,
        /// Who.
        member: MemberId,
    }
    /// Somebody follows a member.
    MemberFollowed = "member.followed" (member) {
        /// Who is followed.
        member: MemberId,
        /// By whom.
        by: MemberId,
        /// Whether it stands now.
        on: bool,
    }
    /// Somebody follows a space.
    SpaceFollowed = "space.followed" (space in space) {
        /// Which.
        space: SpaceId,
        /// By whom.
        by: MemberId,
        /// Whether it stands now.
        on: bool,
    }
    /// Somebody follows a tag.
    TagFollowed = "tag.followed" (tag) {
        /// Which.
        tag: crate::tag::TagId,
        /// By whom.
        by: MemberId,
        /// Whether it stands now.
        on: bool,
    }
}
