//! How a whole row of a query becomes a value.

use crate::{BadCell, Cell, Column};

/// A row of a query's answer, on any engine.
pub trait Cells {
    /// The cell at a place, counted from 0.
    ///
    /// # Errors
    /// When the row has no such column, or one of a type that has no [`Cell`].
    fn cell(&self, place: usize) -> Result<Cell<'_>, BadCell>;
}

/// A value that is read from a whole row, by the place of its columns.
///
/// Single columns and tuples of them are such values; `db::row!` makes structs of named columns.
pub trait FromRow: Sized {
    /// The columns' names in order, where the value has names for them.
    const COLUMNS: Option<&'static [&'static str]> = None;
    /// How many columns the value takes.
    const WIDTH: usize;

    /// Reads the row.
    ///
    /// # Errors
    /// When a column holds something else than the value's part.
    fn from_row(row: &dyn Cells) -> Result<Self, BadCell>;
}

/// Reads one column of a row.
///
/// # Errors
/// When it holds something else.
pub fn column<T: Column>(row: &dyn Cells, place: usize) -> Result<T, BadCell> {
    T::read(row.cell(place)?).map_err(|bad| bad.at(place))
}

impl<T: Column> FromRow for T {
    const WIDTH: usize = 1;

    fn from_row(row: &dyn Cells) -> Result<Self, BadCell> {
        column(row, 0)
    }
}

macro_rules! tuples {
    ($(($width:literal: $($part:ident $place:literal),+))*) => {$(
        impl<$($part: Column),+> FromRow for ($($part,)+) {
            const WIDTH: usize = $width;

            fn from_row(row: &dyn Cells) -> Result<Self, BadCell> {
                Ok(($(column::<$part>(row, $place)?,)+))
            }
        }
    )*};
}
tuples! {
    (1: A 0)
    (2: A 0, B 1)
    (3: A 0, B 1, C 2)
    (4: A 0, B 1, C 2, D 3)
    (5: A 0, B 1, C 2, D 3, E 4)
    (6: A 0, B 1, C 2, D 3, E 4, F 5)
    (7: A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}
