//! Searching: a question, the hits that its reader may see, their order.

pub(crate) mod api;
pub(crate) mod draw;
pub(crate) mod page;
mod rank;
pub(crate) mod store;

use std::collections::HashMap;

use community::Reader;
use community::space::SpaceId;
use db::{SearchDocId, Tx};
use kernel::{Id, Outcome};

use store::{Hit, Words};

/// The most characters of a question.
pub const QUESTION_MAX: usize = 200;
/// The most results: nobody reads further.
pub const RESULTS_MAX: usize = 200;
/// Words by which documents are found when none holds all of them.
const ANY_WORDS_MAX: usize = 8;

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Posts and comments.
    #[default]
    All,
    /// Posts.
    Posts,
    /// Comments and answers.
    Comments,
}

impl Sort {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Posts => "post",
            Self::Comments => "comment",
        }
    }

    /// The sort of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::All, Self::Posts, Self::Comments].into_iter().find(|sort| sort.key() == key)
    }

    /// The kind of document, empty for all.
    const fn document(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Posts => community::search::POST,
            Self::Comments => community::search::COMMENT,
        }
    }
}

/// A question, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What was typed, at most [`QUESTION_MAX`] characters.
    pub text: String,
    /// Its tokens; none when it holds no word.
    pub tokens: Vec<String>,
    /// What is searched.
    pub sort: Sort,
    /// Where; everywhere without.
    pub space: Option<SpaceId>,
}

impl Question {
    /// Understands what was typed.
    #[must_use]
    pub fn new(typed: &str, sort: Sort, space: Option<SpaceId>) -> Self {
        let text: String = typed.trim().chars().take(QUESTION_MAX).collect();
        Self { tokens: text::query(&text), text, sort, space }
    }
}

/// What was found, the best first.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The hits in their order, at most [`RESULTS_MAX`].
    pub(crate) hits: Vec<Hit>,
    /// Whether nothing held all words, so that these hold some of them.
    pub any_word: bool,
    /// Whether there may be more.
    pub more: bool,
}

impl Found {
    /// How many hits there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.hits.len()
    }

    /// The posts and comments that were found, in their order: kind and id.
    #[must_use]
    pub fn objects(&self) -> Vec<(&str, i64)> {
        self.hits.iter().map(|hit| (hit.kind.as_str(), hit.object)).collect()
    }
}

/// Finds what a reader may see: documents that hold all words, or else any of them.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &Tx, reader: &Reader, question: &Question) -> Outcome<Found> {
    let gates = reader.reach.signed();
    if question.tokens.is_empty() || gates.is_empty() {
        return Ok(Found::default());
    }
    let asking = store::Asking { question, gates: &gates };
    let mut hits = store::hits(tx, asking, Words::all(&question.tokens)).await?;
    let more = hits.len() >= RESULTS_MAX;
    if more {
        // A title may have lost to what more people liked.
        hits.extend(store::hits(tx, asking, Words::in_title(&question.tokens)).await?);
    }
    let weights = HashMap::new();
    if !hits.is_empty() || question.tokens.len() < 2 {
        return Ok(ranked(tx, question, (hits, weights), (false, more)));
    }
    let (hits, weights) = any_word(tx, asking).await?;
    let more = hits.len() > RESULTS_MAX;
    Ok(ranked(tx, question, (hits, weights), (true, more)))
}

fn ranked(
    tx: &Tx,
    question: &Question,
    (hits, weights): (Vec<Hit>, HashMap<SearchDocId, f64>),
    (any_word, more): (bool, bool),
) -> Found {
    let mut hits = rank::ranked(hits, &weights, (&question.tokens, tx.now()));
    hits.truncate(RESULTS_MAX);
    Found { hits, any_word, more }
}

/// Documents that hold any of the words, each with the weight of the words that it holds: the rarer
/// a word, the more it weighs.
async fn any_word(
    tx: &Tx,
    asking: store::Asking<'_>,
) -> Outcome<(Vec<Hit>, HashMap<SearchDocId, f64>)> {
    let mut found: HashMap<SearchDocId, Hit> = HashMap::new();
    let mut weights: HashMap<SearchDocId, f64> = HashMap::new();
    for token in asking.question.tokens.iter().take(ANY_WORDS_MAX) {
        let hits = store::hits(tx, asking, Words::all(std::slice::from_ref(token))).await?;
        let weight = rank::rarity(hits.len());
        for hit in hits {
            *weights.entry(hit.id).or_default() += weight;
            found.insert(hit.id, hit);
        }
    }
    let mut hits: Vec<Hit> = found.into_values().collect();
    hits.sort_unstable_by_key(|hit| std::cmp::Reverse(hit.id.get()));
    Ok((hits, weights))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_without_a_word_asks_for_nothing() {
        for typed in ["", "  ", "?!…", "\"'*:"] {
            assert!(Question::new(typed, Sort::All, None).tokens.is_empty(), "{typed}");
        }
        assert_eq!(Question::new(&"长".repeat(500), Sort::All, None).text.chars().count(), 200);
    }
}
