//! A post: an article or a question in a space.

pub mod accept;
pub(crate) mod body;
pub mod curate;
pub mod delete;
pub mod draft;
pub mod edit;
pub mod open;
pub mod read;
pub(crate) mod row;
pub(crate) mod store;

pub(crate) mod acts;
pub(crate) mod api;
pub(crate) mod composer;
mod form;
pub(crate) mod history;
pub(crate) mod load;
pub(crate) mod page;
pub(crate) mod patch;
pub(crate) mod preview;
pub(crate) mod wire;

use kernel::{Fault, FieldErrors, Id, Locale, MemberId, Outcome, Ts};

use crate::author::Author;
use crate::gate::{GateId, GateWish};
use crate::reaction::Counts;
use crate::space::{SpaceId, is_blank, one_line, turns};
use crate::tag;

kernel::id!(
    /// One post.
    pub PostId
);

/// What a post is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostKind {
    /// Something to read.
    Article,
    /// Something to answer.
    Question,
}

impl PostKind {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Question => "question",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Article, Self::Question].into_iter().find(|kind| kind.key() == key)
    }
}

/// Whether a post can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostState {
    /// By whoever may enter.
    Published,
    /// By its author and the team: moderation hid it.
    Hidden,
    /// By nobody: a tombstone is left.
    Deleted,
}

impl PostState {
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

crate::text_column!(PostKind, PostState);

/// A post without its texts: everything that may be told to whoever sees that it is there.
#[derive(Debug, Clone, Hash)]
pub struct Post {
    /// Which one.
    pub id: PostId,
    /// Where it stands.
    pub space: SpaceId,
    /// What a reader must hold.
    pub gate: GateId,
    /// Who wrote it.
    pub author: Author,
    /// What it is.
    pub kind: PostKind,
    /// Whether it can be seen.
    pub state: PostState,
    /// Title.
    pub title: String,
    /// The title's part of the address; may be empty.
    pub slug: String,
    /// What its author says about it; may be empty.
    pub summary: String,
    /// Its first words, as far as this reader may see them.
    pub excerpt: String,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// The language it is written in.
    pub lang: String,
    /// Whether its discussion is closed.
    pub locked: bool,
    /// The accepted answer.
    pub accepted: Option<i64>,
    /// When the team picked it.
    pub featured_at: Option<Ts>,
    /// Comments and answers, replies included.
    pub comments: i64,
    /// Answers.
    pub answers: i64,
    /// Reactions of members, by kind.
    pub reactions: Counts,
    /// Up votes brought in by an import.
    pub imported_up: i64,
    /// Down votes brought in by an import.
    pub imported_down: i64,
    /// Its rank among the hot ones.
    pub hot: i64,
    /// Size of the whole, and of the part above the divider.
    pub size: Size,
    /// Raised by every change of the row.
    pub version: i64,
    /// When it was written.
    pub created_at: Ts,
    /// When it was last edited.
    pub edited_at: Option<Ts>,
}

/// How much there is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Size {
    /// Characters of the whole.
    pub characters: i64,
    /// Pictures of the whole.
    pub images: i64,
    /// Characters above the divider; none without a divider.
    pub free_characters: i64,
    /// Pictures above the divider.
    pub free_images: i64,
    /// Minutes of reading.
    pub minutes: i64,
}

impl Post {
    /// Its page: `/p/{id}-{slug}`.
    #[must_use]
    pub fn path(&self) -> String {
        path(self.id, &self.slug)
    }

    /// What members and imports gave it that counts as a like.
    #[must_use]
    pub const fn likes_shown(&self) -> i64 {
        self.reactions.like + self.imported_up
    }
}

/// The page of a post: its id, and the title's words for people.
#[must_use]
pub fn path(id: PostId, slug: &str) -> String {
    if slug.is_empty() { format!("/p/{id}") } else { format!("/p/{id}-{slug}") }
}

/// Reads `{id}-{slug}` from an address.
///
/// # Errors
/// `Missing` when it does not begin with an id.
pub fn parse_path(text: &str) -> Outcome<(PostId, &str)> {
    let (id, slug) = text.split_once('-').unwrap_or((text, ""));
    let id = id.parse().map_err(|_bad_id| Fault::Missing("post.missing"))?;
    Ok((id, slug))
}

/// The most characters of a title.
pub const TITLE_MAX: usize = 120;
/// The most characters of a summary.
pub const SUMMARY_MAX: usize = 300;
/// The most characters of a body.
pub const BODY_MAX: usize = 100_000;

/// What somebody wrote, before it is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostDraft {
    /// Which kind.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Tags.
    pub tags: Vec<String>,
    /// The gate; `None` leaves it to the space.
    pub gate: Option<GateWish>,
}

/// What may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostText {
    /// Which kind.
    pub kind: PostKind,
    /// Title, on one line.
    pub title: String,
    /// Summary, on one line.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Tags' names, none twice, at most five.
    pub tags: Vec<String>,
    /// The things of which one opens it; `None` leaves it to the space.
    pub gate: Option<Vec<access::Thing>>,
}

impl PostDraft {
    /// Checks every field.
    ///
    /// # Errors
    /// `Invalid` with all fields that are wrong, `TooLarge` for a body beyond all measure.
    pub fn parse(self) -> Outcome<PostText> {
        text::markdown::check_size(&self.body, "post.too_large")?;
        let mut errors = FieldErrors::none();
        let kind = PostKind::from_key(&self.kind);
        if kind.is_none() {
            errors.add("kind", "post.kind_invalid");
        }
        let title = one_line(&self.title);
        match title.chars().count() {
            _ if is_blank(&title) => errors.add("title", "post.title_missing"),
            _ if turns(&title) => errors.add("title", "text.turns"),
            n if n > TITLE_MAX => errors.add("title", "post.title_long"),
            _ => {}
        }
        let summary = one_line(&self.summary);
        if turns(&summary) {
            errors.add("summary", "text.turns");
        }
        if summary.chars().count() > SUMMARY_MAX {
            errors.add("summary", "post.summary_long");
        }
        let body = clean_body(&self.body);
        match body.chars().count() {
            _ if is_blank(&body) => errors.add("body", "post.body_missing"),
            n if n > BODY_MAX => errors.add("body", "post.body_long"),
            _ => {}
        }
        let tags = tag::names(&self.tags);
        if let Err(key) = &tags {
            errors.add("tags", key);
        }
        let gate = self.gate.as_ref().map(GateWish::things);
        if gate == Some(None) {
            errors.add("gate", "post.gate_invalid");
        }
        let gate = gate.flatten().filter(|things| !things.is_empty());
        let (kind, tags) = (kind.unwrap_or(PostKind::Article), tags.unwrap_or_default());
        errors.or(PostText { kind, title, summary, body, tags, gate })
    }
}

/// Markdown as it is kept: line ends of one kind, no control characters, nothing blank around it.
#[must_use]
pub fn clean_body(body: &str) -> String {
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let body: String = body.chars().filter(kept).collect();
    let body = body.trim_end();
    // Blank lines before the text go, the indent of its first line stays: it may be code.
    let first = body.lines().take_while(|line| line.trim().is_empty()).count();
    let mut rest = body;
    for _ in 0..first {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.to_owned()
}

/// What the row of a post is made of, whether somebody writes it now or an import brings it.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where.
    pub space: SpaceId,
    /// Behind which gate.
    pub gate: GateId,
    /// By whom.
    pub author: MemberId,
    /// What.
    pub text: PostText,
    /// In which language.
    pub lang: Option<Locale>,
    /// When.
    pub at: Ts,
}

/// Whether an id and a gate belong together as the space's own.
#[must_use]
pub fn inherits(space: SpaceId, gate: GateId) -> bool {
    space.get() == gate.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> PostDraft {
        PostDraft {
            kind: "article".into(),
            title: "  RAG 评测的\n六个坑 ".into(),
            body: "\r\n\r\n    code\r\n正文\u{0}\n\n".into(),
            tags: vec!["RAG".into(), "rag".into(), "评测".into()],
            ..PostDraft::default()
        }
    }

    #[test]
    fn what_was_written_is_tidied() {
        let text = draft().parse().unwrap();
        assert_eq!(text.title, "RAG 评测的 六个坑");
        assert_eq!(text.body, "    code\n正文");
        assert_eq!(text.tags, ["RAG", "评测"]);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = PostDraft {
            kind: "poll".into(),
            title: String::new(),
            body: " \n ".into(),
            summary: "长".repeat(301),
            ..draft()
        };
        let Fault::Invalid(fields) = wrong.parse().unwrap_err() else { panic!() };
        let keys: Vec<&str> = fields.iter().map(|(_, key)| key).collect();
        let expected =
            ["post.kind_invalid", "post.title_missing", "post.summary_long", "post.body_missing"];
        assert_eq!(keys, expected);
    }

    #[test]
    fn a_title_that_shows_nothing_or_turns_the_line_is_refused() {
        let key = |title: &str| {
            let draft = PostDraft { title: title.into(), ..draft() };
            draft.parse().map_or_else(|fault| fault.key(), |_| "yes")
        };
        assert_eq!(key("\u{200b}\u{2060} \u{feff}"), "post.title_missing");
        assert_eq!(key("\u{202e}gnp.exe"), "text.turns");
        assert_eq!(key("👩\u{200d}🔬"), "yes");
        assert_eq!(key(&"长".repeat(121)), "post.title_long");
        let body = PostDraft { body: "\u{200b}\n\u{200d}".into(), ..draft() };
        assert_eq!(body.parse().unwrap_err().key(), "post.body_missing");
    }

    #[test]
    fn an_empty_list_of_things_leaves_the_gate_to_the_space() {
        let text = PostDraft { gate: Some(GateWish::default()), ..draft() }.parse().unwrap();
        assert_eq!(text.gate, None);
    }

    #[test]
    fn an_address_is_an_id_and_words_for_people() {
        let id = PostId::from_i64(42);
        assert_eq!(path(id, "rag-评测"), "/p/000000000001a-rag-评测");
        assert_eq!(parse_path("000000000001a-rag-评测").unwrap(), (id, "rag-评测"));
        assert_eq!(parse_path("000000000001a").unwrap(), (id, ""));
        assert_eq!(parse_path("rag").unwrap_err().key(), "post.missing");
    }
}
