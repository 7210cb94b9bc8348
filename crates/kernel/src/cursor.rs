//! Lists that are read page by page.

use serde::Serialize;

use crate::{Fault, Outcome, Ts};

/// A place in a list ordered by `(created_at, id)`, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// When the last row seen was created.
    pub at: Ts,
    /// The last row seen.
    pub id: i64,
}

impl Cursor {
    /// The place before the first row of a list that runs from new to old.
    pub const START: Self = Self { at: Ts::from_micros(i64::MAX), id: i64::MAX };
}

/// How many rows a page holds: 20 unless asked otherwise, at most 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ListSize(u32);

impl Default for ListSize {
    fn default() -> Self {
        Self(20)
    }
}

impl ListSize {
    /// The size that was asked for.
    ///
    /// # Errors
    /// `Invalid` with `limit.invalid` when it is not from 1 to 100.
    pub fn asked(size: Option<u32>) -> Outcome<Self> {
        match size {
            None => Ok(Self::default()),
            Some(n @ 1..=100) => Ok(Self(n)),
            Some(_) => Err(Fault::invalid("limit", "limit.invalid")),
        }
    }

    /// The number of rows on a page.
    #[must_use]
    pub fn rows(self) -> usize {
        usize::try_from(self.0).unwrap_or(20)
    }

    /// One more row than the page shows, by which a query learns whether there is a next page.
    #[must_use]
    pub fn probe(self) -> i64 {
        i64::from(self.0) + 1
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last one.
    #[serde(skip)]
    pub next: Option<Cursor>,
}

impl<T> List<T> {
    /// Cuts the rows that a probing query returned down to the page and finds its next place.
    pub fn cut(mut rows: Vec<T>, size: ListSize, place: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() > size.rows();
        rows.truncate(size.rows());
        let next = if more { rows.last().map(place) } else { None };
        Self { items: rows, next }
    }

    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> List<U> {
        List { items: self.items.into_iter().map(turn).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_whether_another_follows() {
        let size = ListSize::asked(Some(2)).unwrap();
        let place = |n: &i64| Cursor { at: Ts::from_micros(*n), id: *n };
        assert_eq!(List::cut(vec![3, 2, 1], size, place).next, Some(place(&2)));
        assert_eq!(List::cut(vec![3, 2], size, place).next, None);
        assert!(ListSize::asked(Some(101)).is_err());
        assert!(ListSize::asked(Some(0)).is_err());
    }
}
