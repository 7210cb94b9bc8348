//! The words of the search index, from one engine's form into the other's.

use rusqlite::{Connection, Row, Statement};

use crate::failure::Failure;
use crate::search::tsvector;

/// Title and body of a `tsvector`: words of the title weigh A. A word's places beyond those that
/// a `tsvector` keeps are lost, so its count may fall; it is still found.
pub(super) fn of_literal(literal: &str) -> (String, String) {
    let mut places: Vec<(u32, bool, &str)> = Vec::new();
    for entry in literal.split_ascii_whitespace() {
        let Some((word, list)) = entry.rsplit_once(':') else { continue };
        let word = word.trim_matches('\'');
        for place in list.split(',') {
            let digits = place.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            places.push((digits.parse().unwrap_or(u32::MAX), place.ends_with('A'), word));
        }
    }
    places.sort_unstable();
    let of = |titled: bool| {
        let words = places.iter().filter(|(_, title, _)| *title == titled);
        words.map(|(_, _, word)| *word).collect::<Vec<_>>().join(" ")
    };
    (of(true), of(false))
}

/// Every place of every word of a file's index, document by document, in the order of the text.
pub(super) fn places(file: &Connection) -> Result<Statement<'_>, Failure> {
    file.execute_batch(
        "PRAGMA temp_store = FILE;
         CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, search_words, instance);",
    )?;
    Ok(file.prepare(
        "SELECT doc, col, term FROM temp.places
         WHERE doc IN (SELECT id FROM search_docs) ORDER BY doc, col, \"offset\"",
    )?)
}

/// A document's id and the literal of its words.
type Words = (i64, String);

/// A document whose words are being gathered.
#[derive(Default)]
pub(super) struct Doc {
    id: Option<i64>,
    title: String,
    body: String,
}

impl Doc {
    /// Adds a word; when it begins another document, gives the finished one.
    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<Option<Words>, Failure> {
        let (id, column, word): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let done = if self.id == Some(id) { None } else { self.finish() };
        self.id = Some(id);
        let text = if column == "title" { &mut self.title } else { &mut self.body };
        text.push_str(&word);
        text.push(' ');
        Ok(done)
    }

    /// The document that was being gathered, if there was one.
    pub(super) fn finish(&mut self) -> Option<Words> {
        let whole = std::mem::take(self);
        let id = whole.id?;
        Some((id, tsvector(&whole.title, &whole.body)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_in_their_order() {
        let literal = tsvector("清华 大学", "tea 清华 tea");
        let (title, body) = of_literal(&literal);
        assert_eq!((title.as_str(), body.as_str()), ("清华 大学", "tea 清华 tea"));
    }
}
