//! What speaks for a passage as the answer to a question.

use std::collections::HashMap;

use super::index::Found;
use super::question::Question;
use super::ranking::Candidate;

/// Rarities above this count as this within a work: a name said once is no better than another.
const RAREST: f64 = 6.0;

/// Where the asked tokens stand in what may be seen of one work.
struct Work {
    /// Its allowed passages, ascending.
    members: Vec<u32>,
    /// For each asked token, how much it sets those apart that hold it from the rest of the work.
    apart: Vec<f64>,
    best: f32,
}

impl Question<'_> {
    /// The signs of each of the passages `found`, in their order.
    ///
    /// O(works × their passages × tokens).
    pub(super) fn candidates(&self, found: &[Found]) -> Vec<Candidate> {
        let rarity: f64 = self.asked.iter().map(|asked| f64::from(asked.rarity)).sum();
        let mut works: HashMap<u32, Work> = HashMap::new();
        let mut candidates = Vec::with_capacity(found.len());
        for found in found {
            let number = self.index.work_of[found.passage as usize];
            let work = works.entry(number).or_insert_with(|| self.work(number));
            candidates.push(self.candidate(found, work, rarity.max(1e-9)));
        }
        candidates
    }

    fn holds(&self, passage: u32, at: usize) -> bool {
        self.holds[passage as usize] >> at & 1 == 1
    }

    fn work(&self, number: u32) -> Work {
        let members = self.index.members[number as usize].iter().copied();
        let members: Vec<u32> = members.filter(|&member| self.allowed.holds(member)).collect();
        let apart = self.asked.iter().enumerate().map(|(at, asked)| {
            let held = members.iter().filter(|&&member| self.holds(member, at)).count().max(1);
            (members.len() as f64 / held as f64).ln() * f64::from(asked.rarity).min(RAREST)
        });
        let apart = apart.collect();
        let scores = members.iter().map(|&member| self.passages[member as usize]);
        Work { apart, best: scores.fold(0.0, f32::max), members }
    }

    fn candidate(&self, found: &Found, work: &Work, rarity: f64) -> Candidate {
        let passage = found.passage as usize;
        let place = work.members.binary_search(&found.passage).unwrap_or(0);
        let before = place.checked_sub(1).map(|before| work.members[before]);
        let (mut held, mut covered, mut nearly) = (0.0, 0.0, 0.0);
        let mut apart = [0.0; 2];
        for (at, asked) in self.asked.iter().enumerate() {
            let weight = f64::from(asked.rarity) / rarity;
            let is_held = self.holds(found.passage, at);
            if is_held {
                held += 1.0;
                covered += weight;
                apart[usize::from(!asked.is_word)] += work.apart[at];
            }
            if is_held || before.is_some_and(|before| self.holds(before, at)) {
                nearly += weight;
            }
        }
        let own = f64::from(self.passages[passage]);
        let whole = f64::from(self.works[self.index.work_of[passage] as usize]);
        let (length, different) = self.index.sizes[passage];
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
            place as f64 / work.members.len() as f64,
            (own - f64::from(work.best)) / 10.0,
            (work.members.len() as f64).ln(),
            held / self.of.max(1) as f64,
            (own + f64::from(self.index.plan.work) * whole) / rarity,
        ];
        Candidate { passage: found.passage, signs }
    }
}
