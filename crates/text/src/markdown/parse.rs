//! Parsing, and the limits that keep every text cheap.

use std::ops::Range;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue};
use comrak::options::{Extension, Parse, Render};
use comrak::{Arena, Options, parse_document};

use super::LONGEST_SOURCE;
use super::divider::divider_of;

/// A parsed source.
pub(super) type Root<'a> = &'a AstNode<'a>;

/// Deepest nesting that is laid out: blocks in blocks, emphasis in emphasis.
const DEEPEST: usize = 60;
/// Most nodes of one text that are laid out.
const MOST_NODES: usize = 150_000;

/// The Markdown that we read and the HTML that is made of it.
pub(super) fn options<'c>(hard_breaks: bool) -> Options<'c> {
    Options {
        extension: Extension {
            strikethrough: true,
            table: true,
            autolink: true,
            tasklist: true,
            footnotes: true,
            math_dollars: true,
            math_code: true,
            cjk_friendly_emphasis: true,
            ..Extension::default()
        },
        parse: Parse::default(),
        // What a person wrote as HTML goes to the sanitiser, not to the page.
        render: Render { r#unsafe: true, hardbreaks: hard_breaks, ..Render::default() },
    }
}

/// A source as a tree, its divider already taken out.
pub(super) struct Parsed<'a> {
    /// The document.
    pub(super) root: Root<'a>,
    /// The bytes of the divider's line.
    pub(super) divider: Option<Range<usize>>,
}

/// Parses a source; `None` when it goes beyond the limits.
pub(super) fn parse<'a>(arena: &'a Arena<'a>, source: &str) -> Option<Parsed<'a>> {
    if source.len() > LONGEST_SOURCE || source.lines().any(quotes_too_deep) {
        return None;
    }
    let root = parse_document(arena, source, &options(false));
    within_limits(root).then(|| {
        end_links_at_han(arena, root);
        let divider = divider_of(root, source);
        Parsed {
            root,
            divider: divider.map(|(node, line)| {
                node.detach();
                line
            }),
        }
    })
}

/// Whether a line opens more quotes than are laid out: the parser has no limit of its own there.
fn quotes_too_deep(line: &str) -> bool {
    let marks = line.bytes().take_while(|b| b" \t>-*+.)0123456789".contains(b));
    marks.filter(|b| *b == b'>').count() > DEEPEST
}

fn within_limits(root: Root<'_>) -> bool {
    let (mut depth, mut nodes) = (0_usize, 0_usize);
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(_) => {
                depth += 1;
                nodes += 1;
                if depth > DEEPEST || nodes > MOST_NODES {
                    return false;
                }
            }
            NodeEdge::End(_) => depth -= 1,
        }
    }
    true
}

/// Ends bare links where Chinese text goes on without a space: `见https://a.org。好` links `a.org`.
fn end_links_at_han<'a>(arena: &'a Arena<'a>, root: Root<'a>) {
    let bare: Vec<Root<'a>> = root.descendants().filter(|node| is_bare_link(node)).collect();
    for node in bare {
        let Some(child) = node.first_child() else { continue };
        let tail = {
            let (mut link, mut shown) = (node.data_mut(), child.data_mut());
            let (NodeValue::Link(link), NodeValue::Text(shown)) =
                (&mut link.value, &mut shown.value)
            else {
                continue;
            };
            let Some(cut) = shown.find(is_wide) else { continue };
            let tail = shown.to_mut().split_off(cut);
            let kept = link.url.len().saturating_sub(tail.len());
            if link.url.is_char_boundary(kept) {
                link.url.truncate(kept);
            }
            tail
        };
        let text = arena.alloc(NodeValue::Text(tail.into()).into());
        node.insert_after(text);
    }
}

fn is_bare_link(node: Root<'_>) -> bool {
    let data = node.data();
    let NodeValue::Link(link) = &data.value else { return false };
    let Some(child) = node.first_child().filter(|child| child.next_sibling().is_none()) else {
        return false;
    };
    let shown = child.data();
    let NodeValue::Text(shown) = &shown.value else { return false };
    link.title.is_empty() && link.url.ends_with(shown.as_ref()) && shown.contains(is_wide)
}

/// Whether a character is as wide as a Han character: ideographs, kana, hangul and their marks.
pub(super) const fn is_wide(ch: char) -> bool {
    matches!(ch,
        '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}')
        || matches!(ch, '“' | '”' | '‘' | '’' | '…' | '—')
}
