//! From Markdown to what is kept: the free part and the whole as HTML, counts, excerpts, mentions.

use std::collections::HashMap;

use kernel::{Locale, MemberId};
use media::shown::Use;
use serde::{Deserialize, Serialize};
use text::markdown::{Mentionable, Words};
use text::{Context, Rendered};

use super::Size;
use crate::tag;
use crate::texts::Texts;

/// The longest excerpt of a list, in characters: what three lines hold, which is all that lists show.
const EXCERPT: usize = 130;

/// A heading of a post's outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OutlineHeading {
    /// Level on the page.
    pub(crate) level: u8,
    /// Its text.
    pub(crate) text: String,
    /// Its id on the page.
    pub(crate) id: String,
}

/// A post's body, drawn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawn {
    /// What stands above the divider; empty without one.
    pub(crate) free_html: String,
    /// All of it.
    pub(crate) whole_html: String,
    /// First words above the divider.
    pub(crate) free_excerpt: String,
    /// First words of all of it.
    pub(crate) excerpt: String,
    /// Plain text above the divider, for search.
    pub(crate) free_plain: String,
    /// Plain text of all of it, for search.
    pub(crate) plain: String,
    /// Headings above the divider, then those of all of it.
    pub(crate) outline: Outline,
    /// Whether there is a divider.
    pub(crate) divided: bool,
    /// How much there is to read.
    pub(crate) size: Size,
    /// Members it mentions.
    pub(crate) mentions: Vec<MemberId>,
    /// Pictures it shows.
    pub(crate) pictures: Vec<Use>,
    /// The language it is mostly in.
    pub(crate) language: Option<Locale>,
}

/// Headings above the divider, and those of the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outline {
    /// Above the divider; empty without one.
    pub(crate) free: Vec<OutlineHeading>,
    /// All of them.
    pub(crate) whole: Vec<OutlineHeading>,
}

/// What a text names, looked up before it is drawn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Members by handle.
    pub(crate) members: HashMap<String, Mentionable>,
    /// Pictures by the id in their address.
    pub(crate) pictures: HashMap<String, text::markdown::Picture>,
    /// The names of tags that lead to their page, as the text writes them, with the tag's own.
    pub(crate) tags: HashMap<String, String>,
    /// The site's own origin.
    pub(crate) origin: Option<String>,
}

/// The words that drawing adds, in the language of the text.
fn words(t: Texts) -> Words<'static> {
    Words {
        footnotes: t.prose_footnotes(),
        footnote_back: t.prose_footnote_back(),
        table: t.prose_table(),
        picture: t.prose_picture(),
        remote_picture: t.prose_remote_picture(),
        task_done: t.prose_task_done(),
        task_open: t.prose_task_open(),
    }
}

fn context<'a>(t: Texts, known: &'a Known, anchor: &'a str) -> Context<'a> {
    Context {
        anchor,
        members: known.members.clone(),
        pictures: known.pictures.clone(),
        tags: known.tags.iter().map(|(name, own)| (name.clone(), tag::path(own))).collect(),
        origin: known.origin.as_deref(),
        ..Context::new(words(t))
    }
}

/// Draws the body of a post.
pub(crate) fn draw(source: &str, known: &Known) -> Drawn {
    let language = text::language(source);
    let t = Texts::new(language.unwrap_or_default());
    let free = text::render_free(source, &context(t, known, ""));
    Drawn::of(text::render(source, &context(t, known, "")), free.map(|(rendered, _)| rendered))
}

/// Draws blocks as they stand in posts.
pub(crate) fn draw_whole(source: &str) -> Rendered {
    let t = Texts::new(text::language(source).unwrap_or_default());
    text::render(source, &context(t, &Known::default(), ""))
}

impl Drawn {
    /// What is kept of a whole text and of what stands above its divider, where it has one.
    pub(crate) fn of(whole: Rendered, free: Option<Rendered>) -> Self {
        let divided = free.is_some();
        let free = free.unwrap_or_default();
        Self {
            size: size(&whole, &free),
            free_excerpt: excerpt(&free.opening),
            excerpt: excerpt(&whole.opening),
            outline: Outline { free: headings(&free), whole: headings(&whole) },
            pictures: pictures(&whole, &free),
            mentions: whole.mentions,
            free_html: free.html,
            free_plain: free.plain,
            whole_html: whole.html,
            plain: whole.plain,
            language: whole.language,
            divided,
        }
    }
}

/// Draws a comment: smaller headings, line ends kept as they were typed.
pub(crate) fn draw_comment(source: &str, known: &Known, anchor: &str) -> Rendered {
    let language = text::language(source);
    let t = Texts::new(language.unwrap_or_default());
    let context = Context { heading_shift: 2, hard_breaks: true, ..context(t, known, anchor) };
    text::render(source, &context)
}

/// The pictures of a text, by id, and whether each stands in its free part.
pub(crate) fn pictures(whole: &Rendered, free: &Rendered) -> Vec<Use> {
    let used = |id: &String| {
        let media = id.parse().ok()?;
        Some(Use { media, free: free.pictures.contains(id) })
    };
    let mut uses: Vec<Use> = whole.pictures.iter().filter_map(used).collect();
    uses.sort_by_key(|one| one.media);
    uses
}

fn headings(rendered: &Rendered) -> Vec<OutlineHeading> {
    let heading = |h: &text::markdown::Heading| OutlineHeading {
        level: h.level,
        text: h.text.clone(),
        id: h.id.clone(),
    };
    rendered.outline.iter().map(heading).collect()
}

fn size(whole: &Rendered, free: &Rendered) -> Size {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Size {
        characters: count(whole.length.characters),
        images: count(whole.images),
        free_characters: count(free.length.characters),
        free_images: count(free.images),
        minutes: count(whole.length.minutes()),
    }
}

/// The first words of a plain text, cut at a blank or mark where one is near.
fn excerpt(plain: &str) -> String {
    let line = crate::space::one_line(plain);
    let Some((cut, _)) = line.char_indices().nth(EXCERPT) else { return line };
    let head = line.get(..cut).unwrap_or_default();
    let near = head.char_indices().rev().take(30);
    let mut ends = near.filter(|(_, c)| c.is_whitespace() || "。，；！？,.;!?".contains(*c));
    let end = ends.next().map_or(cut, |(at, c)| at + c.len_utf8());
    let head = head.get(..end).unwrap_or(head).trim_end_matches(['，', ',', '；', ';', ' ']);
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATED: &str = "# 一\n\n公开的话。\n\n[[付费]]\n\n## 二\n\nCANARY 付费的话。";

    #[test]
    fn nothing_below_the_divider_reaches_the_free_part() {
        let drawn = draw(GATED, &Known::default());
        assert!(drawn.divided);
        for free in [&drawn.free_html, &drawn.free_excerpt, &drawn.free_plain] {
            assert!(!free.contains("CANARY") && !free.is_empty(), "{free}");
        }
        assert_eq!(drawn.outline.free.len(), 1);
        assert_eq!(drawn.outline.whole.len(), 2);
        assert!(drawn.whole_html.contains("CANARY"));
        assert!(drawn.size.free_characters < drawn.size.characters);
    }

    #[test]
    fn without_a_divider_nothing_is_free() {
        let drawn = draw("CANARY", &Known::default());
        assert!(!drawn.divided);
        assert!(drawn.free_html.is_empty() && drawn.free_excerpt.is_empty());
        assert_eq!(drawn.size.free_characters, 0);
    }

    #[test]
    fn an_excerpt_ends_near_a_mark() {
        let text = format!("{}，{}", "长".repeat(120), "长".repeat(50));
        assert_eq!(excerpt(&text).chars().count(), 121);
        assert_eq!(excerpt("短"), "短");
    }
}
