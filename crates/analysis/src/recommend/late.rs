//! Ties that come after training, beside rows that cannot grow.

use std::collections::BTreeMap;

use crate::sparse::Rows;

/// Late ties of one item, at most; then the weakest gives way.
const MOST: usize = 100;

/// Rows of ties from item to item as they were learned, and those that came later.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ties {
    learned: Rows,
    late: BTreeMap<u32, Vec<(u32, f32)>>,
}

impl Ties {
    pub(crate) fn of(learned: Rows) -> Self {
        Self { learned, late: BTreeMap::new() }
    }

    /// The ties of `item`, in no order.
    pub(crate) fn row(&self, item: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.learned.row(item).iter().chain(self.late.get(&item).into_iter().flatten()).copied()
    }

    /// The tie from `item` to `other`, 0 where there is none. O(log of the row's length).
    pub(crate) fn value(&self, item: u32, other: u32) -> f32 {
        let late = || {
            let cells = self.late.get(&item)?;
            let at = cells.binary_search_by_key(&other, |cell| cell.0).ok()?;
            Some(cells[at].1)
        };
        match self.learned.value(item, other) {
            0.0 => late().unwrap_or(0.0),
            tie => tie,
        }
    }

    /// Adds `gain` to the tie from `item` to `other`. O(log of the row's length), and of the late
    /// ties when it is new.
    pub(crate) fn add(&mut self, item: u32, other: u32, gain: f32) {
        let learned = self.learned.row_mut(item);
        if let Ok(at) = learned.binary_search_by_key(&other, |cell| cell.0) {
            learned[at].1 += gain;
            return;
        }
        let late = self.late.entry(item).or_default();
        match late.binary_search_by_key(&other, |cell| cell.0) {
            Ok(at) => late[at].1 += gain,
            Err(at) => late.insert(at, (other, gain)),
        }
        if late.len() > MOST {
            let weakest = (0..late.len())
                .filter(|&at| late[at].0 != other)
                .min_by(|&a, &b| late[a].1.total_cmp(&late[b].1));
            if let Some(weakest) = weakest {
                late.remove(weakest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learned_tie_stays_and_late_ties_come_beside_it() {
        let mut ties = Ties::of(Rows::new(200, vec![vec![(1, 0.1)], vec![]]).unwrap());
        ties.add(0, 1, 0.5);
        for other in 2..150 {
            ties.add(0, other, 1.0);
            ties.add(0, 2, 1.0);
        }
        assert!((ties.value(0, 1) - 0.6).abs() < 1e-6);
        assert_eq!(ties.value(0, 2), 149.0);
        assert_eq!(ties.value(0, 149), 1.0);
        assert_eq!(ties.row(0).count(), 1 + MOST);
        ties.add(7, 3, 2.0);
        assert_eq!(ties.row(7).collect::<Vec<_>>(), [(3, 2.0)]);
    }
}
