//! Finding the passage that answers a question.

use std::collections::HashMap;

use super::ranking::{Candidate, Ranking};
use super::signs::Question;
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
/// Memory: 8 bytes for each distinct token of each passage and of each work, beside the vocabulary.
#[derive(Debug, Clone)]
pub struct PassageIndex {
    vocabulary: HashMap<String, Token>,
    pub(super) passages: Field,
    works: Field,
    pub(super) work_of: Vec<u32>,
    /// The passages of each work, in the order of their numbers.
    pub(super) members: Vec<Vec<u32>>,
    /// Tokens, and different tokens, of each passage.
    pub(super) sizes: Vec<(f32, f32)>,
    pub(super) plan: SearchPlan,
    ranking: Ranking,
}

/// A token of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Token {
    pub(super) number: u32,
    /// Whether it is more than one character.
    pub(super) is_word: bool,
}

/// For each token, how rare it is, and where it stands and what it adds there.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    postings: Vec<Vec<(u32, f32)>>,
    rarities: Vec<f32>,
}

/// The scores of all passages, and of all works, for one question.
pub(super) struct Scores {
    pub(super) passages: Vec<f32>,
    pub(super) works: Vec<f32>,
}

impl PassageIndex {
    /// Indexes `passages`. O(tokens). Refuses work numbers with gaps larger than the passages'
    /// count,
    /// and a plan that is not made of finite, non-negative figures.
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
        let mut in_passages: Vec<HashMap<u32, f32>> = Vec::with_capacity(passages.len());
        let mut in_works: Vec<HashMap<u32, f32>> = vec![HashMap::new(); works];
        for passage in passages {
            let mut counts = HashMap::new();
            for token in passage.tokens {
                let number = vocabulary.len() as u32;
                let is_word = token.chars().nth(1).is_some();
                let token =
                    vocabulary.entry(token.clone()).or_insert(Token { number, is_word }).number;
                *counts.entry(token).or_insert(0.0) += 1.0;
                *in_works[passage.work as usize].entry(token).or_insert(0.0) += 1.0;
            }
            in_passages.push(counts);
        }
        let mut members = vec![Vec::new(); works];
        for (number, passage) in (0_u32..).zip(passages) {
            members[passage.work as usize].push(number);
        }
        let tokens = vocabulary.len();
        Ok(Self {
            passages: Field::weigh(&in_passages, tokens, plan.saturation, plan.length),
            works: Field::weigh(&in_works, tokens, plan.work_saturation, plan.work_length),
            work_of: passages.iter().map(|passage| passage.work).collect(),
            members,
            sizes: in_passages.iter().map(|held| (size(held), held.len() as f32)).collect(),
            vocabulary,
            plan,
            ranking: Ranking::default(),
        })
    }

    /// The same index with a ranking of one's own.
    #[must_use]
    pub fn with_ranking(self, ranking: Ranking) -> Self {
        Self { ranking, ..self }
    }

    /// The `count` passages that best answer a question made of `tokens`, best first; only those in
    /// `allowed`, when it is given.
    ///
    /// O(postings of the tokens + passages).
    pub fn search(&self, tokens: &[String], allowed: Option<&ItemSet>, count: usize) -> Vec<Found> {
        let asked = self.asked(tokens);
        let scores = self.scores(&asked);
        let mut found = self.first(&scores, allowed, count.max(CLOSELY));
        let rest = found.split_off(found.len().min(CLOSELY));
        let question = Question { asked: &asked, of: distinct(tokens), scores: &scores };
        let candidates = question.candidates(self, &found);
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
    /// [`Ranking::learn`] learns from, once it is known which of them answer.
    pub fn candidates(&self, tokens: &[String], allowed: Option<&ItemSet>) -> Vec<Candidate> {
        let asked = self.asked(tokens);
        let scores = self.scores(&asked);
        let found = self.first(&scores, allowed, CLOSELY);
        Question { asked: &asked, of: distinct(tokens), scores: &scores }.candidates(self, &found)
    }

    /// The different tokens that stand in the index.
    fn asked(&self, tokens: &[String]) -> Vec<Token> {
        let mut asked: Vec<Token> =
            tokens.iter().filter_map(|token| self.vocabulary.get(token).copied()).collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    fn scores(&self, asked: &[Token]) -> Scores {
        let mut passages = vec![0.0_f32; self.work_of.len()];
        let mut works = vec![0.0_f32; self.members.len()];
        for token in asked {
            for &(passage, weight) in &self.passages.postings[token.number as usize] {
                passages[passage as usize] += weight;
            }
            for &(work, weight) in &self.works.postings[token.number as usize] {
                works[work as usize] += weight;
            }
        }
        Scores { passages, works }
    }

    /// The `count` best by BM25 of passage and work together.
    fn first(&self, scores: &Scores, allowed: Option<&ItemSet>, count: usize) -> Vec<Found> {
        let mut found: Vec<Found> = (0_u32..)
            .zip(scores.passages.iter().zip(&self.work_of))
            .filter(|(passage, (score, _))| {
                **score > 0.0 && allowed.is_none_or(|allowed| allowed.holds(*passage))
            })
            .map(|(passage, (score, work))| Found {
                passage,
                score: score + self.plan.work * scores.works[*work as usize],
            })
            .collect();
        if found.len() > count {
            found.select_nth_unstable_by(count - 1, better);
        }
        found.truncate(count);
        found.sort_unstable_by(better);
        found
    }
}

fn better(a: &Found, b: &Found) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage))
}

fn distinct(tokens: &[String]) -> usize {
    tokens.iter().collect::<std::collections::HashSet<_>>().len()
}

fn size(document: &HashMap<u32, f32>) -> f32 {
    document.values().sum()
}

impl Field {
    fn weigh(documents: &[HashMap<u32, f32>], tokens: usize, saturation: f32, length: f32) -> Self {
        let count = documents.len() as f32;
        let mean = documents.iter().map(size).sum::<f32>() / count.max(1.0);
        let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); tokens];
        for (number, document) in (0_u32..).zip(documents) {
            let long = size(document) / mean.max(f32::MIN_POSITIVE);
            let damping = saturation * (1.0 - length + length * long);
            for (&token, &times) in document {
                let weight = times * (saturation + 1.0) / (times + damping);
                postings[token as usize].push((number, weight));
            }
        }
        let mut rarities = Vec::with_capacity(tokens);
        for posting in &mut postings {
            let held = posting.len() as f32;
            let rarity = (1.0 + (count - held + 0.5) / (held + 0.5)).ln();
            rarities.push(rarity);
            for (_, weight) in posting {
                *weight *= rarity;
            }
        }
        Self { postings, rarities }
    }

    pub(super) fn rarity(&self, token: Token) -> f64 {
        f64::from(self.rarities[token.number as usize])
    }

    /// Whether `token` stands in `document`. O(log postings).
    pub(super) fn holds(&self, token: Token, document: u32) -> bool {
        let posting = &self.postings[token.number as usize];
        posting.binary_search_by_key(&document, |&(number, _)| number).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn index(texts: &[(&str, u32)]) -> PassageIndex {
        let tokens: Vec<Vec<String>> = texts.iter().map(|(text, _)| tokens(text)).collect();
        let passages: Vec<Passage<'_>> =
            tokens.iter().zip(texts).map(|(tokens, &(_, work))| Passage { tokens, work }).collect();
        PassageIndex::build(&passages, SearchPlan::default()).unwrap()
    }

    #[test]
    fn the_passage_of_the_right_work_wins_over_the_same_words_elsewhere() {
        let texts = [
            ("tea was grown there", 0),
            ("it opened in 1901", 0),
            ("the coffee house", 1),
            ("it opened in 1950", 1),
        ];
        let found = index(&texts).search(&tokens("when opened coffee"), None, 4);
        let place = |passage: u32| found.iter().position(|found| found.passage == passage);
        assert!(place(3) < place(1), "{found:?}");
    }

    #[test]
    fn only_allowed_passages_are_found() {
        let index = index(&[("tea pot", 0), ("tea cup", 0)]);
        let allowed = ItemSet::of(2, [1]);
        let found = index.search(&tokens("tea pot"), Some(&allowed), 5);
        assert_eq!(found.iter().map(|found| found.passage).collect::<Vec<_>>(), [1]);
        assert!(index.search(&tokens("coffee"), None, 5).is_empty());
        assert!(index.search(&tokens("tea"), None, 0).is_empty());
    }
}
