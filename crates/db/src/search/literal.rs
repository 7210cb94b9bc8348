//! PostgreSQL's `tsvector` literal, written by hand: `to_tsvector` would split tokens again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The last position that a `tsvector` tells apart.
const LAST: usize = 16_383;
/// The most positions that a `tsvector` keeps of one word.
const KEPT: usize = 255;
/// The most bytes of a literal: a `tsvector` holds 1 MiB.
const BYTES: usize = 900_000;

/// The literal of a document: words of the title weigh A, those of the body D.
pub(crate) fn tsvector(title: &str, body: &str) -> String {
    let mut words: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
    let titled = title.split_ascii_whitespace().map(|word| (word, "A"));
    let all = titled.chain(body.split_ascii_whitespace().map(|word| (word, "")));
    for (at, (word, weight)) in all.filter(|(word, _)| is_plain(word)).enumerate() {
        let places = words.entry(word).or_default();
        if places.len() < KEPT {
            places.push(((at + 1).min(LAST), weight));
        }
    }
    let mut literal = String::new();
    for (word, places) in words {
        if literal.len() > BYTES {
            break;
        }
        // Writing to a String never fails.
        let _ = write!(literal, "'{word}':");
        for (at, (place, weight)) in places.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(literal, "{comma}{place}{weight}");
        }
        literal.push(' ');
    }
    literal
}

/// Whether a token can stand between quotes as it is; others are no tokens of ours.
fn is_plain(word: &str) -> bool {
    word.len() <= 255 && !word.contains(['\'', '\\', '\0'])
}

#[cfg(test)]
mod tests {
    use super::tsvector;

    #[test]
    fn words_keep_their_places_and_weights() {
        assert_eq!(tsvector("清华 大学", "tea 清华"), "'tea':3 '大学':2A '清华':1A,4 ");
    }

    #[test]
    fn what_is_no_token_never_reaches_the_literal() {
        assert_eq!(tsvector("it's", "a\\b ok"), "'ok':1 ");
    }
}
