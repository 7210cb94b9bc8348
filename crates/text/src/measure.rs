//! How long a text is, how long it takes to read, and which language it is in.

use kernel::Locale;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::fold::{is_han, is_invisible};

/// Han characters that a practised reader takes in per minute.
const HAN_A_MINUTE: usize = 400;
/// English words that a practised reader takes in per minute.
const WORDS_A_MINUTE: usize = 230;

/// The length of a text, by the rules of both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Length {
    /// What a person counts as characters: a Han character, a letter with its accents, an emoji,
    /// a mark each one; blanks not counted.
    pub characters: usize,
    /// Han characters.
    pub han: usize,
    /// Words of scripts with spaces between words.
    pub words: usize,
}

impl Length {
    /// Measures a plain text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let visible = |cluster: &str| {
            !cluster.chars().all(|ch| ch.is_whitespace() || ch.is_control() || is_invisible(ch))
        };
        let mut words = 0;
        let mut in_word = false;
        for ch in text.chars() {
            let part = ch.is_alphanumeric() && !is_han(ch);
            words += usize::from(part && !in_word);
            in_word = part || (in_word && matches!(ch, '\'' | '’' | '-' | '_'));
        }
        Self {
            characters: text.graphemes(true).filter(|cluster| visible(cluster)).count(),
            han: text.chars().filter(|ch| is_han(*ch)).count(),
            words,
        }
    }

    /// Minutes of reading, rounded up; at least one for a text that says anything.
    #[must_use]
    pub const fn minutes(self) -> usize {
        let units = self.han * WORDS_A_MINUTE + self.words * HAN_A_MINUTE;
        units.div_ceil(HAN_A_MINUTE * WORDS_A_MINUTE)
    }
}

/// The language that a text is mostly in, for its `lang` attribute: `None` when it is in neither
/// Chinese nor anything written in Latin letters. One Han character weighs as much as one word,
/// because Chinese texts quote English terms far more often than the other way round.
#[must_use]
pub fn language(text: &str) -> Option<Locale> {
    let mut han = 0_usize;
    let mut latin = 0_usize;
    let mut in_word = false;
    for ch in text.chars().take(4000) {
        han += usize::from(is_han(ch));
        latin += usize::from(ch.is_ascii_alphabetic() && !in_word);
        in_word = ch.is_ascii_alphanumeric();
    }
    match (han, latin) {
        (0, 0) => None,
        _ if han * 2 >= latin => Some(Locale::ZhCn),
        _ => Some(Locale::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_what_people_count() {
        let length = Length::of("你好，world! 👨‍👩‍👧 e\u{301}\u{200b}");
        assert_eq!(length, Length { characters: 11, han: 2, words: 2 });
        assert_eq!(Length::of(" \n\t"), Length::default());
        assert_eq!(Length::of("don't re-use it").words, 3);
    }

    #[test]
    fn reading_takes_at_least_a_minute_and_both_languages_add_up() {
        assert_eq!(Length::of("").minutes(), 0);
        assert_eq!(Length::of("短").minutes(), 1);
        assert_eq!(Length { characters: 0, han: 400, words: 230 }.minutes(), 2);
        assert_eq!(Length { characters: 0, han: 4001, words: 0 }.minutes(), 11);
    }

    #[test]
    fn the_language_of_a_text_is_that_of_most_of_it() {
        assert_eq!(language("用 Rust 写一个 async runtime 的笔记"), Some(Locale::ZhCn));
        assert_eq!(language("The word 关系 (guanxi) means a relation of trust"), Some(Locale::En));
        assert_eq!(language("123 !?"), None);
        assert_eq!(language("Привет"), None);
    }
}
