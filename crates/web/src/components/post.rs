//! Posts in lists.

use askama::Template;
use askama::filters::HtmlSafe;

use super::image::ImageView;
use super::menu::LinkView;
use super::person::{Badge, PersonView};
use super::reaction::ReactionBar;
use super::when::When;

/// A few lines of the accepted answer below its question.
#[derive(Debug, Clone)]
pub struct AnswerExcerpt {
    /// "Lin's answer was accepted".
    pub mark: String,
    /// Plain text that this viewer may read.
    pub excerpt: String,
}

/// What stands below the free part of a locked post.
#[derive(Debug, Clone)]
pub struct LockNote {
    /// "2,400 more characters for members".
    pub note: String,
    /// The way in: `¥19`.
    pub buy: Option<LinkView>,
}

/// One post in a list (component 18). Its id is `post-{id}`.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/post.html")]
pub struct PostCard {
    /// The post's id, 13 characters.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its language where it is not the page's.
    pub lang: Option<String>,
    /// Who wrote it.
    pub by: PersonView,
    /// Where it stands; left out on the space's own page.
    pub space: Option<LinkView>,
    /// "Question", "Poll" …; nothing for an article.
    pub kind: Option<String>,
    /// When it was written.
    pub when: When,
    /// "edited", where it was.
    pub edited: Option<String>,
    /// Featured, pinned … at the end of the line.
    pub badges: Vec<Badge>,
    /// The summary or the first lines of the free part.
    pub lead: Option<String>,
    /// An image of the free part.
    pub cover: Option<ImageView>,
    /// The accepted answer.
    pub answer: Option<AnswerExcerpt>,
    /// What is behind the gate.
    pub lock: Option<LockNote>,
    /// Its tags.
    pub tags: Vec<LinkView>,
    /// The bar below.
    pub acts: ReactionBar,
    /// Whether it opens the list in the large form.
    pub lead_item: bool,
    /// Whether this viewer has not read it yet.
    pub unread: bool,
    /// Why its text is not shown, where it was hidden.
    pub hidden: Option<String>,
}

impl HtmlSafe for PostCard {}

/// A post that this viewer may not read, as one row (component 18).
#[derive(Debug, Clone, Template)]
#[template(path = "ui/locked_row.html")]
pub struct LockedRow {
    /// The post's id, 13 characters.
    pub id: String,
    /// Its page, which shows the offer.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its language where it is not the page's.
    pub lang: Option<String>,
    /// What it is: "Article · 4,600 characters".
    pub note: String,
    /// The way in.
    pub buy: Option<LinkView>,
}

impl HtmlSafe for LockedRow {}
