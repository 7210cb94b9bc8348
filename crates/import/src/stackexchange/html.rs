//! HTML bodies to Markdown. Formulas are taken out before the conversion, which would escape them,
//! and put back after it.

use std::borrow::Cow;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, HtmlToMarkdown};
use kernel::{Fault, Outcome};

use super::formula::{Piece, pieces, written};

/// Stand around the number of what was taken out: no text has them, no converter touches them.
const MARKS: (char, char) = ('\u{E000}', '\u{E001}');

/// Converts bodies; made once a thread.
pub(super) struct Converter(HtmlToMarkdown);

impl Converter {
    /// A converter whose Markdown our pages draw as the source was drawn.
    pub(super) fn new() -> Self {
        let converter = HtmlToMarkdown::builder()
            .add_handler(vec!["sup"], |handlers: &dyn Handlers, element: Element| {
                around(handlers, &element, "<sup>", "</sup>")
            })
            .add_handler(vec!["sub"], |handlers: &dyn Handlers, element: Element| {
                around(handlers, &element, "<sub>", "</sub>")
            })
            .add_handler(vec!["kbd"], |handlers: &dyn Handlers, element: Element| {
                around(handlers, &element, "<kbd>", "</kbd>")
            })
            .add_handler(
                vec!["s", "strike", "del"],
                |handlers: &dyn Handlers, element: Element| around(handlers, &element, "~~", "~~"),
            );
        Self(converter.build())
    }

    /// The Markdown of a body.
    ///
    /// # Errors
    /// `Broken` when the converter fails.
    pub(super) fn markdown(&self, html: &str) -> Outcome<String> {
        let (marked, taken) = take_formulas(&with_code_in_blocks(html));
        let markdown =
            self.0.convert(&marked).map_err(|e| Fault::broken("converting a body", e))?;
        Ok(put_back(&markdown, &taken))
    }
}

fn around(
    handlers: &dyn Handlers,
    element: &Element<'_>,
    open: &str,
    close: &str,
) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let inner = content.trim();
    (!inner.is_empty()).then(|| format!("{open}{inner}{close}").into())
}

/// Something that was taken out of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Taken {
    Dollar,
    Formula { tex: String, display: bool },
}

/// Blocks that hold their text without an element of code are given one, without which the converter
/// takes them for paragraphs.
fn with_code_in_blocks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, block)) = rest.split_once("<pre>") {
        out.push_str(before);
        out.push_str("<pre>");
        rest = block;
        if let Some((code, after)) = block.split_once("</pre>")
            && !code.contains("<code")
        {
            let code = code.strip_prefix('\n').unwrap_or(code);
            let code = ["<sup>", "</sup>", "<sub>", "</sub>"]
                .iter()
                .fold(code.to_owned(), |code, tag| code.replace(tag, ""));
            out.push_str(&format!("<code>{code}</code></pre>"));
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Takes the formulas out of HTML, where they are not in code.
fn take_formulas(html: &str) -> (String, Vec<Taken>) {
    let (mut out, mut taken) = (String::with_capacity(html.len()), Vec::new());
    let (mut rest, mut run, mut in_code) = (html, 0, 0_u32);
    while let Some(at) = rest.get(run..).and_then(|tail| tail.find('<')).map(|at| run + at) {
        let (text, tag) = rest.split_at(at);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        if is_break(tag) && in_code == 0 {
            // A line break does not end a formula.
            run = at + end;
            continue;
        }
        mark(text, in_code > 0, &mut out, &mut taken);
        in_code = code_depth(tag, in_code);
        // The converter drops the blanks at the edges of a link: they are given to the words beside it.
        let blank = |end: Option<char>| in_code == 0 && end.is_some_and(char::is_whitespace);
        if tag.starts_with("<a ") && blank(after.chars().next()) {
            out.push(' ');
        }
        let last = out.chars().next_back();
        out.push_str(tag);
        if tag == "</a>" && blank(last) {
            out.push(' ');
        }
        rest = after;
        run = 0;
    }
    mark(rest, in_code > 0, &mut out, &mut taken);
    (out, taken)
}

fn is_break(tag: &str) -> bool {
    tag.strip_prefix("<br").is_some_and(|rest| rest.starts_with(['>', '/', ' ']))
}

fn code_depth(tag: &str, depth: u32) -> u32 {
    let name = |tag: &str| {
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        matches!(tag.get(..end), Some("pre" | "code"))
    };
    match tag.get(1..) {
        Some(tag) if tag.strip_prefix('/').is_some_and(name) => depth.saturating_sub(1),
        Some(tag) if name(tag) => depth + 1,
        _ => depth,
    }
}

fn mark(text: &str, in_code: bool, out: &mut String, taken: &mut Vec<Taken>) {
    if in_code {
        out.push_str(text);
        return;
    }
    for piece in pieces(text) {
        let what = match piece {
            Piece::Text(words) => {
                out.push_str(words);
                continue;
            }
            Piece::Dollar => Taken::Dollar,
            Piece::Formula { tex, display } => {
                Taken::Formula { tex: unescaped(&without_breaks(tex)), display }
            }
        };
        out.push(MARKS.0);
        out.push_str(&taken.len().to_string());
        out.push(MARKS.1);
        taken.push(what);
    }
}

fn without_breaks(tex: &str) -> String {
    ["<br>", "<br/>", "<br />"].iter().fold(tex.to_owned(), |tex, tag| tex.replace(tag, " "))
}

/// The characters that HTML writes as entities.
fn unescaped(text: &str) -> String {
    const ENTITIES: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

/// A line that begins with `1)` begins no list, which the converter writes with `1.`.
fn no_item(line: &str) -> Cow<'_, str> {
    let text = line.trim_start_matches([' ', '>', '*']);
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    let bracket = line.len() - text.len() + number;
    match line.split_at_checked(bracket) {
        Some((before, after)) if number > 0 && after.starts_with(')') => {
            Cow::Owned(format!("{before}\\{after}"))
        }
        _ => Cow::Borrowed(line),
    }
}

fn put_back(markdown: &str, taken: &[Taken]) -> String {
    let mut out = String::with_capacity(markdown.len() * 2);
    let mut in_code = false;
    for line in markdown.split_inclusive('\n') {
        in_code ^= line.trim_start().starts_with("```");
        let line = if in_code { line } else { &no_item(line) };
        let in_table = line.trim_start().starts_with('|');
        let mut rest = line;
        while let Some((before, after)) = rest.split_once(MARKS.0) {
            out.push_str(before);
            let (number, after) = after.split_once(MARKS.1).unwrap_or((after, ""));
            match number.parse::<usize>().ok().and_then(|number| taken.get(number)) {
                Some(Taken::Formula { tex, display }) => {
                    let next = after.chars().next();
                    let next = next.map(|c| if c == MARKS.0 { '$' } else { c });
                    let formula = written(tex, *display, next);
                    out.push_str(&if in_table { formula.replace('|', "\\|") } else { formula });
                }
                Some(Taken::Dollar) => out.push_str("\\$"),
                None => {}
            }
            rest = after;
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markdown(html: &str) -> String {
        Converter::new().markdown(html).unwrap()
    }

    #[test]
    fn formulas_come_through_untouched() {
        let html = "<p>Let $a_1 * b_2 &lt; \\frac{1}{2}$ and<br>$$\\ket{0}\n\n- \\ket{1}$$</p>";
        assert_eq!(markdown(html), "Let $a_1 * b_2 < \\frac{1}{2}$ and  \n$$\\ket{0} - \\ket{1}$$");
    }

    #[test]
    fn a_block_is_code_and_a_number_in_brackets_is_text() {
        assert_eq!(markdown("<pre>\na<sup>2</sup>\n1) $b$\n</pre>"), "```\na2\n1) $b$\n```");
        assert_eq!(markdown("<p>1) one</p><ul><li>2) two</li></ul>"), "1\\) one\n\n*   2\\) two");
    }

    #[test]
    fn blanks_at_the_edges_of_a_link_stand_beside_it() {
        let html = "<p>a state<a href=\"https://x.org\"> one </a>and</p>";
        assert_eq!(markdown(html), "a state [one](https://x.org) and");
    }

    #[test]
    fn code_is_code_and_has_no_formulas() {
        let html = "<p><code>$a$</code></p><pre class=\"lang-py\"><code>x = \"$b$\"\n</code></pre>";
        let text = markdown(html);
        assert!(text.contains("`$a$`") && text.contains("x = \"$b$\"\n```"), "{text}");
    }

    #[test]
    fn what_markdown_has_no_sign_for_stays_html() {
        assert_eq!(markdown("<p>x<sup>2</sup> <strike>no</strike></p>"), "x<sup>2</sup> ~~no~~");
    }

    #[test]
    fn tables_and_links_are_kept() {
        let html = "<table><tr><th>a</th><th>b</th></tr><tr><td>$|0\\rangle$</td>\
                    <td><a href=\"https://x.org/a_b\">l</a></td></tr></table>";
        let text = markdown(html);
        assert!(text.contains("$\\|0\\rangle$"), "{text}");
        assert!(text.contains("[l](https://x.org/a_b)"), "{text}");
    }
}
