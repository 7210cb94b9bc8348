//! What speaks for a passage as the answer to a question.

use std::collections::HashMap;

use super::index::{Found, PassageIndex, Scores, Token};
use super::ranking::Candidate;

/// Rarities above this count as this within a work: a name said once is no better than another.
const RAREST: f64 = 6.0;

/// One question, and what the first look at it gave.
pub(super) struct Question<'a> {
    /// Its different tokens that stand in the index.
    pub(super) asked: &'a [Token],
    /// All its different tokens.
    pub(super) of: usize,
    pub(super) scores: &'a Scores,
}

/// Where the asked tokens stand in one work.
struct Work {
    /// For each passage of the work, for each asked token.
    holds: Vec<Vec<bool>>,
    /// For each asked token, how much it sets those apart that hold it from the rest of the work.
    apart: Vec<f64>,
    best: f32,
}

impl Question<'_> {
    /// The signs of each of the passages `found`, in their order.
    ///
    /// O(works × their passages × tokens × log postings).
    pub(super) fn candidates(&self, index: &PassageIndex, found: &[Found]) -> Vec<Candidate> {
        let rarity: f64 = self.asked.iter().map(|&token| index.passages.rarity(token)).sum();
        let mut works: HashMap<u32, Work> = HashMap::new();
        let mut candidates = Vec::with_capacity(found.len());
        for found in found {
            let number = index.work_of[found.passage as usize];
            let work = works.entry(number).or_insert_with(|| self.work(index, number));
            candidates.push(self.candidate(index, found, work, rarity.max(1e-9)));
        }
        candidates
    }

    fn work(&self, index: &PassageIndex, number: u32) -> Work {
        let members = &index.members[number as usize];
        let holds: Vec<Vec<bool>> = members
            .iter()
            .map(|&member| {
                self.asked.iter().map(|&token| index.passages.holds(token, member)).collect()
            })
            .collect();
        let apart = self.asked.iter().enumerate().map(|(at, &token)| {
            let held = holds.iter().filter(|holds| holds[at]).count().max(1);
            (members.len() as f64 / held as f64).ln() * index.passages.rarity(token).min(RAREST)
        });
        let scores = members.iter().map(|&member| self.scores.passages[member as usize]);
        Work { apart: apart.collect(), best: scores.fold(0.0, f32::max), holds }
    }

    fn candidate(
        &self,
        index: &PassageIndex,
        found: &Found,
        work: &Work,
        rarity: f64,
    ) -> Candidate {
        let passage = found.passage as usize;
        let number = index.work_of[passage] as usize;
        let members = &index.members[number];
        let place = members.binary_search(&found.passage).unwrap_or(0);
        let before = place.checked_sub(1).map(|before| &work.holds[before]);
        let (mut held, mut covered, mut nearly) = (0.0, 0.0, 0.0);
        let mut apart = [0.0; 2];
        for (at, &token) in self.asked.iter().enumerate() {
            let weight = index.passages.rarity(token) / rarity;
            if work.holds[place][at] {
                held += 1.0;
                covered += weight;
                apart[usize::from(!token.is_word)] += work.apart[at];
            }
            if work.holds[place][at] || before.is_some_and(|before| before[at]) {
                nearly += weight;
            }
        }
        let own = f64::from(self.scores.passages[passage]);
        let whole = f64::from(self.scores.works[number]);
        let (length, different) = index.sizes[passage];
        let signs = [
            own / 10.0,
            whole / 10.0,
            covered,
            nearly,
            apart[0] / 10.0,
            apart[1] / 10.0,
            f64::from(length).ln_1p(),
            (f64::from(different) - held).ln_1p(),
            f64::from(u8::from(place == 0)),
            place as f64 / members.len() as f64,
            (own - f64::from(work.best)) / 10.0,
            (members.len() as f64).ln(),
            held / self.of.max(1) as f64,
            (own + f64::from(index.plan.work) * whole) / rarity,
        ];
        Candidate { passage: found.passage, signs }
    }
}
