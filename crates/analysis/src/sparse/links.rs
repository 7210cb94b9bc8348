//! A matrix of yes and no: which row is linked with which column.

use crate::{Computed, Refusal};

/// Which of `rows` is linked with which of `columns`; each row's columns ascend, without repeats.
///
/// Memory: 4 bytes a link and 8 a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    starts: Vec<usize>,
    columns: Vec<u32>,
    width: usize,
}

impl Links {
    /// Sorts `pairs` of (row, column) into rows; a pair given twice counts once.
    ///
    /// O(pairs + rows) and a sort of each row. Refuses a pair outside `rows` × `columns`.
    pub fn new(rows: usize, columns: usize, pairs: &[(u32, u32)]) -> Computed<Self> {
        let inside =
            |&(row, column): &(u32, u32)| (row as usize) < rows && (column as usize) < columns;
        if !pairs.iter().all(inside) {
            return Err(Refusal::Shape);
        }
        let mut starts = vec![0_usize; rows + 1];
        for &(row, _) in pairs {
            starts[row as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut linked = vec![0_u32; pairs.len()];
        for &(row, column) in pairs {
            linked[next[row as usize]] = column;
            next[row as usize] += 1;
        }
        drop(next);
        let mut links = Self { starts, columns: linked, width: columns };
        links.order_rows();
        Ok(links)
    }

    /// Sorts each row and closes the gaps that repeats leave.
    fn order_rows(&mut self) {
        let mut kept = 0;
        let mut from = 0;
        for row in 0..self.starts.len() - 1 {
            let to = self.starts[row + 1];
            self.columns[from..to].sort_unstable();
            self.starts[row] = kept;
            for at in from..to {
                if kept == self.starts[row] || self.columns[kept - 1] != self.columns[at] {
                    self.columns[kept] = self.columns[at];
                    kept += 1;
                }
            }
            from = to;
        }
        if let Some(end) = self.starts.last_mut() {
            *end = kept;
        }
        self.columns.truncate(kept);
    }

    /// The same links, seen from the columns. O(links + columns).
    pub fn transposed(&self) -> Self {
        let mut starts = vec![0_usize; self.width + 1];
        for &column in &self.columns {
            starts[column as usize + 1] += 1;
        }
        for column in 0..self.width {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut linked = vec![0_u32; self.columns.len()];
        for row in 0..self.height() {
            for &column in self.row(row as u32) {
                linked[next[column as usize]] = row as u32;
                next[column as usize] += 1;
            }
        }
        Self { starts, columns: linked, width: self.height() }
    }

    /// The columns that `row` is linked with, ascending; empty for a row that does not exist.
    pub fn row(&self, row: u32) -> &[u32] {
        let row = row as usize;
        if row + 1 >= self.starts.len() {
            return &[];
        }
        &self.columns[self.starts[row]..self.starts[row + 1]]
    }

    /// Whether `row` is linked with `column`. O(log of the row's length).
    pub fn holds(&self, row: u32, column: u32) -> bool {
        self.row(row).binary_search(&column).is_ok()
    }

    /// How many columns `row` is linked with.
    pub fn degree(&self, row: u32) -> usize {
        self.row(row).len()
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many links there are.
    pub fn count(&self) -> usize {
        self.columns.len()
    }

    /// Every link as (row, column), row by row. O(links + rows) for all.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.height() as u32)
            .flat_map(move |row| self.row(row).iter().map(move |&column| (row, column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_given_twice_counts_once_and_rows_ascend() {
        let links = Links::new(3, 4, &[(2, 3), (0, 2), (0, 1), (0, 2), (2, 3)]).unwrap();
        assert_eq!(links.row(0), [1, 2]);
        assert_eq!(links.row(1), [0_u32; 0]);
        assert_eq!(links.row(2), [3]);
        assert_eq!(links.row(9), [0_u32; 0]);
        assert_eq!(links.count(), 3);
    }

    #[test]
    fn transposing_twice_changes_nothing() {
        let links = Links::new(3, 4, &[(2, 3), (0, 2), (0, 1), (1, 1)]).unwrap();
        assert_eq!(links.transposed().row(1), [0, 1]);
        assert_eq!(links.transposed().transposed(), links);
    }

    #[test]
    fn a_pair_outside_the_matrix_is_refused() {
        assert_eq!(Links::new(2, 2, &[(2, 0)]), Err(Refusal::Shape));
    }
}
