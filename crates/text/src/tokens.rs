//! Search tokens: what a text is found by.
//!
//! Each token is `[a-z0-9]+`, or one or two Han characters, so no search engine splits it again.
//! Han runs give every character and every pair; English words give themselves and their stem.
//! Words of other scripts are spelled as `x` and the code points of their letters, which makes
//! them findable as they are.

use std::fmt::Write as _;
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use crate::fold::{Folded, folded, is_han};

/// Raised whenever the same text gives other tokens than before: what is stored is made again.
pub const TOKENS_VERSION: u32 = 1;

/// Longest token in characters; longer words are cut, alike in texts and in queries.
const LONGEST: usize = 40;
/// Most letters of a word in another script: each takes up to six characters of the token.
const LONGEST_SPELLED: usize = 6;
/// Shortest English word that has a stem of its own.
const SHORTEST_STEMMED: usize = 3;
/// Most tokens that one query is searched by.
const QUERY_TOKENS: usize = 32;

/// What a run of characters is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// Han characters.
    Han,
    /// ASCII letters and digits.
    Latin,
    /// Letters and digits of scripts that set spaces between words.
    Spaced,
    /// Letters of scripts that do not.
    Unspaced,
}

impl Script {
    fn of(ch: char) -> Option<Self> {
        match ch {
            'a'..='z' | '0'..='9' => Some(Self::Latin),
            _ if is_han(ch) => Some(Self::Han),
            '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}' => Some(Self::Unspaced),
            _ if ch.is_alphanumeric() => Some(Self::Spaced),
            _ => None,
        }
    }
}

/// Folded characters of one script without anything between them.
#[derive(Debug)]
pub(crate) struct Run {
    script: Script,
    chars: Vec<Folded>,
}

impl Run {
    /// The tokens of this run, each with the bytes of the original that it stands for.
    pub(crate) fn each(&self, mut give: impl FnMut(Range<usize>, String)) {
        match self.script {
            Script::Han => self.singles_and_pairs(|run| run.iter().map(|f| f.ch).collect(), give),
            Script::Unspaced => self.singles_and_pairs(spelled, give),
            Script::Spaced => {
                let word = self.chars.get(..LONGEST_SPELLED).unwrap_or(&self.chars);
                give(self.range(), spelled(word));
            }
            Script::Latin => {
                let word: String = self.chars.iter().take(LONGEST).map(|f| f.ch).collect();
                let stem = stem(&word);
                if stem != word {
                    give(self.range(), stem);
                }
                give(self.range(), word);
            }
        }
    }

    fn singles_and_pairs(
        &self,
        spell: impl Fn(&[Folded]) -> String,
        mut give: impl FnMut(Range<usize>, String),
    ) {
        for length in [1, 2] {
            for window in self.chars.windows(length) {
                if let (Some(first), Some(last)) = (window.first(), window.last()) {
                    give(first.through(*last), spell(window));
                }
            }
        }
    }

    fn range(&self) -> Range<usize> {
        match (self.chars.first(), self.chars.last()) {
            (Some(first), Some(last)) => first.through(*last),
            _ => 0..0,
        }
    }

    /// Tokens to ask for: pairs where there are any, stems rather than words.
    fn ask(&self, ask: &mut Vec<String>) {
        let single = self.chars.len() == 1;
        match self.script {
            Script::Latin => {
                let word: String = self.chars.iter().take(LONGEST).map(|f| f.ch).collect();
                ask.push(stem(&word));
            }
            Script::Han | Script::Unspaced if !single => {
                let mut pairs = Vec::new();
                self.each(|range, token| pairs.push((range, token)));
                ask.extend(pairs.into_iter().skip(self.chars.len()).map(|(_, token)| token));
            }
            _ => self.each(|_, token| ask.push(token)),
        }
    }
}

/// The runs of a text, in its order.
pub(crate) fn runs(text: &str) -> impl Iterator<Item = Run> + '_ {
    let mut chars = folded(text).peekable();
    std::iter::from_fn(move || {
        while let Some(first) = chars.next() {
            let Some(script) = Script::of(first.ch) else { continue };
            let mut run = Run { script, chars: vec![first] };
            while let Some(next) = chars.next_if(|next| Script::of(next.ch) == Some(script)) {
                run.chars.push(next);
            }
            return Some(run);
        }
        None
    })
}

/// The tokens of a text, as often as they stand in it.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::with_capacity(text.len() / 3);
    for run in runs(text) {
        run.each(|_, token| tokens.push(token));
    }
    tokens
}

/// The tokens that a query asks for, each once, at most 32: a text that holds all of them is a
/// hit.
#[must_use]
pub fn query(text: &str) -> Vec<String> {
    let mut asked = Vec::new();
    for run in runs(text) {
        run.ask(&mut asked);
        if asked.len() >= 4 * QUERY_TOKENS {
            break;
        }
    }
    let mut once = Vec::with_capacity(QUERY_TOKENS);
    for token in asked {
        if once.len() < QUERY_TOKENS && !once.contains(&token) {
            once.push(token);
        }
    }
    once
}

/// The Porter stem of an English word; a short word or one with digits is its own stem.
fn stem(word: &str) -> String {
    if word.len() < SHORTEST_STEMMED || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

fn spelled(chars: &[Folded]) -> String {
    let mut token = String::from("x");
    for folded in chars {
        // Writing into a String cannot fail.
        let _written = write!(token, "{:x}", u32::from(folded.ch));
    }
    token
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn han_gives_characters_and_pairs() {
        assert_eq!(tokens("清华大學"), ["清", "华", "大", "学", "清华", "华大", "大学"]);
        assert_eq!(query("清華大學"), ["清华", "华大", "大学"]);
        assert_eq!(query("量"), ["量"]);
    }

    #[test]
    fn english_gives_words_and_stems() {
        assert_eq!(tokens("Running qubits, H2O!"), ["run", "running", "qubit", "qubits", "h2o"]);
        assert_eq!(query("runs QUBIT"), ["run", "qubit"]);
    }

    #[test]
    fn a_mixed_question_is_asked_piece_by_piece() {
        assert_eq!(query("Rust 的運行時 runtime?"), ["rust", "的运", "运行", "行时", "runtim"]);
    }

    #[test]
    fn other_scripts_are_found_as_they_are_written() {
        let text = tokens("Привет ψ カタカナ");
        for asked in ["привет", "Ψ", "タカ"] {
            assert!(query(asked).iter().all(|token| text.contains(token)), "{asked}");
        }
        assert!(!text.contains(&query("ナカ")[0]));
    }

    #[test]
    fn whoever_searches_with_operators_searches_for_words() {
        assert_eq!(query("\"NEAR(a b)\" OR tag:* -x ') --"), ["near", "a", "b", "or", "tag", "x"]);
        assert!(query("!@#$%^&*()，。！？").is_empty());
        assert_eq!(query(&"长".repeat(1000)).len(), 1);
        assert_eq!(query(&(0..500).map(|i| format!("w{i} ")).collect::<String>()).len(), 32);
    }

    fn is_token(token: &str) -> bool {
        let han = token.chars().all(is_han) && (1..=2).contains(&token.chars().count());
        let latin = token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        !token.is_empty() && token.chars().count() <= LONGEST && (han || latin)
    }

    proptest! {
        #[test]
        fn whatever_is_written_becomes_tokens_that_no_engine_splits(text in "\\PC{0,200}") {
            for token in tokens(&text).iter().chain(&query(&text)) {
                prop_assert!(is_token(token), "{token}");
            }
        }

        #[test]
        fn a_text_is_found_by_any_run_of_its_own_words(
            words in proptest::collection::vec("[一-龥]{1,6}|[a-zA-Z0-9]{1,12}|[а-я]{1,9}", 1..12),
            from in 0_usize..12,
        ) {
            let text = words.join(" ");
            let all = tokens(&text);
            let asked = words[from.min(words.len() - 1)..].join(" ");
            prop_assert!(query(&asked).iter().all(|token| all.contains(token)));
        }
    }
}
