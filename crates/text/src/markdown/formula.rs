//! TeX formulas to MathML, each output checked element by element.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Event, Parser, ParserError, RenderConfig, Storage, push_mathml};

mod definitions;
mod spelling;
mod words;

pub(super) use self::definitions::Definitions;
use self::spelling::{spelled, with_angles};
use super::sheet::escaped;

/// Longest formula in bytes that is set.
const LONGEST: usize = 4_000;
/// Most bytes of MathML that one formula may become.
const LONGEST_SET: usize = 200_000;

/// The elements of MathML Core that the renderer writes.
const ELEMENTS: &[&str] = &[
    "annotation",
    "math",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "semantics",
];

/// Their attributes.
const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "class",
    "columnalign",
    "columnlines",
    "columnspacing",
    "depth",
    "dir",
    "display",
    "displaystyle",
    "encoding",
    "fence",
    "form",
    "frame",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathbackground",
    "mathcolor",
    "mathsize",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowlines",
    "rowspacing",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Writes a formula; one that cannot be set is shown as its source. What it defines holds for the
/// rest of its text, and one that does nothing else writes nothing.
pub(super) fn formula(tex: &str, display: bool, defined: &mut Definitions) -> String {
    let left = defined.take(&with_angles(tex.trim()));
    if left.trim().is_empty() && !tex.trim().is_empty() {
        return String::new();
    }
    match set(left.trim(), display, defined) {
        Some(math) if display => {
            format!("<span class=\"math-display\" tabindex=\"0\">{math}</span>")
        }
        Some(math) => math,
        None => format!("<code class=\"math-error\">{}</code>", escaped(tex.trim())),
    }
}

/// A formula in a line of words, on its own; nothing where it cannot be set.
pub(super) fn in_line(tex: &str) -> Option<String> {
    set(with_angles(tex.trim()).trim(), false, &Definitions::default())
}

/// A formula as a line of text, what a line cannot show as an ellipsis; what it defines holds for the
/// rest of its text.
pub(super) fn in_words(tex: &str, defined: &mut Definitions) -> String {
    let left = defined.take(&with_angles(tex.trim()));
    match left.trim() {
        "" => String::new(),
        tex => {
            set(tex, false, defined).map_or_else(|| words::UNSHOWN.to_owned(), |m| words::words(&m))
        }
    }
}

fn set(tex: &str, display: bool, defined: &Definitions) -> Option<String> {
    if tex.is_empty() || tex.len() > LONGEST {
        return None;
    }
    let tex = spelled(tex);
    let tex = format!("{}{tex}", defined.used_by(&tex));
    // The renderer asserts that groups are balanced; should a formula break that, it alone is
    // shown as source.
    let math = catch_unwind(AssertUnwindSafe(|| typeset(&tex, display))).ok()??;
    let math = with_plain_words(&with_escaped_operators(&without_styles(&math)));
    (math.len() <= LONGEST_SET && is_allowed(&math)).then_some(math)
}

fn typeset(tex: &str, display: bool) -> Option<String> {
    let storage = Storage::new();
    let events: Vec<Event<'_>> =
        Parser::new(tex, &storage).collect::<Result<_, ParserError>>().ok()?;
    let mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode: mode, ..RenderConfig::default() };
    let mut math = String::new();
    push_mathml(&mut math, events.into_iter().map(Ok::<_, ParserError>), config).ok()?;
    Some(math)
}

/// Escapes the operators `<`, `>` and `&`, which the renderer writes as they are.
fn with_escaped_operators(math: &str) -> String {
    math.replace("><</m", ">&lt;</m").replace(">></m", ">&gt;</m").replace(">&</m", ">&amp;</m")
}

/// Makes blanks that keep words together blanks, which the renderer escapes or leaves, and takes off
/// the braces of the macro that words came from.
fn with_plain_words(math: &str) -> String {
    let mut out = String::with_capacity(math.len());
    let mut rest = math;
    while let Some((before, after)) = rest.split_once("<mtext>") {
        let Some((words, after)) = after.split_once("</mtext>") else { break };
        let inner = words.strip_prefix('{').and_then(|words| words.strip_suffix('}'));
        let words = inner.unwrap_or(words).replace("&amp;nbsp;", "\u{a0}").replace('~', "\u{a0}");
        out.push_str(&format!("{before}<mtext>{words}</mtext>"));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Turns inline styles, which the page's policy forbids, into the attributes of MathML: text and
/// background colours stay, margins and borders fall away.
fn without_styles(math: &str) -> String {
    let mut out = String::with_capacity(math.len());
    let mut rest = math;
    while let Some((before, after)) = rest.split_once(" style=\"") {
        out.push_str(before);
        let Some((style, after)) = after.split_once('"') else { break };
        for rule in style.split(';') {
            let (name, value) = rule.split_once(':').unwrap_or_default();
            let attribute = match name.trim() {
                "color" => "mathcolor",
                "background-color" => "mathbackground",
                _ => continue,
            };
            out.push_str(&format!(" {attribute}=\"{}\"", value.trim()));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a piece of markup holds nothing but elements and attributes on the lists, balanced.
pub(super) fn is_allowed(markup: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = markup;
    while let Some((text, after)) = rest.split_once('<') {
        if text.contains('>') {
            return false;
        }
        let Some((tag, after)) = after.split_once('>') else { return false };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
            continue;
        }
        let closed = tag.ends_with('/');
        let tag = tag.trim_end_matches('/').trim_end();
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) || !are_allowed(attributes) {
            return false;
        }
        if !closed {
            open.push(name);
        }
    }
    open.is_empty() && !rest.contains('>')
}

fn are_allowed(attributes: &str) -> bool {
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once("=\"") else { return false };
        let Some((value, after)) = after.split_once('"') else { return false };
        let plain = |ch: char| ch.is_ascii_alphanumeric() || " -_.,()#%+/".contains(ch);
        if !ATTRIBUTES.contains(&name) || !value.chars().all(plain) {
            return false;
        }
        rest = after.trim_start();
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn formula(tex: &str, display: bool) -> String {
        super::formula(tex, display, &mut Definitions::default())
    }

    #[test]
    fn formulas_become_mathml() {
        for tex in [
            r"\frac{1}{\sqrt{2}}(|0\rangle + |1\rangle)",
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
            r"\sum_{i=0}^{n} \hat{H}_i \otimes \mathbb{I}",
            r"\begin{align} a &= b \\ &= c \end{align}",
            r"\begin{cases} 1 & x>0 \\ 0 & \text{otherwise} \end{cases}",
            r"\langle\psi|\phi\rangle \in \mathcal{H}, \quad \lVert x \rVert \leq 1",
            r"\left| \psi \right> = \ket{0} + {1\over\sqrt 2}\Bbb{C} + {n\choose k} \mod 2",
            r"\color{red}{x} \underbrace{a+b}_{c}",
            r"\text{当且仅当 } a < b \& c",
            r"a = b \tag{1}",
            r"a \\ b",
            r"\begin{eqnarray} a &=& b \nonumber\\ &=& c \end{eqnarray}",
            r"\left|{3 \atop 1}\right\rangle \mbox{ of } \ce{^{40}Ca^+}",
            r"\begin{align} a &= b \nonumber \\ &= c \label{c} \end{align}",
            r"\left\{ \begin{array}{c|c} a & b \\ \hline c & d \end{array} \right.",
            r"\begin{array}{cc} a && b \end{array} \fbox{$\pm$} \TeX",
            r"\begin{alignat}{7} a & \phantom{\vdots} =~ && 0 \\[2.5px] & b \end{alignat}",
            r"\textrm{if $1 \leq r$}",
        ] {
            for display in [true, false] {
                let html = formula(tex, display);
                assert!(html.contains("<math"), "{tex}: {html}");
                assert!(!html.contains("style="), "{html}");
            }
        }
    }

    #[test]
    fn what_cannot_be_set_is_shown_as_its_source() {
        for tex in [r"\frac{1}{", r"\nosuchmacro", "a^b^c", "}{", "", &"x".repeat(5000)] {
            let html = formula(tex, false);
            assert!(html.starts_with("<code class=\"math-error\">"), "{tex}: {html}");
        }
        assert!(formula("<script>\\bad", true).contains("&lt;script&gt;"));
    }

    #[test]
    fn what_one_formula_defines_holds_for_the_rest_of_its_text() {
        let mut defined = Definitions::default();
        assert_eq!(super::formula(r"\newcommand{\bs}[1]{\mathbf{#1}}", false, &mut defined), "");
        assert!(super::formula(r"\bs{x}", false, &mut defined).starts_with("<math"));
        assert!(formula(r"\bs{x}", false).starts_with("<code"));
        assert_eq!(super::formula(r"\newcommand{\xx}{y}", false, &mut defined), "");
        let spoilt = r"\newcommand{\bad}{\nosuchmacro}\renewcommand{\ket}[1]{\left|#1\right>}";
        assert_eq!(super::formula(spoilt, false, &mut defined), "");
        for tex in ["x_j", r"\xx", r"\ket{0}", r"\bs{\xx}"] {
            assert!(super::formula(tex, false, &mut defined).starts_with("<math"), "{tex}");
        }
    }

    #[test]
    fn macros_that_grow_without_end_are_refused() {
        let mut bomb = String::from(r"\def\a{xx}");
        for pair in ('a'..='y').zip('b'..='z') {
            bomb.push_str(&format!(r"\def\{}{{\{}\{}}}", pair.1, pair.0, pair.0));
        }
        bomb.push_str(r"\z");
        for bomb in [&bomb, r"\def\a{\a\a}\a"] {
            let html = formula(bomb, false);
            assert!(html.len() < 10_000, "{} bytes", html.len());
        }
    }

    #[test]
    fn nothing_but_mathml_passes_the_check() {
        for markup in [
            "<math><script></script></math>",
            "<math><mi onclick=\"x\">a</mi></math>",
            "<math><mi class=\"&quot;\">a</mi></math>",
            "<math href=\"x\"></math>",
            "<math>",
            "</math>",
            "<math><mi></math></mi>",
            "a > b",
            "<math",
            "<math/x></math>",
        ] {
            assert!(!is_allowed(markup), "{markup}");
        }
    }

    #[test]
    fn what_is_blank_is_blank_and_what_is_grouped_shows_no_braces() {
        for tex in [r"a~b", r"a\ b", r"a \nobreakspace b", r"\text{a~b}"] {
            let html = formula(tex, false);
            assert!(html.contains('\u{a0}') && !html.contains("nbsp"), "{tex}: {html}");
        }
        let mut defined = Definitions::default();
        let tex = r"\newcommand{\word}[1]{\text{#1}}\word{so} \mbox{ of }";
        let html = super::formula(tex, false, &mut defined);
        assert!(html.contains("<mtext>so</mtext>") && html.contains(">&nbsp;of&nbsp;<"), "{html}");
    }

    proptest! {
        #[test]
        fn any_text_between_dollars_is_set_or_shown(
            tex in "(\\\\[a-z]{1,8}|[a-z0-9{}\\[\\]^_&<>\"'$%#~|()+= ]|\\\\\\\\|\\\\begin\\{[a-z]{1,9}\\}|\\\\(left|right)[()|.]|[量子ψ]){0,25}",
            display in proptest::bool::ANY,
        ) {
            let html = formula(&tex, display);
            prop_assert!(html.is_empty() || html.starts_with("<math") || html.starts_with("<code") || html.starts_with("<span"));
            prop_assert!(!html.contains("<script") && !html.contains("style="));
        }
    }
}
