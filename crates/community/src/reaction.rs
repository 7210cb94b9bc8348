//! A reaction: one word that a member presses under a post or a comment.

pub mod change;
pub(crate) mod store;

pub(crate) mod api;
pub(crate) mod page;

use kernel::Id;

use crate::comment::CommentId;
use crate::post::PostId;

/// Which word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReactionKind {
    /// I like it.
    Like,
    /// It helped me.
    Thanks,
    /// It made me think.
    Insight,
    /// It made me laugh.
    Laugh,
    /// I do not follow.
    Question,
}

impl ReactionKind {
    /// All of them, in the order of the bar.
    pub const ALL: [Self; 5] =
        [Self::Like, Self::Thanks, Self::Insight, Self::Laugh, Self::Question];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::Thanks => "thanks",
            Self::Insight => "insight",
            Self::Laugh => "laugh",
            Self::Question => "question",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its bit among what a viewer pressed.
    #[must_use]
    pub const fn bit(self) -> u8 {
        match self {
            Self::Like => 1,
            Self::Thanks => 2,
            Self::Insight => 4,
            Self::Laugh => 8,
            Self::Question => 16,
        }
    }
}

crate::text_column!(ReactionKind);

/// How many members pressed each word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Counts {
    /// Likes.
    pub like: i64,
    /// Thanks.
    pub thanks: i64,
    /// Insights.
    pub insight: i64,
    /// Laughs.
    pub laugh: i64,
    /// Questions.
    pub question: i64,
}

impl Counts {
    /// The count of one word.
    #[must_use]
    pub const fn of(&self, kind: ReactionKind) -> i64 {
        match kind {
            ReactionKind::Like => self.like,
            ReactionKind::Thanks => self.thanks,
            ReactionKind::Insight => self.insight,
            ReactionKind::Laugh => self.laugh,
            ReactionKind::Question => self.question,
        }
    }

    /// All of them together.
    #[must_use]
    pub const fn total(&self) -> i64 {
        self.like + self.thanks + self.insight + self.laugh + self.question
    }
}

/// What can be reacted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A post.
    Post(PostId),
    /// A comment or answer.
    Comment(CommentId),
}

impl Subject {
    /// `post` or `comment`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Post(_) => "post",
            Self::Comment(_) => "comment",
        }
    }

    /// The id as its row holds it.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Post(id) => id.get(),
            Self::Comment(id) => id.get(),
        }
    }

    /// The id in a page: `post-{id}` or `comment-{id}`.
    #[must_use]
    pub fn target(self) -> String {
        format!("{}-{}", self.kind(), kernel::encode_id(self.id()))
    }
}

/// What a viewer pressed under one thing, their bookmark included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Pressed(u8);

impl Pressed {
    const BOOKMARK: u8 = 32;

    /// Notes one more word, by its stable name; `bookmark` is one here.
    pub fn add(&mut self, word: &str) {
        self.0 |= match ReactionKind::from_key(word) {
            Some(kind) => kind.bit(),
            None if word == "bookmark" => Self::BOOKMARK,
            None => 0,
        };
    }

    /// Whether a word was pressed.
    #[must_use]
    pub const fn has(self, kind: ReactionKind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Whether it was bookmarked.
    #[must_use]
    pub const fn bookmarked(self) -> bool {
        self.0 & Self::BOOKMARK != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_its_own_place() {
        let mut pressed = Pressed::default();
        pressed.add("thanks");
        pressed.add("bookmark");
        pressed.add("spite");
        assert!(pressed.has(ReactionKind::Thanks) && pressed.bookmarked());
        assert!(!pressed.has(ReactionKind::Like));
        let bits: u8 = ReactionKind::ALL.iter().map(|kind| kind.bit()).sum();
        assert_eq!(bits, 31);
    }
}
