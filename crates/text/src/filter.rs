//! The word filter: many words found at once, however they are disguised.
//!
//! A word is found in full width, in traditional characters, in capitals and with accents, with
//! characters of no width in it, and with marks put between its characters. Spaces and marks of
//! clauses count as put in only where one stands between every two characters of a word of at
//! least three, or where a word without Latin letters is set apart on both sides as well, so that
//! two words that meet at a comma are not taken for a third. Words of Latin letters have to stand
//! alone: `class` holds no bad word.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::fold::{Folded, folded, is_han};

/// Most words of one filter.
const MOST_WORDS: usize = 200_000;
/// Most characters that may be put in between two characters of a word.
const WIDEST_GAP: usize = 4;
/// Shortest word whose characters may be set apart by spaces.
const SHORTEST_SPREAD: usize = 3;

/// A word found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which word: its place in the list that the filter was made of.
    pub word: usize,
    /// The bytes of the text as it was written.
    pub range: Range<usize>,
}

/// Many words, ready to be found. Making one takes milliseconds, asking it microseconds.
#[derive(Debug, Clone)]
pub struct Filter {
    words: AhoCorasick,
    /// For each pattern its word's place in the caller's list: empty words have no pattern.
    places: Vec<usize>,
}

/// A filter that cannot be made: more words, or longer ones, than one can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyWords;

impl std::fmt::Display for TooManyWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a word filter holds at most {MOST_WORDS} words")
    }
}

impl std::error::Error for TooManyWords {}

impl Filter {
    /// A filter for these words; a word without a letter, digit or Han character finds nothing.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, TooManyWords> {
        if words.len() > MOST_WORDS {
            return Err(TooManyWords);
        }
        let mut places = Vec::with_capacity(words.len());
        let mut patterns = Vec::with_capacity(words.len());
        for (place, word) in words.iter().enumerate() {
            let letters: String =
                folded(word.as_ref()).map(|f| f.ch).filter(|ch| ch.is_alphanumeric()).collect();
            if !letters.is_empty() {
                places.push(place);
                patterns.push(letters);
            }
        }
        let built = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns);
        built.map(|words| Self { words, places }).map_err(|_too_large| TooManyWords)
    }

    /// Every word in a text, by where it begins; words within words too.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let letters = Letters::of(text);
        let mut hits: Vec<Hit> = self
            .words
            .find_overlapping_iter(&letters.compact)
            .filter_map(|found| {
                let range = letters.word(found.start(), found.end())?;
                let word = self.places.get(found.pattern().as_usize()).copied()?;
                Some(Hit { word, range })
            })
            .collect();
        hits.sort_by_key(|hit| (hit.range.start, hit.range.end, hit.word));
        hits
    }

    /// Whether any word stands in a text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let letters = Letters::of(text);
        let mut found = self.words.find_overlapping_iter(&letters.compact);
        found.any(|found| letters.word(found.start(), found.end()).is_some())
    }
}

/// What stands between two letters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing.
    None,
    /// Marks that no text needs there: `*`, `-`, `_` …
    Marks,
    /// Spaces, line ends or marks of clauses.
    Clause,
    /// More than is put in to disguise a word.
    Wide,
}

/// A text reduced to its folded letters and digits.
struct Letters {
    compact: String,
    /// For each byte of `compact` that begins a letter: the letter's place in `all`.
    place: Vec<usize>,
    all: Vec<(Folded, Gap)>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self {
            compact: String::with_capacity(text.len()),
            place: Vec::with_capacity(text.len()),
            all: Vec::with_capacity(text.len() / 2),
        };
        let (mut gap, mut width) = (Gap::None, 0);
        for piece in folded(text) {
            if !piece.ch.is_alphanumeric() {
                width += 1;
                gap = match gap {
                    _ if width > WIDEST_GAP => Gap::Wide,
                    Gap::Clause => Gap::Clause,
                    _ if ends_clause(piece.ch) => Gap::Clause,
                    _ => Gap::Marks,
                };
                continue;
            }
            let place = letters.all.len();
            letters.place.extend(std::iter::repeat_n(place, piece.ch.len_utf8()));
            letters.compact.push(piece.ch);
            letters.all.push((piece, gap));
            (gap, width) = (Gap::None, 0);
        }
        letters
    }

    /// The bytes of the original for a match in `compact`, if it is a word there.
    fn word(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let first = *self.place.get(start)?;
        let last = *self.place.get(end.checked_sub(1)?)?;
        let word = self.all.get(first..=last)?;
        let inner = word.get(1..)?;
        let clauses = inner.iter().filter(|(_, gap)| *gap == Gap::Clause).count();
        let spread = word.len() >= SHORTEST_SPREAD && clauses == inner.len();
        let whole = clauses == 0 || spread || self.is_set_apart(first, last);
        let gaps = inner.iter().all(|(_, gap)| *gap != Gap::Wide) && whole;
        let (head, tail) = (word.first()?.0, word.last()?.0);
        let alone = self.begins_word(first) && self.ends_word(last);
        (gaps && alone).then(|| head.through(tail))
    }

    /// Whether the letters from `first` to `last` are of a script without spaces and something stands
    /// before and after them all the same.
    fn is_set_apart(&self, first: usize, last: usize) -> bool {
        let word = self.all.get(first..=last).unwrap_or_default();
        let gap_at = |place| self.all.get(place).is_none_or(|(_, gap)| *gap != Gap::None);
        word.iter().all(|(letter, _)| !is_spaced(letter.ch))
            && (first == 0 || gap_at(first))
            && gap_at(last + 1)
    }

    fn begins_word(&self, place: usize) -> bool {
        let before = place.checked_sub(1).and_then(|before| self.all.get(before));
        match (before, self.all.get(place)) {
            (Some((before, _)), Some((first, gap))) => {
                *gap != Gap::None || !(is_spaced(before.ch) && is_spaced(first.ch))
            }
            _ => true,
        }
    }

    fn ends_word(&self, place: usize) -> bool {
        self.all.get(place + 1).is_none() || self.begins_word(place + 1)
    }
}

/// Whether a letter belongs to a script that sets spaces between words.
const fn is_spaced(ch: char) -> bool {
    !is_han(ch) && !matches!(ch, '\u{3040}'..='\u{30ff}')
}

fn ends_clause(ch: char) -> bool {
    ch.is_whitespace() || ",.;:!?，。；：！？、…\u{b7}「」『』“”‘’()（）《》\"".contains(ch)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'t>(words: &[&str], text: &'t str) -> Vec<&'t str> {
        let hits = Filter::new(words).unwrap().find(text);
        hits.into_iter().map(|hit| &text[hit.range]).collect()
    }

    #[test]
    fn a_word_is_found_however_it_is_disguised() {
        for text in [
            "买假发票吗",
            "買假發票嗎",
            "假*发*票",
            "假\u{200b}发\u{200d}票",
            "假-发票",
            "假_发_票",
            "假 发 票",
            "假。发。票",
            "假★发☆票",
            "假\u{fe0f}发票",
            "买 假 发票 吗",
            "假发.票",
            "（假，发票）",
        ] {
            assert_eq!(found(&["假发票"], text).len(), 1, "{text}");
        }
        for text in [
            "SPAM",
            "ｓｐａｍ",
            "s.p.a.m",
            "s p a m",
            "s-p_a*m",
            "Spám!",
            "加spam群",
            "s\u{200b}pam",
        ] {
            assert_eq!(found(&["spam"], text).len(), 1, "{text}");
        }
        assert_eq!(found(&["spam"], "(s*p*a*m)"), ["s*p*a*m"]);
        assert_eq!(found(&["加微信"], "请 加-微-信 好"), ["加-微-信"]);
        assert_eq!(found(&["法轮"], "读 法 轮 的书"), ["法 轮"]);
    }

    #[test]
    fn honest_text_is_left_alone() {
        for (word, text) in [
            ("ass", "class assess as soon as some"),
            ("shit", "push it; as hit"),
            ("法轮", "这是方法，轮到你了"),
            ("法轮", "方法 轮子"),
            ("法轮", "用这个方法. 轮到谁？"),
            ("penis", "the pen is mightier"),
            ("假发票", "假发，票据"),
            ("spam", "spa market, spams, spamming"),
            ("spam", "s------------pam"),
            ("", "anything"),
            ("!!!", "what!!!"),
        ] {
            assert!(found(&[word], text).is_empty(), "{word}: {text}");
        }
    }

    #[test]
    fn words_within_words_and_their_numbers_are_told() {
        let filter = Filter::new(&["", "中国", "中国人", "国人"]).unwrap();
        let words: Vec<usize> = filter.find("中國人").into_iter().map(|hit| hit.word).collect();
        assert_eq!(words, [1, 2, 3]);
        assert!(filter.matches("中国") && !filter.matches("中"));
    }

    #[test]
    fn one_of_ten_thousand_words_is_found_and_told_which() {
        let words: Vec<String> = (0..10_000_u32)
            .map(|i| {
                let han = |n: u32| char::from_u32(0x4e00 + n % 5000).unwrap();
                [han(i * 7), han(i * 13 + 1), han(i * 29 + 2)].iter().collect()
            })
            .collect();
        let filter = Filter::new(&words).unwrap();
        let text = "这是一段一千字的普通文字，讨论的是量子计算与社区治理。".repeat(40);
        assert_eq!(filter.find(&text), []);
        let hidden = format!("{text}{}。{text}", words[7_777]);
        let told: Vec<usize> = filter.find(&hidden).into_iter().map(|hit| hit.word).collect();
        assert!(told.contains(&7_777), "{told:?}");
    }

    proptest! {
        #[test]
        fn any_disguise_by_marks_is_seen_through(
            word in "[一-龥]{2,5}|[a-z]{3,8}", marks in "[*_~|^+=-]{0,2}",
            before in "[。 ]?", after in "[。 ]?",
        ) {
            let disguised: Vec<String> = word.chars().map(String::from).collect();
            let text = format!("{before}{}{after}", disguised.join(&marks));
            prop_assert!(Filter::new(&[&word]).unwrap().matches(&text), "{text}");
        }

        #[test]
        fn every_hit_lies_on_characters_of_the_text(text in "\\PC{0,80}", words in proptest::collection::vec("\\PC{1,3}", 0..20)) {
            let filter = Filter::new(&words).unwrap();
            for hit in filter.find(&text) {
                prop_assert!(text.get(hit.range.clone()).is_some_and(|found| !found.is_empty()));
                prop_assert!(hit.word < words.len());
            }
        }
    }
}
