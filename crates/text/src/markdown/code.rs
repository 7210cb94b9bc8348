//! Code with its parts marked by class, so that a style sheet colours it.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::sheet::escaped;

/// Most bytes of code in one text that are marked up: grammars read about 1 MB a second.
pub(super) const MOST_HIGHLIGHTED: usize = 60_000;
/// Longest line in bytes that a grammar is asked about.
const LONGEST_LINE: usize = 2_000;
/// Longest name of a language.
const LONGEST_NAME: usize = 24;

/// All grammars; each is unpacked when it is first asked for.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// What a scope counts as: the first that the innermost scope falls under.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    [
        ("comment", "c"),
        ("constant.character.escape", "e"),
        ("string", "s"),
        ("constant.numeric", "n"),
        ("constant.language", "n"),
        ("constant", "n"),
        ("keyword.operator", ""),
        ("keyword", "k"),
        ("storage", "k"),
        ("entity.name.function", "f"),
        ("support.function", "f"),
        ("support.macro", "f"),
        ("entity.name.tag", "k"),
        ("entity.other.attribute-name", "a"),
        ("entity.name", "t"),
        ("support.type", "t"),
        ("support.class", "t"),
        ("markup.inserted", "i"),
        ("markup.deleted", "d"),
        ("markup.heading", "k"),
        ("variable.annotation", "a"),
        ("meta.annotation", "a"),
    ]
    .into_iter()
    .filter_map(|(name, class)| Some((Scope::new(name).ok()?, class)))
    .collect()
});

/// Writes a block of code in the language that its fence names; `left` is how many bytes may
/// still be marked up, and is lowered.
pub(super) fn block(fence: &str, code: &str, left: &mut usize) -> String {
    let language = language(fence);
    let grammar = language.as_deref().and_then(|name| GRAMMARS.find_syntax_by_token(name));
    let body = match grammar {
        Some(grammar) if code.len() <= *left => {
            *left -= code.len();
            marked(code, grammar).unwrap_or_else(|| escaped(code))
        }
        _ => escaped(code),
    };
    match language.map(|name| escaped(&name)) {
        Some(name) => format!(
            "<pre tabindex=\"0\" data-language=\"{name}\"><code class=\"language-{name}\">{body}\
             </code></pre>"
        ),
        None => format!("<pre tabindex=\"0\"><code>{body}</code></pre>"),
    }
}

/// The language that a fence names: its first word, in small letters.
fn language(fence: &str) -> Option<String> {
    let name = fence.split([' ', '\t', ',', '{']).next()?.trim_start_matches('.');
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+#-_.".contains(&b));
    (!name.is_empty() && name.len() <= LONGEST_NAME && plain).then(|| name.to_ascii_lowercase())
}

/// The code with its parts in spans; `None` when the grammar gives up.
fn marked(code: &str, grammar: &SyntaxReference) -> Option<String> {
    let mut writer = Marks { out: String::with_capacity(code.len() * 2), class: "" };
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let mut done = 0;
        for (at, step) in state.parse_line(line, &GRAMMARS).ok()? {
            writer.write(line.get(done..at)?, class(&stack));
            done = at;
            stack.apply(&step).ok()?;
        }
        writer.write(line.get(done..)?, class(&stack));
    }
    writer.turn("");
    Some(writer.out)
}

fn class(stack: &ScopeStack) -> &'static str {
    for scope in stack.as_slice().iter().rev() {
        let found = CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        if let Some((_, class)) = found {
            return class;
        }
    }
    ""
}

/// Text with spans around stretches of one class.
struct Marks {
    out: String,
    class: &'static str,
}

impl Marks {
    fn write(&mut self, text: &str, class: &'static str) {
        if text.is_empty() {
            return;
        }
        if !text.trim().is_empty() {
            self.turn(class);
        }
        self.out.push_str(&escaped(text));
    }

    fn turn(&mut self, class: &'static str) {
        if self.class == class {
            return;
        }
        if !self.class.is_empty() {
            self.out.push_str("</span>");
        }
        if !class.is_empty() {
            self.out.push_str("<span class=\"hl-");
            self.out.push_str(class);
            self.out.push_str("\">");
        }
        self.class = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(fence: &str, code: &str) -> String {
        block(fence, code, &mut MOST_HIGHLIGHTED.clone())
    }

    #[test]
    fn code_is_marked_in_the_languages_that_people_write() {
        for (fence, code, part) in [
            ("rust", "fn main() { // 注释\n}", "<span class=\"hl-c\">// 注释"),
            ("typescript", "const x: number = 42", "<span class=\"hl-n\">42</span>"),
            ("toml", "a = 'b'", "<span class=\"hl-s\">&#39;b&#39;</span>"),
            ("python", "def f(): pass", "<span class=\"hl-f\">f</span>"),
            ("sh", "if true; then echo; fi", "<span class=\"hl-k\">if "),
        ] {
            let html = written(fence, code);
            assert!(html.contains(part), "{fence}: {html}");
        }
    }

    #[test]
    fn code_without_a_known_language_is_written_as_it_is() {
        assert_eq!(written("", "a < b"), "<pre tabindex=\"0\"><code>a &lt; b</code></pre>");
        assert!(written("no-such", "<x>").contains("language-no-such\">&lt;x&gt;</code>"));
        assert!(written("\"><script>", "x").starts_with("<pre tabindex=\"0\"><code>"));
    }

    #[test]
    fn what_is_beyond_the_budget_is_not_marked() {
        let mut left = 10;
        let html = block("rust", "fn main() {}", &mut left);
        assert!(!html.contains("<span") && left == 10);
    }

    #[test]
    fn marked_code_is_the_code() {
        let code = "impl<T> A for B { fn c(&self) -> &'static str { \"d\\n\" } }\n\n/* e */\n";
        let html = written("rust", code);
        let body = html.split_once("\">").unwrap().1.split_once("\">").unwrap().1;
        let mut text = String::new();
        let mut inside = false;
        for ch in body.chars() {
            match ch {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => text.push(ch),
                _ => {}
            }
        }
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        assert_eq!(text.replace("&#39;", "'").replace("&amp;", "&"), code);
    }
}
