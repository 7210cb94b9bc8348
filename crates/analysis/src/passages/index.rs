//! Finding the passage that answers a question.

use std::collections::HashMap;

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

/// Passages by their tokens: BM25 (Robertson & Zaragoza 2009) over the passage and, as a second
/// field,
/// over the whole work that it is a piece of.
///
/// Memory: 8 bytes for each distinct token of each passage and of each work, beside the vocabulary.
#[derive(Debug, Clone)]
pub struct PassageIndex {
    vocabulary: HashMap<String, u32>,
    passages: Field,
    works: Field,
    work_of: Vec<u32>,
    plan: SearchPlan,
}

/// For each token, where it stands and what it adds there.
#[derive(Debug, Clone, Default)]
struct Field {
    postings: Vec<Vec<(u32, f32)>>,
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
                let next = vocabulary.len() as u32;
                let token = *vocabulary.entry(token.clone()).or_insert(next);
                *counts.entry(token).or_insert(0.0) += 1.0;
                *in_works[passage.work as usize].entry(token).or_insert(0.0) += 1.0;
            }
            in_passages.push(counts);
        }
        let tokens = vocabulary.len();
        Ok(Self {
            passages: Field::weigh(&in_passages, tokens, plan.saturation, plan.length),
            works: Field::weigh(&in_works, tokens, plan.work_saturation, plan.work_length),
            work_of: passages.iter().map(|passage| passage.work).collect(),
            vocabulary,
            plan,
        })
    }

    /// The `count` passages that best answer a question made of `tokens`, best first; only those in
    /// `allowed`, when it is given.
    ///
    /// O(postings of the tokens + passages).
    pub fn search(&self, tokens: &[String], allowed: Option<&ItemSet>, count: usize) -> Vec<Found> {
        let mut asked: Vec<u32> =
            tokens.iter().filter_map(|token| self.vocabulary.get(token).copied()).collect();
        asked.sort_unstable();
        asked.dedup();
        let mut scores = vec![0.0_f32; self.work_of.len()];
        let mut work_scores = vec![0.0_f32; self.work_of.len()];
        for &token in &asked {
            for &(passage, weight) in &self.passages.postings[token as usize] {
                scores[passage as usize] += weight;
            }
            for &(work, weight) in &self.works.postings[token as usize] {
                work_scores[work as usize] += weight;
            }
        }
        let mut found: Vec<Found> = (0_u32..)
            .zip(scores.iter().zip(&self.work_of))
            .filter(|(passage, (score, _))| {
                **score > 0.0 && allowed.is_none_or(|allowed| allowed.holds(*passage))
            })
            .map(|(passage, (score, work))| Found {
                passage,
                score: score + self.plan.work * work_scores[*work as usize],
            })
            .collect();
        let better =
            |a: &Found, b: &Found| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage));
        if found.len() > count && count > 0 {
            found.select_nth_unstable_by(count - 1, better);
        }
        found.truncate(count);
        found.sort_unstable_by(better);
        found
    }
}

impl Field {
    fn weigh(documents: &[HashMap<u32, f32>], tokens: usize, saturation: f32, length: f32) -> Self {
        let count = documents.len() as f32;
        let size = |document: &HashMap<u32, f32>| document.values().sum::<f32>();
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
        for posting in &mut postings {
            let held = posting.len() as f32;
            let rarity = (1.0 + (count - held + 0.5) / (held + 0.5)).ln();
            for (_, weight) in posting {
                *weight *= rarity;
            }
        }
        Self { postings }
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
