//! A text without its markup.

use comrak::Arena;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;

use super::formula::{self, Definitions};
use super::parse::{Root, parse};

/// Bytes of an opening after which no further sentence is begun: more than any list shows.
const OPENING: usize = 1_000;

/// How formulas stand in a text without markup.
enum Formulas {
    /// As they were written, which is what they are found by.
    Written,
    /// In a line of words; those that stand on lines of their own only where it is said.
    Drawn { defined: Definitions, on_own_lines: bool },
}

impl Formulas {
    fn drawn(on_own_lines: bool) -> Self {
        Self::Drawn { defined: Definitions::default(), on_own_lines }
    }
}

/// The text of a source without markup, one block a line; the divider is left out. A source
/// beyond the limits is given as it was written.
#[must_use]
pub fn plain(source: &str) -> String {
    let arena = Arena::new();
    parse(&arena, source).map_or_else(|| source.to_owned(), |parsed| plain_of(parsed.root))
}

/// As [`plain`], for passages that are read: formulas stand there as far as a line of text shows them,
/// those on lines of their own not at all.
#[must_use]
pub fn readable(source: &str) -> String {
    let arena = Arena::new();
    parse(&arena, source).map_or_else(
        || source.to_owned(),
        |parsed| text_of(parsed.root, Formulas::drawn(false), usize::MAX, |_| false),
    )
}

/// The sentences of a source on one line, for lists that show how it begins: without headings, code,
/// tables, pictures and notes, unless it holds nothing else. Formulas stand there as far as a line of
/// text shows them.
#[must_use]
pub fn opening(source: &str) -> String {
    let arena = Arena::new();
    parse(&arena, source).map_or_else(|| on_one_line(source), |parsed| opening_of(parsed.root))
}

/// The text of a parsed source, one block a line.
pub(super) fn plain_of(root: Root<'_>) -> String {
    text_of(root, Formulas::Written, usize::MAX, |_| false)
}

/// The sentences of a parsed source, on one line.
pub(super) fn opening_of(root: Root<'_>) -> String {
    let sentences = text_of(root, Formulas::drawn(false), OPENING, |node| {
        matches!(
            node.data().value,
            NodeValue::Heading(_)
                | NodeValue::CodeBlock(_)
                | NodeValue::Table(_)
                | NodeValue::Image(_)
                | NodeValue::FootnoteDefinition(_)
        )
    });
    if !sentences.is_empty() {
        return on_one_line(&sentences);
    }
    on_one_line(&text_of(root, Formulas::drawn(true), OPENING, |_| false))
}

/// The text outside the nodes that are left out, until it is long enough.
fn text_of(
    root: Root<'_>,
    mut formulas: Formulas,
    enough: usize,
    is_left_out: impl Fn(Root<'_>) -> bool,
) -> String {
    let mut out = String::new();
    let mut inside = 0_usize;
    for edge in root.traverse() {
        if out.len() > enough {
            break;
        }
        match edge {
            NodeEdge::Start(node) if is_left_out(node) => inside += 1,
            NodeEdge::End(node) if is_left_out(node) => inside -= 1,
            _ if inside > 0 => {}
            NodeEdge::Start(node) => start(node, &mut formulas, &mut out),
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

fn start(node: Root<'_>, formulas: &mut Formulas, out: &mut String) {
    match &node.data().value {
        NodeValue::Text(text) => out.push_str(text),
        NodeValue::Code(code) => out.push_str(&code.literal),
        NodeValue::Math(math) => match formulas {
            Formulas::Written => out.push_str(math.literal.trim()),
            Formulas::Drawn { defined, on_own_lines: false } if math.display_math => {
                let _left_out = defined.take(&math.literal);
                if !is_before_a_word(node) {
                    out.truncate(out.trim_end_matches(' ').len());
                }
            }
            Formulas::Drawn { defined, .. } => {
                out.push_str(&formula::in_words(&math.literal, defined));
            }
        },
        NodeValue::CodeBlock(code) => out.push_str(code.literal.trim_end()),
        NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
        _ => {}
    }
}

/// Whether a word stands right behind a node, without a blank between them.
fn is_before_a_word(node: Root<'_>) -> bool {
    node.next_sibling().is_some_and(|next| match &next.data().value {
        NodeValue::Text(text) => text.starts_with(char::is_alphanumeric),
        _ => false,
    })
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
    fn an_opening_shows_simple_formulas_and_no_commands() {
        let source = r"Take the state $| \psi \rangle = \alpha | 0 \rangle + \beta | 1 \rangle$, that is
$$\begin{pmatrix} \alpha \\ \beta \end{pmatrix},$$ where $|\alpha|^2 + |\beta|^2 = 1$.";
        let words = "Take the state |ψ⟩ = α|0⟩ + β|1⟩, that is where |α|² + |β|² = 1.";
        assert_eq!(opening(source), words);
        assert!(plain(source).contains(r"| \psi \rangle"), "what it is found by stays");
        assert_eq!(readable(source), words);
        assert_eq!(readable("# On $x^2$\n\n```\nlet a = 1;\n```"), "On x²\nlet a = 1;");
        assert_eq!(opening(r"The norm is $$\|x\|.$$"), "The norm is");
        assert_eq!(opening(r"$$x^2 + 1$$"), "x² + 1", "nothing else was written");
        assert_eq!(opening(r"$$\newcommand{\R}{\mathbb{R}}$$ Over $\R$ only."), "Over ℝ only.");
    }

    #[test]
    fn a_text_of_code_alone_opens_with_its_code() {
        assert_eq!(opening("```\nlet a = 1;\nlet b = 2;\n```"), "let a = 1; let b = 2;");
        assert_eq!(opening("先看图。\n\n![东塔](/media/x/640)\n\n再看字。"), "先看图。再看字。");
        assert_eq!(opening("![东塔](/media/x/640)"), "东塔");
    }
}
