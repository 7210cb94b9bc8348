//! Which items are chosen together: item neighbours (Sarwar, Karypis, Konstan & Riedl 2001;
//! Deshpande & Karypis 2004, for the damping of members who chose much).

use super::interactions::Interactions;
use crate::parallel;
use crate::sparse::Rows;

/// How many items of one member take part in the counting of pairs, at most: a member who chose
/// thousands says little about each pair and would cost the square of it.
const LONGEST_HISTORY: usize = 400;

/// Pseudo-count that keeps rare items from looking like everybody's best neighbour.
pub(crate) const RARITY: f32 = 3.0;

/// How often items are chosen together, each member's word damped by how much that member chose.
#[derive(Debug, Clone)]
pub(crate) struct Together {
    /// Each item's nearest items and the damped count of members who chose both.
    pub(crate) near: Rows,
    /// The damped count of members who chose the item.
    pub(crate) own: Vec<f32>,
    /// How many items a member usually chose.
    pub(crate) mean_activity: f32,
}

/// The damped weight of a member who chose `activity` items, where `mean` is usual.
pub(crate) fn member_weight(activity: usize, mean: f32, damping: f32) -> f32 {
    (activity.max(1) as f32 / mean).powf(-damping)
}

/// The usual number of items a member chose.
pub(crate) fn mean_activity(chosen: &Interactions) -> f32 {
    let busy = (0..chosen.members() as u32).filter(|&member| chosen.activity(member) > 0).count();
    (chosen.count() as f32 / busy.max(1) as f32).max(1.0)
}

/// Counts the pairs and keeps the `reach` nearest of each item, by cosine.
///
/// O(Σ over members of the squared length of their histories) on all cores.
pub(crate) fn count(chosen: &Interactions, reach: usize, damping: f32) -> Together {
    let mean = mean_activity(chosen);
    let weights: Vec<f32> = (0..chosen.members() as u32)
        .map(|member| member_weight(chosen.activity(member), mean, damping))
        .collect();
    let own: Vec<f32> = (0..chosen.items() as u32)
        .map(|item| chosen.audience(item).iter().map(|&member| weights[member as usize]).sum())
        .collect();
    let narrowing: Vec<f32> = own.iter().map(|own| (own + RARITY).sqrt().recip()).collect();
    let chunks = parallel::pieces(
        chosen.items(),
        || Tally::new(chosen.items()),
        |tally, range| {
            range
                .map(|item| {
                    for &member in chosen.audience(item as u32).iter() {
                        tally.add_history(&chosen.history(member), weights[member as usize]);
                    }
                    tally.nearest(item as u32, reach, &narrowing)
                })
                .collect()
        },
    );
    Together { near: Rows::of_chunks(chosen.items(), chunks), own, mean_activity: mean }
}

/// A dense row that remembers where it was written.
pub(crate) struct Tally {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl Tally {
    pub(crate) fn new(width: usize) -> Self {
        Self { sums: vec![0.0; width], touched: Vec::new() }
    }

    pub(crate) fn add(&mut self, column: u32, value: f32) {
        let sum = &mut self.sums[column as usize];
        if *sum == 0.0 {
            self.touched.push(column);
        }
        *sum += value;
    }

    fn add_history(&mut self, history: &[u32], weight: f32) {
        let stride = history.len().div_ceil(LONGEST_HISTORY).max(1);
        for &item in history.iter().step_by(stride) {
            self.add(item, weight);
        }
    }

    /// The `reach` largest sums times `narrowing` except `own`'s, ascending by column; then
    /// empties.
    pub(crate) fn nearest(&mut self, own: u32, reach: usize, narrowing: &[f32]) -> Vec<(u32, f32)> {
        let sums = &self.sums;
        let mut ranked: Vec<(f32, u32)> = self
            .touched
            .iter()
            .filter(|&&column| column != own)
            .map(|&column| (sums[column as usize] * narrowing[column as usize], column))
            .filter(|ranked| ranked.0 > 0.0)
            .collect();
        keep_largest(&mut ranked, reach);
        let mut near: Vec<(u32, f32)> =
            ranked.iter().map(|&(_, column)| (column, sums[column as usize])).collect();
        near.sort_unstable_by_key(|cell| cell.0);
        for &column in &self.touched {
            self.sums[column as usize] = 0.0;
        }
        self.touched.clear();
        near
    }
}

/// Keeps the `most` largest, in no order; ties go to the lower number, so that the result does not
/// depend on the order of arrival.
pub(crate) fn keep_largest(ranked: &mut Vec<(f32, u32)>, most: usize) {
    if ranked.len() > most {
        if most > 0 {
            ranked.select_nth_unstable_by(most - 1, by_rank);
        }
        ranked.truncate(most);
    }
}

/// Larger first, then the lower number.
pub(crate) fn by_rank(a: &(f32, u32), b: &(f32, u32)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}
