//! The passage of a text that answers a query, with its matches marked.

use std::collections::HashSet;
use std::ops::Range;

use crate::fold::is_han;
use crate::tokens::runs;

/// Bytes of a text that are searched for a passage: beyond it, texts are not read for a snippet.
const SEARCHED: usize = 200_000;
/// The most characters of a word that is left out rather than cut.
const WORD: usize = 24;

/// A passage cut from a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The passage in one line, without an ellipsis.
    pub text: String,
    /// Bytes of `text` that match, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
    /// Whether the text goes on before the passage.
    pub cut_before: bool,
    /// Whether the text goes on after the passage.
    pub cut_after: bool,
}

/// Cuts the passage of at most `longest` characters with the most different tokens of `asked`
/// (from [`query`](crate::query)); the text's beginning where none of them stands in it.
#[must_use]
pub fn snippet(text: &str, asked: &[String], longest: usize) -> Snippet {
    let text = text.get(..floor(text, SEARCHED)).unwrap_or(text);
    let hits = hits(text, asked);
    let window = best_window(text, &hits, longest);
    let passage = text.get(window.clone()).unwrap_or_default();
    let lead = passage.len() - passage.trim_start().len();
    let passage = passage.trim();
    let start = window.start + lead;
    let end = start + passage.len();
    let inside = hits.iter().filter(|hit| hit.range.start >= start && hit.range.end <= end);
    Snippet {
        text: passage.chars().map(|ch| if ch == '\n' || ch == '\t' { ' ' } else { ch }).collect(),
        marks: joined(inside.map(|hit| hit.range.start - start..hit.range.end - start)),
        cut_before: !text.get(..start).unwrap_or_default().trim().is_empty(),
        cut_after: !text.get(end..).unwrap_or_default().trim().is_empty(),
    }
}

/// One place where a token of the query stands.
struct Hit {
    range: Range<usize>,
    token: usize,
}

fn hits(text: &str, asked: &[String]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for run in runs(text) {
        run.each(|range, token| {
            if let Some(token) = asked.iter().position(|asked| *asked == token) {
                hits.push(Hit { range, token });
            }
        });
    }
    hits.sort_by_key(|hit| (hit.range.start, hit.range.end));
    hits
}

/// The window with the most different tokens, the earliest of equals, with room before it.
fn best_window(text: &str, hits: &[Hit], longest: usize) -> Range<usize> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let place = |byte: usize| starts.partition_point(|start| *start < byte);
    let mut best = (0, 0, 0);
    for (i, first) in hits.iter().enumerate() {
        let from = place(first.range.start);
        let inside =
            hits.iter().skip(i).take(64).take_while(|hit| place(hit.range.end) <= from + longest);
        let mut different = HashSet::new();
        let mut to = from;
        for hit in inside {
            different.insert(hit.token);
            to = place(hit.range.end);
        }
        if different.len() > best.0 {
            best = (different.len(), from, to);
        }
    }
    let (_, first, to) = best;
    let room = longest.saturating_sub(to - first);
    let from = first.saturating_sub(room / 3);
    let byte = |place: usize| starts.get(place).copied().unwrap_or(text.len());
    let (begin, end) = (byte(from), byte(from + longest));
    after_a_word(text, begin..byte(first))..before_a_word(text, byte(to)..end)
}

/// Where a passage begins that would begin inside a word: behind it.
fn after_a_word(text: &str, room: Range<usize>) -> usize {
    let before = text.get(..room.start).unwrap_or_default();
    let behind = text.get(room.clone()).unwrap_or_default();
    if !before.ends_with(is_of_a_word) {
        return room.start;
    }
    let end = behind.char_indices().take(WORD).find(|(_, ch)| !is_of_a_word(*ch));
    end.map_or(room.start, |(at, _)| room.start + at)
}

/// Where a passage ends that would end inside a word: before it.
fn before_a_word(text: &str, room: Range<usize>) -> usize {
    let before = text.get(room.clone()).unwrap_or_default();
    let behind = text.get(room.end..).unwrap_or_default();
    if !behind.starts_with(is_of_a_word) {
        return room.end;
    }
    let start = before.char_indices().rev().take(WORD).find(|(_, ch)| !is_of_a_word(*ch));
    start.map_or(room.end, |(at, ch)| room.start + at + ch.len_utf8())
}

/// Whether a character stands in words that blanks part; Han ones are read one by one.
fn is_of_a_word(ch: char) -> bool {
    ch.is_alphanumeric() && !is_han(ch)
}

/// Puts ranges together that touch or overlap.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// The last boundary between characters at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tokens::query;

    fn marked(snippet: &Snippet) -> Vec<&str> {
        snippet.marks.iter().map(|mark| &snippet.text[mark.clone()]).collect()
    }

    #[test]
    fn the_passage_with_the_answer_is_shown() {
        let text =
            format!("{}量子計算的糾錯，靠的是表面碼。{}", "前文。".repeat(50), "后".repeat(99));
        let found = snippet(&text, &query("表面码 纠错"), 40);
        assert_eq!(marked(&found), ["糾錯", "表面碼"]);
        assert!(found.cut_before && found.cut_after);
        assert_eq!(found.text.chars().count(), 40);
    }

    #[test]
    fn words_are_marked_by_their_stem_and_pairs_are_joined() {
        let found = snippet("Running\nthe runtime", &query("run"), 100);
        assert_eq!((found.text.as_str(), marked(&found)), ("Running the runtime", vec!["Running"]));
        let found = snippet("清华大学", &query("清华大学"), 100);
        assert_eq!(marked(&found), ["清华大学"]);
    }

    #[test]
    fn no_word_is_cut() {
        let text = "Whatever happens to the eigenbasis of a rotation stays there";
        let found = snippet(text, &query("eigenbasis"), 30);
        assert_eq!(found.text, "the eigenbasis of a rotation");
        let found = snippet("再看 eigenvalues 与特征向量的关系", &query("特征"), 12);
        assert_eq!((found.text.as_str(), marked(&found)), ("与特征向量的关系", vec!["特征"]));
        let long = "x".repeat(90);
        assert_eq!(snippet(&long, &query("y"), 40).text.len(), 40, "a word that fills the passage");
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        let found = snippet("  Abc def ghi", &query("zzz"), 5);
        assert_eq!(found, Snippet { text: "Abc".into(), cut_after: true, ..Snippet::default() });
    }

    proptest! {
        #[test]
        fn marks_always_lie_in_the_passage(
            text in "\\PC{0,300}", asked in "\\PC{0,20}", longest in 0_usize..80
        ) {
            let found = snippet(&text, &query(&asked), longest);
            prop_assert!(found.text.chars().count() <= longest);
            for mark in &found.marks {
                prop_assert!(found.text.get(mark.clone()).is_some());
            }
        }
    }
}
