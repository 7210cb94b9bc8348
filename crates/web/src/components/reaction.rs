//! The bar under a post or comment.

use askama::Template;
use askama::filters::HtmlSafe;

use super::menu::MenuItem;
use crate::Texts;

/// One kind of reaction and how many chose it.
#[derive(Debug, Clone)]
pub struct ReactionView {
    /// `like`, `thanks`, `insight`, `laugh` or `question`.
    pub kind: &'static str,
    /// A name of `icons/names.txt`.
    pub icon: &'static str,
    /// Its word.
    pub label: &'static str,
    /// Where a press posts `on=1` or `on=0`.
    pub action: String,
    /// How many.
    pub count: i64,
    /// How many, in the short form of the language.
    pub count_text: String,
    /// Whether this viewer is among them; always false on a shared piece.
    pub pressed: bool,
}

impl ReactionView {
    /// Every kind, in the order of the bar.
    pub const KINDS: [&'static str; 5] = ["like", "thanks", "insight", "laugh", "question"];

    /// A reaction of a known kind, with its icon and word; `None` for an unknown one.
    #[must_use]
    pub fn of(t: Texts, kind: &str, action: String, count: i64, pressed: bool) -> Option<Self> {
        let (kind, icon, label) = match kind {
            "like" => ("like", "heart", t.react_like()),
            "thanks" => ("thanks", "hand-heart", t.react_thanks()),
            "insight" => ("insight", "lightbulb", t.react_insight()),
            "laugh" => ("laugh", "laugh", t.react_laugh()),
            "question" => ("question", "circle-help", t.react_question()),
            _ => return None,
        };
        let count_text = t.locale().count(count);
        Some(Self { kind, icon, label, action, count, count_text, pressed })
    }
}

/// The link to the comments, with their number.
#[derive(Debug, Clone)]
pub struct CommentsLink {
    /// The comments of the post.
    pub href: String,
    /// What is seen: the number, or "5 answers".
    pub text: String,
    /// What only assistive technology reads after it; may be empty.
    pub label: String,
}

/// Keeping something for later. Its id is `keep-{target}`.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/bookmark_form.html")]
pub struct BookmarkView {
    /// The words.
    pub t: Texts,
    /// What is kept: `post-{id}`.
    pub target: String,
    /// Where a press posts `on=1` or `on=0`.
    pub action: String,
    /// Whether this viewer keeps it; always false on a shared piece.
    pub pressed: bool,
}

impl HtmlSafe for BookmarkView {}

/// The words of a bar alone, as a stream replaces them. Its id is `say-{target}`.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/reaction_form.html")]
pub struct ReactionForm {
    /// The words.
    pub t: Texts,
    /// What is reacted to: `post-{id}` or `comment-{id}`.
    pub target: String,
    /// The kinds on offer, `like` first.
    pub reactions: Vec<ReactionView>,
}

/// Reactions, comments, bookmark and menu (component 21). Its id is `acts-{target}`.
#[derive(Debug, Clone, Template)]
#[template(path = "ui/reactions.html")]
pub struct ReactionBar {
    /// The words.
    pub t: Texts,
    /// What is reacted to: `post-{id}` or `comment-{id}`.
    pub target: String,
    /// The kinds on offer, `like` first.
    pub reactions: Vec<ReactionView>,
    /// The way to the comments.
    pub comments: Option<CommentsLink>,
    /// Where a reply is written.
    pub reply: Option<String>,
    /// Keeping it.
    pub bookmark: Option<BookmarkView>,
    /// Whatever else can be done.
    pub menu: Vec<MenuItem>,
    /// For a visitor: the sign-in page, to which every button then leads.
    pub sign_in: Option<String>,
    /// The smaller form, under comments.
    pub small: bool,
}

impl ReactionBar {
    /// An empty bar for `target`.
    #[must_use]
    pub const fn new(t: Texts, target: String) -> Self {
        Self {
            t,
            target,
            reactions: Vec::new(),
            comments: None,
            reply: None,
            bookmark: None,
            menu: Vec::new(),
            sign_in: None,
            small: false,
        }
    }
}

impl HtmlSafe for ReactionBar {}
