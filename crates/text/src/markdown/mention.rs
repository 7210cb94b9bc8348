//! `@handle` and `#tag` in running text.

use std::collections::HashMap;

use comrak::nodes::NodeValue;

use super::Mentionable;
use super::parse::Root;
use crate::fold::fold;

/// Shortest and longest handle.
const HANDLE: std::ops::RangeInclusive<usize> = 3..=30;
/// Longest tag in characters.
const LONGEST_TAG: usize = 30;

/// A piece of running text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Nothing special.
    Text(&'a str),
    /// A possible mention: as written, and the handle.
    Mention { written: &'a str, handle: String },
    /// A tag: as written, and folded.
    Tag { written: &'a str, tag: String },
}

/// Whether a node stands within a link, where nothing may be linked again.
pub(super) fn in_link(node: Root<'_>) -> bool {
    node.ancestors().skip(1).any(|above| matches!(above.data().value, NodeValue::Link(_)))
}

/// A tag as written, without its sign.
pub(super) fn unsigned(written: &str) -> &str {
    written.trim_start_matches(['#', '＃'])
}

/// Takes a text apart at its mentions and tags.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for (at, sign) in text.match_indices(['@', '＠', '#', '＃']) {
        let Some((before, after)) = text.split_at_checked(at) else { continue };
        let last = before.chars().next_back();
        let rest = after.get(sign.len()..).unwrap_or_default();
        let piece =
            if matches!(sign, "@" | "＠") { mention(last, rest) } else { hashtag(last, rest) };
        let Some((name, make)) = piece.filter(|_| at >= done) else { continue };
        let end = at + sign.len() + name.len();
        let (Some(lead), Some(written)) = (text.get(done..at), text.get(at..end)) else { continue };
        if !lead.is_empty() {
            pieces.push(Piece::Text(lead));
        }
        pieces.push(make(written, name));
        done = end;
    }
    match text.get(done..) {
        Some(tail) if !tail.is_empty() => pieces.push(Piece::Text(tail)),
        _ => {}
    }
    pieces
}

/// A text without markup, in which mentions show the name of whom they mean.
#[must_use]
pub fn named(text: &str, members: &HashMap<String, Mentionable>) -> String {
    let shown = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Tag { written, .. } => written.to_owned(),
        Piece::Mention { written, handle } => {
            members.get(&handle).map_or_else(|| written.to_owned(), |who| format!("@{}", who.name))
        }
    };
    pieces(text).into_iter().map(shown).collect()
}

/// How a piece is made of the text as written and its name.
type Make = for<'a> fn(&'a str, &str) -> Piece<'a>;

/// The handle behind an `@`: what stands before it must not make it an address.
fn mention(last: Option<char>, rest: &str) -> Option<(&str, Make)> {
    let free = last.is_none_or(|last| !is_word(last) && !"@＠/.&".contains(last));
    let make: Make = |written, name| Piece::Mention { written, handle: name.to_ascii_lowercase() };
    handle(rest).filter(|_| free).map(|name| (name, make))
}

/// The tag behind a `#`: what stands before it must not make it a name or an address.
fn hashtag(last: Option<char>, rest: &str) -> Option<(&str, Make)> {
    let free = last.is_none_or(|last| !last.is_alphanumeric() && !"#＃/&".contains(last));
    let make: Make = |written, name| Piece::Tag { written, tag: fold(name) };
    tag(rest).filter(|_| free).map(|name| (name, make))
}

const fn is_word(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || ch == '_'
}

/// The handle that a text begins with.
fn handle(text: &str) -> Option<&str> {
    let end = text.find(|ch| !is_word(ch)).unwrap_or(text.len());
    text.get(..end).filter(|name| HANDLE.contains(&name.len()))
}

/// The tag that a text begins with: letters, digits, `_` and inner `-`, with at least one letter.
fn tag(text: &str) -> Option<&str> {
    let part = |ch: char| ch.is_alphanumeric() || ch == '_' || ch == '-';
    let end = text.find(|ch| !part(ch)).unwrap_or(text.len());
    let name = text.get(..end)?.trim_end_matches('-');
    let letters = name.chars().any(char::is_alphabetic) && !name.starts_with(['-', '_']);
    (letters && name.chars().count() <= LONGEST_TAG).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let named = |piece| match piece {
            Piece::Text(_) => None,
            Piece::Mention { handle, .. } => Some(format!("@{handle}")),
            Piece::Tag { tag, .. } => Some(format!("#{tag}")),
        };
        pieces(text).into_iter().filter_map(named).collect()
    }

    #[test]
    fn words_without_markup_show_the_name_of_whom_they_mention() {
        let id = kernel::Id::from_i64(7);
        let mei = Mentionable { id, name: "梅".into(), href: "/m/mei".into() };
        let members = HashMap::from([("mei".to_owned(), mei)]);
        assert_eq!(
            named("谢谢@Mei，@ada 呢？a@mei.org #rust", &members),
            "谢谢@梅，@ada 呢？a@mei.org #rust"
        );
    }

    #[test]
    fn people_and_tags_are_found_in_both_languages() {
        assert_eq!(names("请@Mei看看，@ada_l 也来。"), ["@mei", "@ada_l"]);
        assert_eq!(names("#量子計算 和 #rust-lang, (#Ａ１)"), ["#量子计算", "#rust-lang", "#a1"]);
        assert_eq!(names("@mei@ada @mei"), ["@mei", "@mei"]);
    }

    #[test]
    fn addresses_numbers_and_languages_are_neither() {
        assert!(names("a@example.org C# F#a #1 ## # @ab https://x/@mei#top &#x41;").is_empty());
        assert!(names(&format!("@{}", "a".repeat(31))).is_empty());
    }

    #[test]
    fn nothing_is_lost_between_pieces() {
        let text = "a @mei, #标签！b";
        let whole: String = pieces(text)
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Mention { written, .. } | Piece::Tag { written, .. } => written,
            })
            .copied()
            .collect();
        assert_eq!(whole, text);
    }
}
