//! A sparse matrix with a value in each cell that is present.

use crate::{Computed, Refusal};

/// Rows of (column, value), each row ascending by column. Memory: 8 bytes a cell and 8 a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    starts: Vec<usize>,
    cells: Vec<(u32, f32)>,
    width: usize,
}

impl Rows {
    /// Puts `rows` one under the other; each is sorted by column here.
    /// O(cells × log of the longest row).
    ///
    /// Refuses a column outside `width`, the same column twice in one row, and a value that is not
    /// finite.
    pub fn new(width: usize, rows: impl IntoIterator<Item = Vec<(u32, f32)>>) -> Computed<Self> {
        let mut matrix = Self { starts: vec![0], cells: Vec::new(), width };
        for mut row in rows {
            row.sort_unstable_by_key(|cell| cell.0);
            if row.windows(2).any(|pair| pair[0].0 == pair[1].0)
                || row.last().is_some_and(|cell| cell.0 as usize >= width)
            {
                return Err(Refusal::Shape);
            }
            if row.iter().any(|cell| !cell.1.is_finite()) {
                return Err(Refusal::Value);
            }
            matrix.cells.extend(row);
            matrix.starts.push(matrix.cells.len());
        }
        Ok(matrix)
    }

    /// Puts `chunks` of rows that are sorted already one under the other.
    pub(crate) fn of_chunks(width: usize, chunks: Vec<Vec<Vec<(u32, f32)>>>) -> Self {
        let size = chunks.iter().flatten().map(Vec::len).sum();
        let mut matrix = Self { starts: vec![0], cells: Vec::with_capacity(size), width };
        for row in chunks.into_iter().flatten() {
            matrix.cells.extend(row);
            matrix.starts.push(matrix.cells.len());
        }
        matrix
    }

    /// The cells of `row`, ascending by column; empty for a row that does not exist.
    pub fn row(&self, row: u32) -> &[(u32, f32)] {
        let row = row as usize;
        if row + 1 >= self.starts.len() {
            return &[];
        }
        &self.cells[self.starts[row]..self.starts[row + 1]]
    }

    /// The cells of `row`, to change values in place.
    pub(crate) fn row_mut(&mut self, row: u32) -> &mut [(u32, f32)] {
        let row = row as usize;
        if row + 1 >= self.starts.len() {
            return &mut [];
        }
        &mut self.cells[self.starts[row]..self.starts[row + 1]]
    }

    /// The value at (`row`, `column`), 0 where there is none. O(log of the row's length).
    pub fn value(&self, row: u32, column: u32) -> f32 {
        let cells = self.row(row);
        cells.binary_search_by_key(&column, |cell| cell.0).map_or(0.0, |at| cells[at].1)
    }

    /// The same cells, seen from the columns. O(cells + width).
    pub fn transposed(&self) -> Self {
        let mut starts = vec![0_usize; self.width + 1];
        for cell in &self.cells {
            starts[cell.0 as usize + 1] += 1;
        }
        for column in 0..self.width {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut cells = vec![(0_u32, 0.0_f32); self.cells.len()];
        for row in 0..self.height() as u32 {
            for &(column, value) in self.row(row) {
                let at = &mut next[column as usize];
                cells[*at] = (row, value);
                *at += 1;
            }
        }
        Self { starts, cells, width: self.height() }
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many cells are present.
    pub fn count(&self) -> usize {
        self.cells.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_from_its_row_and_from_its_column() {
        let rows = Rows::new(4, vec![vec![(3, 1.5), (0, 2.0)], vec![], vec![(3, 4.0)]]).unwrap();
        assert_eq!(rows.row(0), [(0, 2.0), (3, 1.5)]);
        assert_eq!(rows.value(0, 3), 1.5);
        assert_eq!(rows.value(1, 3), 0.0);
        assert_eq!(rows.transposed().row(3), [(0, 1.5), (2, 4.0)]);
        assert_eq!(rows.transposed().transposed(), rows);
    }

    #[test]
    fn repeats_strays_and_infinities_are_refused() {
        assert_eq!(Rows::new(2, vec![vec![(1, 1.0), (1, 2.0)]]), Err(Refusal::Shape));
        assert_eq!(Rows::new(2, vec![vec![(2, 1.0)]]), Err(Refusal::Shape));
        assert_eq!(Rows::new(2, vec![vec![(1, f32::NAN)]]), Err(Refusal::Value));
    }
}
