//! The macros that the formulas of a text define for those behind them.

use super::spelling::KNOWN;

/// Most bytes of definitions that one text may make.
const MOST: usize = 2_000;
/// Commands that define a macro.
const COMMANDS: [&str; 7] =
    ["newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "def", "gdef", "let"];

/// One macro: its name, and what defines it for our renderer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Definition {
    name: String,
    text: String,
    /// Whether one of the same name that stands already is kept.
    yields: bool,
}

/// The macros that a text has defined so far.
#[derive(Debug, Default)]
pub(in crate::markdown) struct Definitions {
    list: Vec<Definition>,
    bytes: usize,
}

impl Definitions {
    /// Takes the definitions out of a formula and keeps them; what is left is to be set.
    pub(in crate::markdown) fn take(&mut self, tex: &str) -> String {
        let mut left = String::with_capacity(tex.len());
        let (mut rest, mut depth) = (tex, 0_usize);
        while let Some(ch) = rest.chars().next() {
            if ch == '\\' && depth == 0 {
                let mut source = Source(rest);
                if let Some(definition) = definition(&mut source)
                    && self.keep(definition)
                {
                    rest = source.0;
                    continue;
                }
            }
            let length = match ch {
                '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                _ => ch.len_utf8(),
            };
            match ch {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            let (head, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
            left.push_str(head);
            rest = tail;
        }
        left
    }

    /// Keeps a definition in place of the one of its name; not one too many.
    fn keep(&mut self, new: Definition) -> bool {
        let before = self.list.iter().position(|known| known.name == new.name);
        if new.yields && (before.is_some() || KNOWN.iter().any(|(name, _)| *name == new.name)) {
            return true;
        }
        if self.bytes + new.text.len() > MOST {
            return false;
        }
        self.bytes += new.text.len();
        if let Some(before) = before {
            self.list.remove(before);
        }
        self.list.push(new);
        true
    }

    /// The definitions that a formula needs, those that communities use without defining them
    /// first. One that it does not use cannot spoil it.
    pub(super) fn used_by(&self, tex: &str) -> String {
        let mut used: Vec<(usize, &str)> = Vec::new();
        let mut names: Vec<String> = commands(tex);
        while let Some(name) = names.pop() {
            let found = self.named(&name).filter(|(at, _)| used.iter().all(|(seen, _)| seen != at));
            if let Some((at, text)) = found {
                used.push((at, text));
                names.extend(commands(text));
            }
        }
        used.sort_unstable_by_key(|(at, _)| *at);
        used.into_iter().map(|(_, text)| text).collect()
    }

    /// The definition of a name, and its place among all of them.
    fn named(&self, name: &str) -> Option<(usize, &str)> {
        let own = self.list.iter().position(|known| known.name == name);
        if let Some(at) = own {
            return self.list.get(at).map(|known| (KNOWN.len() + at, known.text.as_str()));
        }
        let at = KNOWN.iter().position(|(known, _)| *known == name)?;
        KNOWN.get(at).map(|(_, text)| (at, *text))
    }
}

/// The commands that stand in a formula, without their backslashes.
fn commands(tex: &str) -> Vec<String> {
    let mut source = Source(tex);
    let mut found = Vec::new();
    while let Some(at) = source.0.find('\\') {
        source.0 = source.0.get(at..).unwrap_or_default();
        match source.command() {
            Some(name) => found.push(name.to_owned()),
            None => break,
        }
    }
    found
}

/// Reads the definition that a source begins with, spelled as our renderer takes it.
fn definition(source: &mut Source<'_>) -> Option<Definition> {
    let command = source.command().filter(|name| COMMANDS.contains(name))?;
    source.skip("*");
    let name = match source.group() {
        Some(name) if command != "def" && command != "let" => Source(name.trim()).command()?,
        Some(_) => return None,
        None => source.command()?,
    };
    let text = match command {
        "let" => {
            source.skip("=");
            format!("\\let\\{name} {} ", source.token()?)
        }
        "def" | "gdef" => {
            let parameters = source.until_group()?;
            format!("\\def\\{name}{parameters}{{{}}}", apart(source.group()?))
        }
        "DeclareMathOperator" => {
            format!("\\def\\{name}{{\\operatorname{{{}}}}}", source.group()?)
        }
        _ => {
            let count: u8 = source.option().map_or(Some(0), |count| count.trim().parse().ok())?;
            let default = source.option();
            let body = source.group().map(apart)?;
            match default {
                Some(first) => {
                    format!("\\newcommand{{\\{name}}}[{count}][{first}]{{{body}}}")
                }
                None => {
                    let parameters: String = (1..=count.min(9)).map(|n| format!("#{n}")).collect();
                    format!("\\def\\{name}{parameters}{{{body}}}")
                }
            }
        }
    };
    Some(Definition { name: name.to_owned(), text, yields: command == "providecommand" })
}

/// The body of a macro, whose last command must not run into the word behind its use.
fn apart(body: &str) -> String {
    let last = body.rsplit('\\').next().unwrap_or_default();
    let runs = body.contains('\\') && last.chars().all(|ch| ch.is_ascii_alphabetic());
    if runs { format!("{body} ") } else { body.to_owned() }
}

/// TeX that is being read.
struct Source<'a>(&'a str);

impl<'a> Source<'a> {
    /// Takes a number of bytes.
    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    /// Goes on behind a sign, if it comes next.
    fn skip(&mut self, sign: &str) {
        if let Some(after) = self.0.trim_start().strip_prefix(sign) {
            self.0 = after;
        }
    }

    /// The command that comes next, without its backslash.
    fn command(&mut self) -> Option<&'a str> {
        let after = self.0.trim_start().strip_prefix('\\')?;
        let letters = after.find(|ch: char| !ch.is_ascii_alphabetic()).unwrap_or(after.len());
        let length = if letters > 0 { letters } else { after.chars().next()?.len_utf8() };
        self.0 = after;
        self.take(length)
    }

    /// A command, backslash included, or a character.
    fn token(&mut self) -> Option<&'a str> {
        self.0 = self.0.trim_start();
        let before = self.0;
        let length = match self.command() {
            Some(name) => 1 + name.len(),
            None => before.chars().next()?.len_utf8(),
        };
        self.0 = before;
        self.take(length)
    }

    /// What stands before the next group.
    fn until_group(&mut self) -> Option<&'a str> {
        let length = self.0.find('{')?;
        self.take(length).map(str::trim)
    }

    /// The inside of the group that comes next.
    fn group(&mut self) -> Option<&'a str> {
        self.between('{', '}')
    }

    /// The inside of the brackets that come next.
    fn option(&mut self) -> Option<&'a str> {
        self.between('[', ']')
    }

    fn between(&mut self, opening: char, closing: char) -> Option<&'a str> {
        let body = self.0.trim_start().strip_prefix(opening)?;
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, ch) in body.char_indices() {
            match ch {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if ch == closing && depth == 0 => {
                    self.0 = body.get(at + ch.len_utf8()..)?;
                    return body.get(..at);
                }
                '{' => depth += 1,
                '}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(tex: &str) -> (String, Vec<String>) {
        let mut definitions = Definitions::default();
        let left = definitions.take(tex);
        (left, definitions.list.into_iter().map(|one| one.text).collect())
    }

    #[test]
    fn a_definition_is_read_however_it_is_written() {
        let table = [
            (r"\newcommand{\xx}{y}", r"\def\xx{y}"),
            (r"\newcommand\xx{\alpha}", r"\def\xx{\alpha }"),
            (r"\newcommand*{\xx}[2]{#1 #2}", r"\def\xx#1#2{#1 #2}"),
            (
                r"\renewcommand{\ket}[1]{\left|#1\right\rangle}",
                r"\def\ket#1{\left|#1\right\rangle }",
            ),
            (r"\newcommand{\xx}[2][a]{#1#2}", r"\newcommand{\xx}[2][a]{#1#2}"),
            (r"\def\xx #1 {\{#1\}}", r"\def\xx#1{\{#1\}}"),
            (r"\DeclareMathOperator{\tr}{tr}", r"\def\tr{\operatorname{tr}}"),
            (r"\let\xx=\alpha", r"\let\xx \alpha "),
        ];
        for (tex, read) in table {
            assert_eq!(taken(tex), (String::new(), vec![read.to_owned()]), "{tex}");
        }
    }

    #[test]
    fn what_is_no_definition_is_left_to_be_set() {
        for tex in ["", "x", r"\newcommand", r"\def\a", r"\definite{x}", r"{\def\a{b}}", r"\\ x"] {
            assert_eq!(taken(tex), (tex.to_owned(), Vec::new()), "{tex}");
        }
        assert_eq!(taken(r"a \def\b{c} d"), ("a  d".to_owned(), vec![r"\def\b{c}".to_owned()]));
    }

    #[test]
    fn a_formula_is_given_what_it_uses_and_the_last_word_on_it() {
        let mut definitions = Definitions::default();
        definitions.take(r"\def\a{x}\def\b{\a y}\def\c{#}\def\ket#1{\a #1}\def\a{z}");
        assert_eq!(definitions.used_by(r"\b"), r"\def\b{\a y}\def\a{z}");
        assert_eq!(definitions.used_by(r"\ket 0"), r"\def\ket#1{\a #1}\def\a{z}");
        assert_eq!(definitions.used_by("x_j"), "");
        definitions.take(r"\providecommand{\a}{w}");
        assert_eq!(definitions.used_by(r"\a"), r"\def\a{z}");
    }

    #[test]
    fn definitions_that_are_too_many_are_not_kept() {
        let mut definitions = Definitions::default();
        let long = format!(r"\def\a{{{}}}", "x".repeat(MOST));
        assert_eq!(definitions.take(&long), long);
    }
}
