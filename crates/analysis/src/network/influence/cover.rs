//! The greedy cover of a collection of sets.

use super::sets::Sets;

/// Members chosen one after the other, each covering most of what is left.
pub(super) struct Cover {
    /// The chosen members in the order of choice.
    pub(super) members: Vec<u32>,
    /// A number of sets that no choice of as many members can exceed (Tang and others, 2018,
    /// section 5): the least over all steps of what is covered and the greatest gains then left.
    pub(super) bound: f64,
}

impl Cover {
    /// O(sum of sizes + seeds · n).
    pub(super) fn greedy(sets: &Sets, n: usize, seeds: usize) -> Self {
        let index = Index::of(sets, n);
        let mut gains = index.counts();
        let mut is_covered = vec![false; sets.len()];
        let mut members = Vec::with_capacity(seeds);
        let mut is_member = vec![false; n];
        let mut covered = 0;
        let mut bound = f64::INFINITY;
        for step in 0..=seeds {
            bound = bound.min((covered + greatest_sum(&gains, seeds)) as f64);
            if step == seeds {
                break;
            }
            // The first of the greatest, so that ties fall the same way every time.
            let Some(best) = (0..n)
                .filter(|member| !is_member[*member])
                .max_by_key(|member| (gains[*member], std::cmp::Reverse(*member)))
            else {
                break;
            };
            covered += gains[best];
            members.push(best as u32);
            is_member[best] = true;
            for set in index.sets_of(best) {
                let set = *set as usize;
                if !is_covered[set] {
                    is_covered[set] = true;
                    for member in sets.get(set) {
                        gains[*member as usize] -= 1;
                    }
                }
            }
        }
        Self { members, bound }
    }
}

/// The sum of the `count` greatest gains.
fn greatest_sum(gains: &[usize], count: usize) -> usize {
    let mut sorted = gains.to_vec();
    let count = count.min(sorted.len());
    if count > 0 && count < sorted.len() {
        sorted.select_nth_unstable_by(count - 1, |left, right| right.cmp(left));
    }
    sorted.iter().take(count).sum()
}

/// For each member the sets it is in.
struct Index {
    offsets: Vec<usize>,
    sets: Vec<u32>,
}

impl Index {
    fn of(sets: &Sets, n: usize) -> Self {
        let mut offsets = vec![0; n + 1];
        for set in 0..sets.len() {
            for member in sets.get(set) {
                offsets[*member as usize + 1] += 1;
            }
        }
        for at in 1..=n {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut list = vec![0_u32; offsets[n]];
        for set in 0..sets.len() {
            for member in sets.get(set) {
                list[next[*member as usize]] = set as u32;
                next[*member as usize] += 1;
            }
        }
        Self { offsets, sets: list }
    }

    fn sets_of(&self, member: usize) -> &[u32] {
        &self.sets[self.offsets[member]..self.offsets[member + 1]]
    }

    fn counts(&self) -> Vec<usize> {
        self.offsets.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}
