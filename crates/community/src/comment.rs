//! A comment or an answer below a post, in two levels.

pub mod delete;
pub mod edit;
pub mod feature;
pub(crate) mod store;
pub mod write;

pub(crate) mod acts;
pub(crate) mod api;
pub(crate) mod draw;
pub(crate) mod page;

use std::hash::{Hash, Hasher};

use kernel::{Fault, Outcome, Ts};

use crate::author::Author;
use crate::post::{PostId, clean_body};
use crate::reaction::Counts;
use crate::space::is_blank;

kernel::id!(
    /// One comment or answer.
    pub CommentId
);

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommentKind {
    /// A remark.
    Comment,
    /// An answer to the question above.
    Answer,
}

impl CommentKind {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Answer => "answer",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Comment, Self::Answer].into_iter().find(|kind| kind.key() == key)
    }
}

/// Whether it can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommentState {
    /// By whoever reads the post.
    Published,
    /// By its author and the team: moderation hid it.
    Hidden,
    /// By nobody: a tombstone holds its replies.
    Deleted,
}

impl CommentState {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Hidden => "hidden",
            Self::Deleted => "deleted",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Published, Self::Hidden, Self::Deleted].into_iter().find(|s| s.key() == key)
    }
}

crate::text_column!(CommentKind, CommentState);

/// A comment or answer with its text; read with a permit for its post, or because it is featured.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Which one.
    pub id: CommentId,
    /// Below which post.
    pub post: PostId,
    /// The comment it replies to; none on the first level.
    pub parent: Option<CommentId>,
    /// What it is.
    pub kind: CommentKind,
    /// Whether it can be seen.
    pub state: CommentState,
    /// Who wrote it.
    pub author: Author,
    /// What it was drawn to; empty when deleted.
    pub html: String,
    /// The language it is written in.
    pub lang: String,
    /// When the team showed it to everybody.
    pub featured_at: Option<Ts>,
    /// Whether its author took that back for good.
    pub withdrawn: bool,
    /// How many replies it has.
    pub replies: i64,
    /// Reactions of members, by kind.
    pub reactions: Counts,
    /// Up votes brought in by an import.
    pub imported_up: i64,
    /// Rank among the best.
    pub score: i64,
    /// Raised by every change of the row.
    pub version: i64,
    /// When it was written.
    pub created_at: Ts,
    /// When it was last edited.
    pub edited_at: Option<Ts>,
    /// Whether an earlier text of it was kept; what was edited elsewhere came without.
    pub revised: bool,
}

/// The text goes in by its version, which every change of the row raises: a fingerprint of the whole
/// text would cost more than the page.
impl Hash for Comment {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { id, post, parent, kind, state: standing, author, html, lang, .. } = self;
        (id, post, parent, kind, standing, author, html.len(), lang, self.version).hash(state);
        let Self { featured_at, withdrawn, replies, reactions, imported_up, score, .. } = self;
        (featured_at, withdrawn, replies, reactions, imported_up, score).hash(state);
        (self.created_at, self.edited_at, self.revised).hash(state);
    }
}

/// In which order the first level stands; replies always run from old to new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// The most liked first.
    #[default]
    Best,
    /// The newest first.
    New,
}

impl Sort {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::New => "new",
        }
    }

    /// The order of that name; the usual one for any other.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        if key == "new" { Self::New } else { Self::Best }
    }
}

/// The most characters of a comment.
pub const BODY_MAX: usize = 20_000;

/// What somebody wrote, before it is checked.
#[derive(Debug, Clone, Default)]
pub struct CommentDraft {
    /// Markdown.
    pub body: String,
    /// Which comment it replies to.
    pub parent: Option<CommentId>,
    /// Which kind; a comment when empty.
    pub kind: String,
}

/// What may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentText {
    /// Markdown.
    pub body: String,
    /// Which comment it replies to.
    pub parent: Option<CommentId>,
    /// Which kind.
    pub kind: CommentKind,
}

impl CommentDraft {
    /// Checks every field.
    ///
    /// # Errors
    /// `Invalid` naming the field.
    pub fn parse(self) -> Outcome<CommentText> {
        let body = parse_body(&self.body)?;
        let kind = if self.kind.is_empty() { "comment" } else { &self.kind };
        let kind = CommentKind::from_key(kind);
        let kind = kind.ok_or_else(|| Fault::invalid("kind", "comment.kind_invalid"))?;
        if kind == CommentKind::Answer && self.parent.is_some() {
            return Err(Fault::invalid("parent", "comment.answer_nested"));
        }
        Ok(CommentText { body, parent: self.parent, kind })
    }
}

/// Checks the text of a comment.
///
/// # Errors
/// `Invalid` when it is empty or too long.
pub fn parse_body(body: &str) -> Outcome<String> {
    text::markdown::check_size(body, "comment.too_large")?;
    let body = clean_body(body);
    match body.chars().count() {
        _ if is_blank(&body) => Err(Fault::invalid("body", "comment.body_missing")),
        n if n > BODY_MAX => Err(Fault::invalid("body", "comment.body_long")),
        _ => Ok(body),
    }
}

/// Under which comment a reply stands: two levels are shown, so a reply to a reply stands beside
/// it, below the comment of the first level.
#[must_use]
pub fn level(parent: CommentId, parent_of_parent: Option<CommentId>) -> CommentId {
    parent_of_parent.unwrap_or(parent)
}

/// The address of one comment.
#[must_use]
pub fn path(post: PostId, id: CommentId) -> String {
    format!("/p/{post}/c/{id}")
}

#[cfg(test)]
mod tests {
    use kernel::Id;

    use super::*;

    #[test]
    fn a_reply_to_a_reply_stands_beside_it() {
        let (first, reply) = (CommentId::from_i64(1), CommentId::from_i64(2));
        assert_eq!(level(first, None), first);
        assert_eq!(level(reply, Some(first)), first);
    }

    #[test]
    fn an_answer_stands_on_the_first_level() {
        let draft = CommentDraft {
            body: "三步。".into(),
            parent: Some(CommentId::from_i64(1)),
            kind: "answer".into(),
        };
        assert_eq!(draft.parse().unwrap_err().key(), "comment.answer_nested");
    }

    #[test]
    fn an_empty_comment_is_refused() {
        for body in ["", " \n\t", "\u{0}", "\u{200b}\u{202e}"] {
            let draft = CommentDraft { body: body.into(), ..CommentDraft::default() };
            assert_eq!(draft.parse().unwrap_err().key(), "comment.body_missing");
        }
        assert_eq!(parse_body(&"长".repeat(20_001)).unwrap_err().key(), "comment.body_long");
    }
}
