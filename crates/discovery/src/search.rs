//! Searching: a question, the hits that its reader may see, their order.

pub(crate) mod api;
pub(crate) mod draw;
pub(crate) mod page;
mod rank;
pub(crate) mod store;

use std::collections::HashMap;

use community::Reader;
use community::post::PostId;
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
    if question.tokens.is_empty() {
        return Ok(Found::default());
    }
    let (gates, own) = (reader.reach.signed(), own(tx, reader).await?);
    let asking = store::Asking { question, gates: &gates, own: &own };
    let mut hits = holding(tx, asking, &question.tokens).await?;
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

/// The posts behind gates that are shut to a reader who reads them whole all the same, for they
/// wrote or bought them; the newest of what they wrote.
async fn own(tx: &Tx, reader: &Reader) -> Outcome<Vec<i64>> {
    let Some(me) = reader.member else { return Ok(Vec::new()) };
    let reach = &reader.reach;
    // Whoever passes every gate finds what is theirs as everybody does.
    if reader.ground.gates().all(|gate| reach.opens(gate.id)) {
        return Ok(Vec::new());
    }
    let bought: Vec<i64> = reach.bought().collect();
    let mut posts = store::own(tx, me, &bought).await?;
    posts.retain(|post| {
        let (id, gate) = (PostId::from_i64(post.id), post.gate_id);
        !reach.opens(gate) && reach.reads(id, gate, post.space_id, post.author_id)
    });
    Ok(posts.into_iter().map(|post| post.id).collect())
}

/// The best documents that hold all of these words.
async fn holding(tx: &Tx, asking: store::Asking<'_>, tokens: &[String]) -> Outcome<Vec<Hit>> {
    // A post is found whole before it is found from outside.
    let mut hits = match asking.own {
        [] => Vec::new(),
        _ => store::own_hits(tx, asking, Words::all(tokens)).await?,
    };
    if !asking.gates.is_empty() {
        hits.extend(store::hits(tx, asking, Words::all(tokens)).await?);
    }
    Ok(hits)
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
        let hits = holding(tx, asking, std::slice::from_ref(token)).await?;
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
