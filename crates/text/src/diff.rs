//! Differences between two versions of a text, by line, and by word within a changed line.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};
use unicode_segmentation::UnicodeSegmentation as _;

/// Time after which a difference may be coarser than it could be.
const PATIENCE: Duration = Duration::from_millis(200);
/// Longest line in bytes that is compared word by word.
const LONGEST_LINE: usize = 4_000;

/// What became of a line or word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is in both versions.
    Kept,
    /// Only in the newer.
    Added,
    /// Only in the older.
    Removed,
}

/// A line of either version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What became of it.
    pub change: Change,
    /// Its text, in pieces: whether each differs from the line that it is compared with.
    pub pieces: Vec<(bool, String)>,
}

/// The lines of two versions side by side: what was removed stands before what took its place.
#[must_use]
pub fn diff(old: &str, new: &str) -> Vec<DiffLine> {
    let lines = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let mut out: Vec<DiffLine> = Vec::new();
    for op in lines.ops() {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for change in lines.iter_changes(op) {
            let line = change.value().trim_end_matches(['\n', '\r']);
            match change.tag() {
                ChangeTag::Equal => out.push(whole(Change::Kept, line)),
                ChangeTag::Delete => removed.push(line),
                ChangeTag::Insert => added.push(line),
            }
        }
        replaced(&removed, &added, &mut out);
    }
    out
}

fn whole(change: Change, line: &str) -> DiffLine {
    DiffLine { change, pieces: vec![(change != Change::Kept, line.to_owned())] }
}

/// Lines that took the place of others: pairs are compared word by word.
fn replaced(removed: &[&str], added: &[&str], out: &mut Vec<DiffLine>) {
    let (mut old_lines, mut new_lines) = (Vec::new(), Vec::new());
    for (old, new) in removed.iter().zip(added) {
        let (old, new) = words(old, new);
        old_lines.push(old);
        new_lines.push(new);
    }
    let pairs = old_lines.len();
    old_lines.extend(removed.iter().skip(pairs).map(|line| whole(Change::Removed, line)));
    new_lines.extend(added.iter().skip(pairs).map(|line| whole(Change::Added, line)));
    out.extend(old_lines);
    out.extend(new_lines);
}

/// Two lines compared word by word; Han characters are words of their own.
fn words(old: &str, new: &str) -> (DiffLine, DiffLine) {
    if old.len().max(new.len()) > LONGEST_LINE {
        return (whole(Change::Removed, old), whole(Change::Added, new));
    }
    let old_words: Vec<&str> = old.split_word_bounds().collect();
    let new_words: Vec<&str> = new.split_word_bounds().collect();
    let compared = TextDiff::configure().timeout(PATIENCE).diff_slices(&old_words, &new_words);
    let mut old_line = DiffLine { change: Change::Removed, pieces: Vec::new() };
    let mut new_line = DiffLine { change: Change::Added, pieces: Vec::new() };
    for change in compared.iter_all_changes() {
        let word = change.value();
        match change.tag() {
            ChangeTag::Equal => {
                append(&mut old_line, false, word);
                append(&mut new_line, false, word);
            }
            ChangeTag::Delete => append(&mut old_line, true, word),
            ChangeTag::Insert => append(&mut new_line, true, word),
        }
    }
    (old_line, new_line)
}

/// Appends a word to the last piece if that is of its sort.
fn append(line: &mut DiffLine, differs: bool, word: &str) {
    match line.pieces.last_mut() {
        Some((sort, text)) if *sort == differs => text.push_str(word),
        _ => line.pieces.push((differs, word.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        let line = |line: DiffLine| {
            let sign = match line.change {
                Change::Kept => ' ',
                Change::Added => '+',
                Change::Removed => '-',
            };
            let pieces = line.pieces.into_iter().map(|(differs, text)| {
                if differs && sign != ' ' { format!("[{text}]") } else { text }
            });
            format!("{sign}{}", pieces.collect::<String>())
        };
        diff(old, new).into_iter().map(line).collect()
    }

    #[test]
    fn a_changed_word_is_shown_in_its_line() {
        assert_eq!(
            shown("# A\n量子计算很难\nend", "# A\n量子通信很难\nend"),
            [" # A", "-量子[计算]很难", "+量子[通信]很难", " end"]
        );
        assert_eq!(shown("the quick fox", "the slow fox"), ["-the [quick] fox", "+the [slow] fox"]);
    }

    #[test]
    fn whole_lines_come_and_go() {
        assert_eq!(shown("a\nb\n", "b\nc\n"), ["-[a]", " b", "+[c]"]);
        assert_eq!(shown("", "a"), ["+[a]"]);
        assert!(shown("", "").is_empty());
        assert_eq!(shown("a", "a"), [" a"]);
    }

    proptest! {
        #[test]
        fn both_versions_can_be_read_from_the_difference(
            old in "[a-c字 \n]{0,60}", new in "[a-c字 \n]{0,60}"
        ) {
            let lines = diff(&old, &new);
            let version = |other: Change| -> Vec<String> {
                let own = lines.iter().filter(|line| line.change != other);
                own.map(|line| line.pieces.iter().map(|(_, text)| text.as_str()).collect()).collect()
            };
            prop_assert_eq!(version(Change::Added), old.lines().map(String::from).collect::<Vec<_>>());
            prop_assert_eq!(version(Change::Removed), new.lines().map(String::from).collect::<Vec<_>>());
        }
    }
}
