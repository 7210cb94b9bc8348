//! A text without its markup.

use comrak::Arena;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;

use super::parse::{Root, parse};

/// The text of a source without markup, one block a line; the divider is left out. A source
/// beyond the limits is given as it was written.
#[must_use]
pub fn plain(source: &str) -> String {
    let arena = Arena::new();
    parse(&arena, source).map_or_else(|| source.to_owned(), |parsed| plain_of(parsed.root))
}

/// The text of a parsed source, one block a line.
pub(super) fn plain_of(root: Root<'_>) -> String {
    let mut out = String::new();
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => start(node, &mut out),
            NodeEdge::End(node) => end(node, &mut out),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn start(node: Root<'_>, out: &mut String) {
    match &node.data().value {
        NodeValue::Text(text) => out.push_str(text),
        NodeValue::Code(code) => out.push_str(&code.literal),
        NodeValue::Math(math) => out.push_str(math.literal.trim()),
        NodeValue::CodeBlock(code) => out.push_str(code.literal.trim_end()),
        NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
        _ => {}
    }
}

fn end(node: Root<'_>, out: &mut String) {
    let separator = match &node.data().value {
        NodeValue::TableCell => ' ',
        NodeValue::Paragraph
        | NodeValue::Heading(_)
        | NodeValue::CodeBlock(_)
        | NodeValue::TableRow(_) => '\n',
        _ => return,
    };
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push(separator);
    }
}
