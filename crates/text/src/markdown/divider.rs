//! The paid divider: what stands above it is free, everything below is locked.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::NodeValue;

use super::parse::{Parsed, Root, parse};
use super::plain::plain_of;
use crate::measure::Length;

/// The paragraphs that divide a source, each alone on its line.
const DIVIDERS: [&str; 2] = ["[[paid]]", "[[付费]]"];

/// A source cut at its divider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split<'a> {
    /// Everything above the divider.
    pub free: &'a str,
    /// Everything below: it never leaves the server without a decision.
    pub locked: &'a str,
}

/// What may be told about a locked part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Locked {
    /// Its characters, blanks not counted.
    pub characters: usize,
    /// Its pictures.
    pub images: usize,
    /// Its headings.
    pub headings: usize,
}

impl Split<'_> {
    /// Measures the locked part.
    #[must_use]
    pub fn measure(&self) -> Locked {
        let arena = Arena::new();
        let Some(Parsed { root, .. }) = parse(&arena, self.locked) else {
            return Locked { characters: Length::of(self.locked).characters, ..Locked::default() };
        };
        let mut locked =
            Locked { characters: Length::of(&plain_of(root)).characters, ..Locked::default() };
        for node in root.descendants() {
            match node.data().value {
                NodeValue::Image(_) => locked.images += 1,
                NodeValue::Heading(_) => locked.headings += 1,
                _ => {}
            }
        }
        locked
    }
}

/// Cuts a source at its divider: the first top-level paragraph that is `[[paid]]` or `[[付费]]`
/// alone, as the parsed tree says, so not in code, a quote, a list or a comment. `None` when
/// there is none.
///
/// Both parts are texts of their own: a footnote or link definition below the divider does not
/// exist for the part above.
#[must_use]
pub fn split(source: &str) -> Option<Split<'_>> {
    let arena = Arena::new();
    let divider = parse(&arena, source)?.divider?;
    Some(Split { free: source.get(..divider.start)?, locked: source.get(divider.end..)? })
}

/// The divider of a parsed source, and the bytes of its line. The tree says which paragraphs stand
/// alone at the top, the source says what is written there: `[[paid]]` is a link in the tree
/// where the word `paid` is defined as one.
pub(super) fn divider_of<'a>(root: Root<'a>, source: &str) -> Option<(Root<'a>, Range<usize>)> {
    let mut written = dividing_lines(source).peekable();
    written.peek()?;
    let mut next = written.next();
    for node in root.children().filter(|node| is_line(node)) {
        let line = node.data().sourcepos.end.line;
        while next.as_ref().is_some_and(|(number, _)| *number < line) {
            next = written.next();
        }
        if let Some((number, range)) = &next
            && *number == line
        {
            return Some((node, range.clone()));
        }
    }
    None
}

/// The lines of a source on which a divider stands alone: number from 1, and bytes with the line
/// break. Lines end at LF, CR or CR LF, as they do for the parser.
fn dividing_lines(source: &str) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
    let lines = source.split_inclusive('\n').flat_map(|line| match line.strip_suffix("\r\n") {
        Some(body) if !body.contains('\r') => vec![line],
        _ => line.split_inclusive('\r').collect(),
    });
    let mut end = 0;
    let placed = lines.map(move |line| {
        let start = end;
        end += line.len();
        (line, start..end)
    });
    let blank = [' ', '\t', '\r', '\n'];
    placed.enumerate().filter_map(move |(index, (line, range))| {
        DIVIDERS.contains(&line.trim_matches(blank)).then_some((index + 1, range))
    })
}

/// Whether a node is a paragraph of one line.
fn is_line(node: Root<'_>) -> bool {
    let breaks =
        |child: Root<'_>| matches!(child.data().value, NodeValue::SoftBreak | NodeValue::LineBreak);
    matches!(node.data().value, NodeValue::Paragraph) && !node.children().any(breaks)
}
