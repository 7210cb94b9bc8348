//! A formula as a line of text, for lists that show only text: |ψ⟩ = α|0⟩ + β|1⟩.

use unicode_normalization::UnicodeNormalization as _;

/// Stands for what a line cannot show: tall fractions, tables, arrows with words on them.
pub(super) const UNSHOWN: &str = "…";

/// Elements that are not read deeper than this.
const DEEPEST: usize = 40;
/// Most characters that stand above or below the line: in small signs, and behind `^` or `_`.
const LONGEST_SMALL: usize = 5;
const LONGEST_SCRIPT: usize = 16;
/// Most characters of either part of a fraction.
const LONGEST_PART: usize = 4;

/// Marks over a letter, and the signs that put them there.
const ACCENTS: [(char, char); 11] = [
    ('^', '\u{302}'),
    ('~', '\u{303}'),
    ('‾', '\u{304}'),
    ('→', '\u{20d7}'),
    ('˙', '\u{307}'),
    ('¨', '\u{308}'),
    ('ˇ', '\u{30c}'),
    ('˘', '\u{306}'),
    ('´', '\u{301}'),
    ('`', '\u{300}'),
    ('˚', '\u{30a}'),
];

const RAISED: [(&str, &str); 3] = [
    ("0123456789+−-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"),
    ("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"),
    ("†‡′″‴*∗∘", "†‡′″‴**°"),
];

const LOWERED: [(&str, &str); 2] =
    [("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"), ("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")];

/// A piece of MathML.
enum Node<'m> {
    Text(&'m str),
    Element { name: &'m str, attributes: &'m str, children: Vec<Node<'m>> },
}

/// The text of checked MathML.
pub(super) fn words(math: &str) -> String {
    row(&parsed(math), 0).trim().to_owned()
}

fn parsed(math: &str) -> Vec<Node<'_>> {
    let mut open: Vec<(&str, &str, Vec<Node<'_>>)> = Vec::new();
    let (mut here, mut rest) = (Vec::new(), math);
    while let Some((text, after)) = rest.split_once('<') {
        let Some((tag, after)) = after.split_once('>') else { break };
        rest = after;
        if !text.is_empty() {
            here.push(Node::Text(text));
        }
        if tag.starts_with('/') {
            let Some((name, attributes, above)) = open.pop() else { break };
            let children = std::mem::replace(&mut here, above);
            here.push(Node::Element { name, attributes, children });
            continue;
        }
        let bare = tag.trim_end_matches('/').trim_end();
        let (name, attributes) = bare.split_once(' ').unwrap_or((bare, ""));
        if tag.ends_with('/') {
            here.push(Node::Element { name, attributes, children: Vec::new() });
        } else {
            open.push((name, attributes, std::mem::take(&mut here)));
        }
    }
    here
}

/// Pieces one behind the other: one blank at most between two, and one behind a fraction whose last
/// number would seem to go on.
fn row(nodes: &[Node<'_>], depth: usize) -> String {
    let (mut line, mut after_fraction) = (String::new(), false);
    for node in nodes {
        let piece = piece(node, depth);
        let is_fraction = matches!(node, Node::Element { name: "mfrac", .. });
        let goes_on = piece.starts_with(|c: char| c.is_alphanumeric() || "(|√".contains(c));
        let behind = line.ends_with(char::is_alphanumeric);
        if (after_fraction && goes_on) || (is_fraction && behind && goes_on) {
            line.push(' ');
        }
        let is_apart = line.is_empty() || line.ends_with(' ');
        line.push_str(if is_apart { piece.trim_start() } else { &piece });
        after_fraction = is_fraction && !piece.is_empty();
    }
    line
}

fn piece(node: &Node<'_>, depth: usize) -> String {
    let (name, attributes, children) = match node {
        Node::Text(text) => return unescaped(text),
        Node::Element { .. } if depth > DEEPEST => return UNSHOWN.to_owned(),
        Node::Element { name, attributes, children } => (*name, *attributes, children.as_slice()),
    };
    // The renderer puts the blank before "log" inside of what carries its index.
    let is_part = |child: &&Node<'_>| !matches!(child, Node::Element { name: "mspace", .. });
    let part = |at: usize| {
        let found = children.iter().filter(is_part).nth(at);
        found.map_or_else(String::new, |child| piece(child, depth + 1).trim().to_owned())
    };
    let base = || {
        let blank = if children.first().is_none_or(|child| is_part(&child)) { "" } else { " " };
        format!("{blank}{}", part(0))
    };
    match name {
        "annotation" | "mphantom" | "none" | "mprescripts" => String::new(),
        "mspace" => if is_wide(attributes) { " " } else { "" }.to_owned(),
        "mo" => operator(attributes, &row(children, depth + 1)),
        "mtext" => children.iter().map(|child| piece(child, depth + 1)).collect(),
        "msup" => format!("{}{}", base(), raised(&part(1))),
        "msub" | "munder" => format!("{}{}", base(), lowered(&part(1))),
        "msubsup" | "munderover" => {
            format!("{}{}{}", base(), lowered(&part(1)), raised(&part(2)))
        }
        "mover" => accented(&part(0), &part(1)),
        "mfrac" if attributes.is_empty() => fraction(&part(0), &part(1)),
        "msqrt" => root(row(children, depth + 1).trim()),
        "mfrac" | "mroot" | "mtable" | "mmultiscripts" => UNSHOWN.to_owned(),
        _ => row(children, depth + 1),
    }
}

fn unescaped(text: &str) -> String {
    let signs = [("&nbsp;", " "), ("\u{a0}", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

fn is_wide(attributes: &str) -> bool {
    attributes.split_once("width=\"").is_some_and(|(_, width)| !width.starts_with(['-', '0']))
        || attributes.contains("width=\"0.")
}

/// An operator between two things has blanks around it, a mark one behind it. What stretches or holds
/// limits belongs to what it stands at.
fn operator(attributes: &str, sign: &str) -> String {
    let is_bound = ["stretchy=", "movablelimits="].iter().any(|word| attributes.contains(word));
    match sign {
        "\u{2061}" => String::new(),
        "," | ";" => format!("{sign} "),
        "!" | "." | "…" | "⋯" | ":" | "/" => sign.to_owned(),
        _ if is_bound => sign.to_owned(),
        _ => format!(" {sign} "),
    }
}

/// What stands above the line, in signs of its own where there are any.
fn raised(text: &str) -> String {
    match mapped(text, &RAISED) {
        Some(raised) => raised,
        None => scripted('^', text),
    }
}

fn lowered(text: &str) -> String {
    match mapped(text, &LOWERED) {
        Some(lowered) => lowered,
        None if !text.is_empty() && text.chars().all(char::is_alphanumeric) => format!("_{text}"),
        None => scripted('_', text),
    }
}

fn scripted(sign: char, text: &str) -> String {
    let length = text.chars().count();
    match length {
        0 => String::new(),
        1 => format!("{sign}{text}"),
        2.. if text.starts_with(['⊗', '⊕']) && length < 4 => format!("{sign}{text}"),
        2..=LONGEST_SCRIPT if text.starts_with('(') && text.ends_with(')') => {
            format!("{sign}{text}")
        }
        2..=LONGEST_SCRIPT => format!("{sign}({text})"),
        _ => format!("{sign}{UNSHOWN}"),
    }
}

fn mapped(text: &str, to: &[(&str, &str)]) -> Option<String> {
    if text.chars().filter(|c| *c != ' ').count() > LONGEST_SMALL {
        return None;
    }
    let one = |c: char| {
        let mut pairs = to.iter().flat_map(|(from, to)| from.chars().zip(to.chars()));
        pairs.find(|(from, _)| *from == c).map(|(_, to)| to)
    };
    text.chars().filter(|c| *c != ' ').map(one).collect()
}

fn accented(base: &str, over: &str) -> String {
    let (mut letters, mut signs) = (base.chars(), over.chars());
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return UNSHOWN.to_owned();
    };
    let (Some(sign), None) = (signs.next(), signs.next()) else { return UNSHOWN.to_owned() };
    let mark = ACCENTS.iter().find(|(known, _)| *known == sign).map(|(_, mark)| *mark);
    mark.map_or_else(|| UNSHOWN.to_owned(), |mark| [letter, mark].iter().copied().nfc().collect())
}

/// Short ones in a line, 1/√2; any other would need brackets that nobody wrote.
fn fraction(over: &str, under: &str) -> String {
    let is_short = |part: &str| {
        let plain = |c: char| c.is_alphanumeric() || c == '√';
        (1..=LONGEST_PART).contains(&part.chars().count()) && part.chars().all(plain)
    };
    if is_short(over) && is_short(under) { format!("{over}/{under}") } else { UNSHOWN.to_owned() }
}

fn root(of: &str) -> String {
    let is_one = of.chars().count() == 1 || of.chars().all(|c| c.is_ascii_digit());
    if is_one { format!("√{of}") } else { format!("√({of})") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Definitions, in_words};

    fn shown(tex: &str) -> String {
        in_words(tex, &mut Definitions::default())
    }

    #[test]
    fn simple_formulas_are_lines_of_text() {
        for (tex, line) in [
            (r"| \psi \rangle = \alpha | 0 \rangle + \beta|1\rangle", "|ψ⟩ = α|0⟩ + β|1⟩"),
            (r"\left|\psi\right> = \ket{0}", "|ψ⟩ = |0⟩"),
            (r"2^n", "2ⁿ"),
            (r"\mathcal{O}(n^2 \log n)", "𝒪(n² log n)"),
            (r"U^\dagger U = I", "U†U = I"),
            (r"|0\rangle^{\otimes n}", "|0⟩^⊗n"),
            (r"q_0, q_{12}, H_{AB}", "q₀, q₁₂, H_AB"),
            (r"e^{-i H t}", "e^(−iHt)"),
            (r"\hat{H} \vec{v}", "Ĥv⃗"),
            (r"-1 \leq x < 1", "−1 ≤ x < 1"),
            (r"\mathbb{C}^2 \otimes \mathbb{C}^2", "ℂ² ⊗ ℂ²"),
            (r"\text{if } a \in A", "if a ∈ A"),
            (r"90^\circ", "90°"),
            (r"R_y(\pi/2) = a^x \ \text{mod} \ N", "R_y(π/2) = aˣ mod N"),
            (r"\mathcal O(d \log^2 d)", "𝒪(d log² d)"),
            (r"\lambda^{\left(B\right)} + \rho_{\rm{universe}}", "λ^(B) + ρ_universe"),
        ] {
            assert_eq!(shown(tex), line, "{tex}");
        }
    }

    #[test]
    fn what_a_line_cannot_show_is_left_open() {
        for (tex, line) in [
            (r"\frac{1}{\sqrt{2}}(|0\rangle + |1\rangle)", "1/√2 (|0⟩ + |1⟩)"),
            (r"\frac{a + b}{c}", "…"),
            (r"A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}", "A = (…)"),
            (r"{n \choose k}", "(…)"),
            (r"\sqrt[3]{x}", "…"),
            (r"\nosuchmacro", "…"),
            (r"x^{a + b + c + d + e + f}", "x^…"),
        ] {
            assert_eq!(shown(tex), line, "{tex}");
        }
    }

    #[test]
    fn what_one_formula_defines_is_used_by_the_next() {
        let mut defined = Definitions::default();
        assert_eq!(in_words(r"\newcommand{\bs}[1]{\mathbb{#1}}", &mut defined), "");
        assert_eq!(in_words(r"\bs{R}", &mut defined), "ℝ");
    }

    proptest! {
        #[test]
        fn no_line_holds_a_command(tex in r"(\\[a-z]{1,8}|[a-z0-9{}\[\]^_&<>|+= ]|\\\\){0,25}") {
            let line = shown(&tex);
            prop_assert!(!line.contains("&lt;") && !line.contains("</"), "{line}");
            prop_assert!(line.trim() == line && !line.contains("  "), "{line:?}");
        }
    }
}
