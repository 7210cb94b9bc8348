//! Comments and answers.

use askama::Template;
use askama::filters::HtmlSafe;

use super::menu::LinkView;
use super::person::PersonView;
use super::reaction::ReactionBar;
use super::when::When;
use crate::Texts;

/// Whether a comment is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentState {
    /// As it was written.
    Shown,
    /// Seen by its author and the team alone; says why.
    Pending(String),
    /// Deleted or hidden; says so, and its replies stay.
    Gone(String),
}

impl CommentState {
    /// Whether it waits.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Pending(_))
    }
}

/// One comment with its replies (component 20): a list item whose id is `comment-{id}`; its
/// replies stand in `replies-{id}`, which exists even when empty, so that a live one can be added.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/comment.html")]
pub struct CommentView {
    /// The words.
    pub t: Texts,
    /// The comment's id, 13 characters.
    pub id: String,
    /// Its own address.
    pub href: String,
    /// Its language where it is not the page's.
    pub lang: Option<String>,
    /// Who wrote it.
    pub by: PersonView,
    /// When.
    pub when: When,
    /// "edited", where it was.
    pub edited: Option<String>,
    /// Rendered and sanitised; empty when gone.
    pub html: String,
    /// Whether it is shown.
    pub state: CommentState,
    /// "Accepted by Chen Xi", for the one answer that was.
    pub accepted: Option<String>,
    /// Whether the team picked it.
    pub featured: bool,
    /// The bar below.
    pub acts: ReactionBar,
    /// Replies, oldest first; drawn in one further level.
    pub replies: Vec<Self>,
    /// The way to replies that are not on this page.
    pub more_replies: Option<LinkView>,
    /// Whether it is itself a reply.
    pub reply: bool,
}

impl CommentView {
    const fn avatar_size(&self) -> &'static str {
        if self.reply { "s" } else { "" }
    }

    const fn is_gone(&self) -> bool {
        matches!(self.state, CommentState::Gone(_))
    }
}

impl HtmlSafe for CommentView {}
