//! Folding: one spelling for characters that a reader takes as the same.
//!
//! Full width becomes half width, capitals small letters, accents fall away, traditional characters
//! become simplified ones, and what has no width disappears. Every folded character remembers
//! where it stood, so that a match can be shown in the text as it was written.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// One character after folding, and the bytes of the original that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// The folded character.
    pub ch: char,
    /// First byte of the original character.
    pub start: usize,
    /// The byte after the original character.
    pub end: usize,
}

impl Folded {
    /// The bytes of the original text from this character's first to `last`'s end.
    #[must_use]
    pub const fn through(self, last: Self) -> Range<usize> {
        self.start..last.end
    }
}

/// Traditional characters and their simplified form, sorted by the former.
static SIMPLIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let lines = include_str!("../data/simplified.txt").lines();
    let mut pairs = Vec::with_capacity(4200);
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut chars = line.chars();
        while let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) {
            pairs.push((traditional, simplified));
        }
    }
    pairs.sort_unstable();
    pairs
});

/// Folds a text character by character.
pub fn folded(text: &str) -> impl Iterator<Item = Folded> + '_ {
    text.char_indices().flat_map(|(start, ch)| {
        let end = start + ch.len_utf8();
        spelled(ch).into_iter().flatten().map(move |ch| Folded { ch, start, end })
    })
}

/// The folded text alone.
#[must_use]
pub fn fold(text: &str) -> String {
    folded(text).map(|folded| folded.ch).collect()
}

/// Longest folded spelling of one character, ﷺ, is 18 characters; four are enough for every
/// character that people type as part of a word.
type Spelling = [Option<char>; 4];

fn spelled(ch: char) -> Spelling {
    if ch.is_ascii() {
        return [Some(ch.to_ascii_lowercase()), None, None, None];
    }
    if is_invisible(ch) || is_combining_mark(ch) {
        return [None; 4];
    }
    if is_han(ch) {
        let plain = std::iter::once(ch).nfkc().next().unwrap_or(ch);
        return [Some(simplified(plain)), None, None, None];
    }
    let mut spelling = [None; 4];
    let mut places = spelling.iter_mut();
    for lower in ch.to_lowercase().flat_map(without_accent) {
        match places.next() {
            Some(place) => *place = Some(simplified(lower)),
            None => break,
        }
    }
    spelling
}

/// The compatible form of a character: bare of accents where it has a bare Latin, Greek or
/// Cyrillic letter, otherwise composed, so that syllables and kana stay whole.
fn without_accent(ch: char) -> impl Iterator<Item = char> {
    let bare = std::iter::once(ch).nfkd().next().is_some_and(|c| c < '\u{0530}');
    let pieces: Vec<char> = match ch {
        'ß' => vec!['s', 's'],
        'æ' => vec!['a', 'e'],
        'œ' => vec!['o', 'e'],
        'ø' => vec!['o'],
        'ł' => vec!['l'],
        'đ' => vec!['d'],
        'ı' => vec!['i'],
        _ if bare => std::iter::once(ch).nfkd().filter(|c| !is_combining_mark(*c)).collect(),
        _ => std::iter::once(ch).nfkc().collect(),
    };
    pieces.into_iter().flat_map(char::to_lowercase)
}

/// The simplified form of a traditional character; any other character as it is.
#[must_use]
pub fn simplified(ch: char) -> char {
    if ch < '\u{3400}' {
        return ch;
    }
    match SIMPLIFIED.binary_search_by_key(&ch, |(traditional, _)| *traditional) {
        Ok(place) => SIMPLIFIED.get(place).map_or(ch, |(_, simplified)| *simplified),
        Err(_absent) => ch,
    }
}

/// Whether a character is a Han ideograph.
#[must_use]
pub const fn is_han(ch: char) -> bool {
    matches!(ch,
        '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character takes no room on the page: joiners, marks of direction, selectors.
#[must_use]
pub const fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_readers_take_as_one_fold_to_one() {
        for (written, one) in [
            ("ＹＡＪＩ　２０２６", "yaji 2026"),
            ("Straße CAFÉ café cafe\u{301} Œuvre", "strasse cafe cafe cafe oeuvre"),
            ("憂鬱的臺灣烏龜", "忧郁的台湾乌龟"),
            ("裏面 裡面 後來 乾淨", "里面 里面 后来 干净"),
            ("法\u{200b}轮\u{200d}\u{fe0f}\u{feff}", "法轮"),
            ("①②㎏ﬁ", "12kgfi"),
            ("가나다 がカﾞ", "가나다 がカ\u{3099}"),
            ("İstanbul ΣΊΣΥΦΟΣ", "istanbul σισυφοσ"),
        ] {
            assert_eq!(
                fold(written).replace('\u{3099}', ""),
                one.replace('\u{3099}', ""),
                "{written}"
            );
        }
    }

    #[test]
    fn folded_characters_know_where_they_stood() {
        let text = "a臺\u{200b}灣é";
        let spans: Vec<&str> = folded(text).map(|f| &text[f.start..f.end]).collect();
        assert_eq!(spans, ["a", "臺", "灣", "é"]);
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["憂鬱的臺灣烏龜", "Ⅷ ﬃ ǅ ﷺ ㍿ ½", "İI ẞß Œ ℡"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
