//! What a reader sees of a text: on our page, and of the same text at its source.

use std::collections::BTreeSet;

use testkit::Part;

/// Stand in the words for what is compared by itself.
const CODE: char = '□';
const FORMULA: char = '◇';
/// Stand where no formula goes on: at the edge of a block, at an element within one.
const EDGE: char = '\u{2029}';
const JOINT: char = '\u{2060}';

/// What is seen of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its words, blanks made one.
    pub words: String,
    /// The text of every piece of code: of a block with its lines and what they begin with.
    pub code: Vec<String>,
    /// The cells of its tables.
    pub cells: Vec<String>,
    /// Where its links lead.
    pub links: BTreeSet<String>,
    /// How many formulas are shown; not those that say nothing but what a macro means.
    pub formulas: usize,
}

impl Seen {
    /// What our page shows. A formula that could not be set is code there.
    pub fn here(parts: &[Part]) -> Self {
        Self::of(parts, false)
    }

    /// What the page at the source shows, where TeX is set in the reader's browser.
    pub fn there(parts: &[Part]) -> Self {
        Self::of(parts, true)
    }

    fn of(parts: &[Part], tex: bool) -> Self {
        let (mut seen, mut text) = (Self::default(), String::new());
        let (mut cells, mut within) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Begin(name, _) if within.contains(&"math") => within.push(name.as_str()),
                Part::End(name) if within.contains(&"math") && name != "math" => {
                    within.pop();
                }
                Part::Begin(name, _) => {
                    // A picture that is a link leads where the link does.
                    let linked = name == "img" && within.contains(&"a");
                    seen.links.extend(address(name, part).filter(|_| !linked));
                    within.push(name.as_str());
                    text.push(edge(name));
                    match name.as_str() {
                        "code" if within.contains(&"pre") => {}
                        "pre" | "code" => seen.code.push(String::new()),
                        "img" => text.push_str(described(part, linked)),
                        "td" | "th" => cells.push(text.len()),
                        _ => {}
                    }
                }
                // Our page says under a picture on which site it lies.
                Part::Text(_)
                    if within.iter().any(|name| ["math", "figcaption"].contains(name)) => {}
                Part::Text(words) if within.iter().any(|name| ["pre", "code"].contains(name)) => {
                    seen.code.last_mut().unwrap().push_str(words);
                }
                Part::Text(words) => text.push_str(words),
                Part::End(name) => {
                    within.pop();
                    match name.as_str() {
                        "code" if within.contains(&"pre") => {}
                        "pre" | "code" => {
                            let code = seen.code.last_mut().unwrap();
                            *code = if name == "pre" { lines_of(code) } else { one_blank(code) };
                            text.push(CODE);
                        }
                        "math" => text.push(FORMULA),
                        "td" | "th" => seen.cells.push(text[cells.pop().unwrap()..].to_owned()),
                        _ => {}
                    }
                    text.push(edge(name));
                }
            }
        }
        seen.settle(&text, tex)
    }

    /// What is not the same in another: its name, and how both go on from where they part.
    pub fn beside(&self, other: &Self) -> Vec<(&'static str, String, String)> {
        let texts = |seen: &Self| {
            [
                ("words", seen.words.clone()),
                ("code", format!("{:?}", seen.code)),
                ("cells", format!("{:?}", seen.cells)),
                ("links", format!("{:?}", seen.links)),
                ("formulas", seen.formulas.to_string()),
            ]
        };
        let pairs = texts(self).into_iter().zip(texts(other)).filter(|(a, b)| a != b);
        let apart = |((what, a), (_, b)): ((&'static str, String), (&str, String))| {
            let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
            let rest = |text: &str| text.chars().skip(same.saturating_sub(30)).take(120).collect();
            (what, rest(&a), rest(&b))
        };
        pairs.map(apart).collect()
    }

    fn settle(self, text: &str, tex: bool) -> Self {
        let settled = |text: &str| one_blank(&if tex { set(text) } else { text.to_owned() });
        let words = settled(text);
        Self {
            formulas: words.matches(FORMULA).count(),
            words,
            code: self.code,
            cells: self.cells.iter().map(|cell| settled(cell)).collect(),
            links: self.links,
        }
    }
}

/// What is said of a picture: our page says that it has no description.
fn described(picture: &Part, linked: bool) -> &str {
    match picture.attribute("alt") {
        "" if linked => "Picture without description",
        "" => "Picture",
        alt => alt,
    }
}

/// Where a link or a picture leads: a picture on another site is a link to it here.
fn address(name: &str, part: &Part) -> Option<String> {
    let address = match name {
        "a" => part.attribute("href"),
        "img" => part.attribute("src"),
        _ => "",
    };
    (!address.is_empty()).then(|| address.to_owned())
}

fn edge(name: &str) -> char {
    match name {
        "a" | "em" | "strong" | "b" | "i" | "code" | "sup" | "sub" | "kbd" | "del" | "s"
        | "strike" | "span" | "math" | "img" => JOINT,
        "br" => ' ',
        _ => EDGE,
    }
}

fn one_blank(text: &str) -> String {
    let plain: String = text.chars().filter(|c| *c != JOINT).collect();
    plain.split(|c: char| c.is_whitespace() || c == EDGE).filter(|word| !word.is_empty()).fold(
        String::new(),
        |mut line, word| {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            line
        },
    )
}

/// The lines of a block of code, without the blanks that they end with and the empty lines at its
/// end.
fn lines_of(code: &str) -> String {
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// A text with its formulas set, as MathJax finds them there.
fn set(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let environment = rest.strip_prefix("\\begin{").and_then(|rest| rest.split_once('}'));
        let last = environment.map(|(name, _)| format!("\\end{{{name}}}"));
        let signs = [("\\begin{", last.as_deref()), ("$$", Some("$$")), ("$", Some("$"))];
        let found = signs.into_iter().find_map(|(first, last)| {
            let (body, last) = (rest.strip_prefix(first)?, last?);
            let end = closing(body, last).filter(|end| !body[..*end].trim().is_empty())?;
            Some((&body[..end], &body[end + last.len()..]))
        });
        if let Some((body, after)) = found {
            let silent = ["\\newcommand", "\\renewcommand", "\\def\\", "\\require"];
            if !silent.iter().any(|command| body.trim().starts_with(command)) {
                out.push(FORMULA);
            }
            rest = after;
        } else if let Some(after) = rest.strip_prefix("\\$") {
            out.push('$');
            rest = after;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Where a formula ends: outside of braces, before the next edge.
fn closing(body: &str, last: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0, false);
    for (at, c) in body.char_indices() {
        if depth <= 0 && !escaped && body[at..].starts_with(last) {
            return Some(at);
        }
        match c {
            EDGE | JOINT => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}
