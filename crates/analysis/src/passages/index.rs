//! Finding the passage that answers a question.

use std::collections::HashMap;

use super::question::Question;
use super::ranking::{Candidate, Ranking};
use crate::recommend::ItemSet;
use crate::{Computed, Refusal};

/// A piece of a work: a sentence group of a post, a lesson, a transcript.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// Its tokens, as often as they stand in it.
    pub tokens: &'a [String],
    /// The work that it is a piece of; works are numbered from 0.
    pub work: u32,
}

/// How passages are weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchPlan {
    /// How fast a token's repetition in a passage stops to count.
    pub saturation: f32,
    /// How much long passages are held back, 0 to 1.
    pub length: f32,
    /// How much the whole work counts beside the passage: questions name what the work is about,
    /// passages often only say "it".
    pub work: f32,
    /// As `saturation`, for the whole work.
    pub work_saturation: f32,
    /// As `length`, for the whole work.
    pub work_length: f32,
}

impl Default for SearchPlan {
    /// Found on questions about encyclopaedia articles in traditional Chinese (DRCD).
    fn default() -> Self {
        Self { saturation: 0.4, length: 0.3, work: 0.7, work_saturation: 1.2, work_length: 0.5 }
    }
}

/// A passage that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Its number.
    pub passage: u32,
    /// Its score: comparable within one search only.
    pub score: f32,
}

/// How many passages the ranking looks at closely.
const CLOSELY: usize = 20;

/// Passages by their tokens: BM25 (Robertson & Zaragoza 2009) over the passage and, as a second
/// field, over the whole work that it is a piece of; the first twenty are then put in order by a
/// [`Ranking`].
///
/// How rare a token is, how long a work is and where a passage stands in it are counted for each
/// search over the allowed passages alone: what a reader may not see changes nothing of what that
/// reader is shown.
///
/// Memory: 8 bytes for each distinct token of each passage, beside the vocabulary.
#[derive(Debug, Clone)]
pub struct PassageIndex {
    vocabulary: HashMap<String, Token>,
    /// For each token the passages that hold it, ascending, and how often each does.
    pub(super) postings: Vec<Vec<(u32, u32)>>,
    pub(super) work_of: Vec<u32>,
    /// The passages of each work, in the order of their numbers.
    pub(super) members: Vec<Vec<u32>>,
    /// Tokens, and different tokens, of each passage.
    pub(super) sizes: Vec<(u32, u32)>,
    pub(super) plan: SearchPlan,
    ranking: Ranking,
}

/// A token of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) number: u32,
    /// Whether it is more than one character.
    pub(super) is_word: bool,
}

impl PassageIndex {
    /// Indexes `passages`. O(tokens). Refuses work numbers with gaps larger than the passages'
    /// count, and a plan that is not made of finite, non-negative figures.
    pub fn build(passages: &[Passage<'_>], plan: SearchPlan) -> Computed<Self> {
        let figures =
            [plan.saturation, plan.length, plan.work, plan.work_saturation, plan.work_length];
        if figures.iter().any(|figure| !figure.is_finite() || *figure < 0.0) {
            return Err(Refusal::Value);
        }
        let works = passages.iter().map(|passage| passage.work as usize + 1).max().unwrap_or(0);
        if works > passages.len() {
            return Err(Refusal::Shape);
        }
        let mut vocabulary = HashMap::new();
        let mut postings: Vec<Vec<(u32, u32)>> = Vec::new();
        let mut members = vec![Vec::new(); works];
        let mut sizes = Vec::with_capacity(passages.len());
        for (number, passage) in (0_u32..).zip(passages) {
            let mut different = 0;
            for token in passage.tokens {
                let token = number_of(&mut vocabulary, token);
                if postings.len() <= token as usize {
                    postings.push(Vec::new());
                }
                match postings[token as usize].last_mut() {
                    Some((last, times)) if *last == number => *times += 1,
                    _ => {
                        postings[token as usize].push((number, 1));
                        different += 1;
                    }
                }
            }
            members[passage.work as usize].push(number);
            sizes.push((passage.tokens.len() as u32, different));
        }
        let work_of = passages.iter().map(|passage| passage.work).collect();
        let ranking = Ranking::default();
        Ok(Self { vocabulary, postings, work_of, members, sizes, plan, ranking })
    }

    /// The same index with a ranking of one's own.
    #[must_use]
    pub fn with_ranking(self, ranking: Ranking) -> Self {
        Self { ranking, ..self }
    }

    /// The set of all passages, for a reader who may see every one. O(passages).
    pub fn everything(&self) -> ItemSet {
        ItemSet::all(self.work_of.len())
    }

    /// The `count` passages of `allowed` that best answer a question made of `tokens`, best first:
    /// what an index of the allowed passages alone would give.
    ///
    /// Of the question's tokens the 64 rarest count. O(postings of the tokens + passages).
    pub fn search(&self, tokens: &[String], allowed: &ItemSet, count: usize) -> Vec<Found> {
        let question = Question::ask(self, tokens, allowed);
        let mut found = question.first(count.max(CLOSELY));
        let rest = found.split_off(found.len().min(CLOSELY));
        let candidates = question.candidates(&found);
        for (found, candidate) in found.iter_mut().zip(candidates) {
            found.score = self.ranking.score(&candidate) as f32;
        }
        found.sort_unstable_by(better);
        // What was not looked at closely follows, in its own order, below the last that was.
        let below = found.last().map_or(0.0, |last| last.score);
        let top = rest.first().map_or(0.0, |first| first.score);
        found.extend(rest.iter().map(|far| Found { score: below + far.score - top, ..*far }));
        found.truncate(count);
        found
    }

    /// The passages that the ranking would look at closely for a question made of `tokens`: what
    /// [`Ranking::learn`] learns from, once it is known which of them answer. The same cost as a
    /// search.
    pub fn candidates(&self, tokens: &[String], allowed: &ItemSet) -> Vec<Candidate> {
        let question = Question::ask(self, tokens, allowed);
        question.candidates(&question.first(CLOSELY))
    }

    pub(super) fn token(&self, token: &str) -> Option<Token> {
        self.vocabulary.get(token).copied()
    }
}

pub(super) fn better(a: &Found, b: &Found) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage))
}

/// The number of `token`, the next free one when it is new.
fn number_of(vocabulary: &mut HashMap<String, Token>, token: &str) -> u32 {
    if let Some(known) = vocabulary.get(token) {
        return known.number;
    }
    let number = vocabulary.len() as u32;
    let is_word = token.chars().nth(1).is_some();
    vocabulary.insert(token.to_owned(), Token { number, is_word });
    number
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn built(tokens: &[(Vec<String>, u32)]) -> PassageIndex {
        let passages: Vec<Passage<'_>> =
            tokens.iter().map(|(tokens, work)| Passage { tokens, work: *work }).collect();
        PassageIndex::build(&passages, SearchPlan::default()).unwrap()
    }

    fn index(texts: &[(&str, u32)]) -> PassageIndex {
        built(&texts.iter().map(|&(text, work)| (tokens(text), work)).collect::<Vec<_>>())
    }

    #[test]
    fn the_passage_of_the_right_work_wins_over_the_same_words_elsewhere() {
        let index = index(&[
            ("tea was grown there", 0),
            ("it opened in 1901", 0),
            ("the coffee house", 1),
            ("it opened in 1950", 1),
        ]);
        let found = index.search(&tokens("when opened coffee"), &index.everything(), 4);
        let place = |passage: u32| found.iter().position(|found| found.passage == passage);
        assert!(place(3) < place(1), "{found:?}");
    }

    #[test]
    fn only_allowed_passages_are_found() {
        let index = index(&[("tea pot", 0), ("tea cup", 0)]);
        let allowed = ItemSet::of(2, [1]);
        let found = index.search(&tokens("tea pot"), &allowed, 5);
        assert_eq!(found.iter().map(|found| found.passage).collect::<Vec<_>>(), [1]);
        assert!(index.search(&tokens("coffee"), &index.everything(), 5).is_empty());
        assert!(index.search(&tokens("tea"), &index.everything(), 0).is_empty());
        assert!(index.search(&tokens("tea"), &ItemSet::of(0, []), 5).is_empty());
    }

    #[test]
    fn of_a_long_question_the_rarest_tokens_count() {
        let common: Vec<String> = (0..80).map(|number| format!("word{number}")).collect();
        let rare = [common.clone(), tokens("tea")].concat();
        let index = built(&[(common.clone(), 0), (common.clone(), 0), (rare.clone(), 1)]);
        assert_eq!(index.search(&rare, &index.everything(), 3)[0].passage, 2);
    }

    prop_compose! {
        /// Passages of a few tokens each, in works that may be interleaved, and who may see which.
        fn library()(
            passages in prop::collection::vec(
                (prop::collection::vec(0_u32..12, 0..8), 0_u32..4, any::<bool>()), 1..30),
            asked in prop::collection::vec(0_u32..14, 0..80),
        ) -> (Vec<(Vec<String>, u32)>, Vec<bool>, Vec<String>) {
            let word = |number: u32| if number < 6 { number.to_string() } else { format!("w{number}") };
            let most = passages.len() as u32;
            let texts = passages
                .iter()
                .map(|(words, work, _)| (words.iter().copied().map(word).collect(), work % most))
                .collect();
            let seen = passages.iter().map(|passage| passage.2).collect();
            (texts, seen, asked.into_iter().map(word).collect())
        }
    }

    proptest! {
        /// What may not be seen changes neither the order nor a score nor a sign.
        #[test]
        fn a_search_is_that_of_an_index_of_the_allowed_alone((texts, seen, asked) in library()) {
            let whole = built(&texts);
            let numbers: Vec<u32> =
                (0..).zip(&seen).filter(|(_, seen)| **seen).map(|(number, _)| number).collect();
            let mut works: Vec<u32> =
                numbers.iter().map(|&number| texts[number as usize].1).collect();
            works.sort_unstable();
            works.dedup();
            let own: Vec<(Vec<String>, u32)> = numbers
                .iter()
                .map(|&number| {
                    let (tokens, work) = &texts[number as usize];
                    (tokens.clone(), works.binary_search(work).unwrap() as u32)
                })
                .collect();
            let part = built(&own);
            let allowed = ItemSet::of(texts.len(), numbers.iter().copied());

            let mut expected = part.search(&asked, &part.everything(), 25);
            for found in &mut expected {
                found.passage = numbers[found.passage as usize];
            }
            prop_assert_eq!(whole.search(&asked, &allowed, 25), expected);

            let mut expected = part.candidates(&asked, &part.everything());
            for candidate in &mut expected {
                candidate.passage = numbers[candidate.passage as usize];
            }
            prop_assert_eq!(whole.candidates(&asked, &allowed), expected);
        }
    }
}
