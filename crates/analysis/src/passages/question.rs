//! What a question finds in the passages that may be seen.

use std::collections::HashSet;

use super::index::{Found, PassageIndex, better};
use crate::recommend::ItemSet;

/// Tokens of a question that count, at most: one bit each in a passage's mask.
const MOST_ASKED: usize = 64;

/// One question, and what the first look at the allowed passages gave.
pub(super) struct Question<'a> {
    pub(super) index: &'a PassageIndex,
    pub(super) allowed: &'a ItemSet,
    /// Its different tokens that stand in an allowed passage, the rarest first.
    pub(super) asked: Vec<Asked>,
    /// How many different tokens it has, whether they stand somewhere or not.
    pub(super) of: usize,
    /// The score of each passage; 0 for those that are not allowed.
    pub(super) passages: Vec<f32>,
    /// The score of each work, by what may be seen of it.
    pub(super) works: Vec<f32>,
    /// For each passage, which of `asked` it holds, a bit each.
    pub(super) holds: Vec<u64>,
}

/// A token that is asked for.
pub(super) struct Asked {
    number: u32,
    pub(super) is_word: bool,
    /// How many allowed passages hold it.
    held: usize,
    /// How rare it is among the allowed passages.
    pub(super) rarity: f32,
}

/// How many documents of a kind there are, how long each is, and how they are weighed.
struct Lengths {
    count: usize,
    mean: f32,
    saturation: f32,
    length: f32,
}

impl<'a> Question<'a> {
    /// Scores every allowed passage. O(postings of the tokens + passages).
    pub(super) fn ask(index: &'a PassageIndex, tokens: &[String], allowed: &'a ItemSet) -> Self {
        let mut question = Self {
            index,
            allowed,
            asked: asked(index, tokens, allowed),
            of: tokens.iter().collect::<HashSet<_>>().len().min(MOST_ASKED),
            passages: vec![0.0; index.work_of.len()],
            works: vec![0.0; index.members.len()],
            holds: vec![0; index.work_of.len()],
        };
        question.score();
        question
    }

    fn score(&mut self) {
        let (index, plan) = (self.index, &self.index.plan);
        let mut sizes: Vec<u64> = vec![0; index.members.len()];
        let mut pieces: Vec<usize> = vec![0; index.members.len()];
        let mut total = 0;
        for passage in self.allowed.iter().take_while(|&at| (at as usize) < index.sizes.len()) {
            let (size, work) = (index.sizes[passage as usize].0, index.work_of[passage as usize]);
            sizes[work as usize] += u64::from(size);
            total += u64::from(size);
            pieces[work as usize] += 1;
        }
        let seen_works = pieces.iter().filter(|pieces| **pieces > 0).count();
        let count = pieces.iter().sum();
        let passages = Lengths::of(count, total, plan.saturation, plan.length);
        let works = Lengths::of(seen_works, total, plan.work_saturation, plan.work_length);
        let mut in_works: Vec<u32> = vec![0; index.members.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (bit, asked) in self.asked.iter_mut().enumerate() {
            asked.rarity = passages.rarity(asked.held);
            for &(passage, times) in &index.postings[asked.number as usize] {
                if !self.allowed.holds(passage) {
                    continue;
                }
                let (at, work) = (passage as usize, index.work_of[passage as usize]);
                let weight = passages.weight(times, u64::from(index.sizes[at].0));
                self.passages[at] += weight * asked.rarity;
                self.holds[at] |= 1 << bit;
                if in_works[work as usize] == 0 {
                    touched.push(work);
                }
                in_works[work as usize] += times;
            }
            let rarity = works.rarity(touched.len());
            for work in touched.drain(..) {
                let times = std::mem::take(&mut in_works[work as usize]);
                self.works[work as usize] += works.weight(times, sizes[work as usize]) * rarity;
            }
        }
    }

    /// The `count` best by BM25 of passage and work together.
    pub(super) fn first(&self, count: usize) -> Vec<Found> {
        let mut found: Vec<Found> = (0_u32..)
            .zip(self.passages.iter().zip(&self.index.work_of))
            .filter(|(_, (score, _))| **score > 0.0)
            .map(|(passage, (score, work))| Found {
                passage,
                score: score + self.index.plan.work * self.works[*work as usize],
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

/// The rarest of the different `tokens` that stand in an allowed passage.
fn asked(index: &PassageIndex, tokens: &[String], allowed: &ItemSet) -> Vec<Asked> {
    let mut seen = HashSet::new();
    let mut asked: Vec<Asked> = tokens
        .iter()
        .filter_map(|token| index.token(token))
        .filter(|token| seen.insert(token.number))
        .map(|token| {
            let postings = &index.postings[token.number as usize];
            let held = postings.iter().filter(|posting| allowed.holds(posting.0)).count();
            Asked { number: token.number, is_word: token.is_word, held, rarity: 0.0 }
        })
        .filter(|asked| asked.held > 0)
        .collect();
    // Stable: tokens that are equally rare stay in the order of the question, never in that of
    // the index, in which passages that are not allowed have a part.
    asked.sort_by_key(|asked| asked.held);
    asked.truncate(MOST_ASKED);
    asked
}

impl Lengths {
    fn of(count: usize, total: u64, saturation: f32, length: f32) -> Self {
        let mean = (total as f32 / count.max(1) as f32).max(f32::MIN_POSITIVE);
        Self { count, mean, saturation, length }
    }

    /// The inverse document frequency of a token that `held` documents hold; above 0.
    fn rarity(&self, held: usize) -> f32 {
        (1.0 + ((self.count - held) as f32 + 0.5) / (held as f32 + 0.5)).ln()
    }

    /// What a token adds that stands `times` in a document of `size` tokens.
    fn weight(&self, times: u32, size: u64) -> f32 {
        let (times, long) = (times as f32, size as f32 / self.mean);
        let damping = self.saturation * (1.0 - self.length + self.length * long);
        times * (self.saturation + 1.0) / (times + damping)
    }
}
