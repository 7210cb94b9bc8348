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

/// The sentences of a source on one line, for lists that show how it begins: without headings, code,
/// tables, pictures and notes, unless it holds nothing else.
#[must_use]
pub fn opening(source: &str) -> String {
    let arena = Arena::new();
    parse(&arena, source).map_or_else(|| on_one_line(source), |parsed| opening_of(parsed.root))
}

/// The text of a parsed source, one block a line.
pub(super) fn plain_of(root: Root<'_>) -> String {
    text_of(root, |_| false)
}

/// The sentences of a parsed source, on one line.
pub(super) fn opening_of(root: Root<'_>) -> String {
    let sentences = text_of(root, |node| {
        matches!(
            node.data().value,
            NodeValue::Heading(_)
                | NodeValue::CodeBlock(_)
                | NodeValue::Table(_)
                | NodeValue::Image(_)
                | NodeValue::FootnoteDefinition(_)
        )
    });
    if sentences.is_empty() { on_one_line(&plain_of(root)) } else { on_one_line(&sentences) }
}

/// The text outside the nodes that are left out.
fn text_of(root: Root<'_>, is_left_out: impl Fn(Root<'_>) -> bool) -> String {
    let mut out = String::new();
    let mut inside = 0_usize;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) if is_left_out(node) => inside += 1,
            NodeEdge::End(node) if is_left_out(node) => inside -= 1,
            _ if inside > 0 => {}
            NodeEdge::Start(node) => start(node, &mut out),
            NodeEdge::End(node) => end(node, &mut out),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Lines one after the other; full-width marks bring their own space.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.lines().map(str::trim).filter(|part| !part.is_empty()) {
        if !line.is_empty() && !line.ends_with(['。', '！', '？', '：', '；', '，', '”', '）'])
        {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_is_sentences_on_one_line() {
        let source = "# 背景\n\n先看结论。\n\n分块不是越小越好\n\n```py\nimport numpy\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThen we measured.";
        assert_eq!(opening(source), "先看结论。分块不是越小越好 Then we measured.");
    }

    #[test]
    fn a_text_of_code_alone_opens_with_its_code() {
        assert_eq!(opening("```\nlet a = 1;\nlet b = 2;\n```"), "let a = 1; let b = 2;");
        assert_eq!(opening("先看图。\n\n![东塔](/media/x/640)\n\n再看字。"), "先看图。再看字。");
        assert_eq!(opening("![东塔](/media/x/640)"), "东塔");
    }
}
