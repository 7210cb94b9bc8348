//! The values that a statement is run with.

use std::borrow::Cow;

use kernel::{Bind, Val};

use crate::failure::{Failure, Kind};
use crate::sql::{LIST_MAX, with_list, with_rows};

/// Values for the placeholders of one statement; made by [`args!`](macro@crate::args).
#[derive(Debug, Clone, Default)]
pub struct Args {
    values: Vec<Val>,
    /// How many of the values, the last ones, are those of the statement's `{list}`.
    listed: Option<usize>,
    /// How many rows the values are, for the statement's `{rows:…}`.
    rows: Option<usize>,
}

impl Args {
    #[doc(hidden)]
    #[must_use]
    pub const fn of(values: Vec<Val>) -> Self {
        Self { values, listed: None, rows: None }
    }

    /// The values of a statement's `{rows:…}`, row by row: what is written together.
    #[must_use]
    pub fn rows(rows: impl IntoIterator<Item = Self>) -> Self {
        let (mut values, mut count) = (Vec::new(), 0);
        for row in rows {
            values.extend(row.values);
            count += 1;
        }
        Self { values, listed: None, rows: Some(count) }
    }

    /// Adds the values of the statement's `{list}`, as in `WHERE id IN ({list})`.
    ///
    /// They are padded to a power of two by repeating the last, so that a statement has few forms
    /// and is found in the cache; an empty list matches nothing.
    #[must_use]
    pub fn list<T: Bind>(mut self, list: impl IntoIterator<Item = T>) -> Self {
        let fixed = self.fixed();
        self.values.truncate(fixed);
        self.values.extend(list.into_iter().map(|value| value.bind()));
        let count = self.values.len() - fixed;
        let padded = count.max(1).next_power_of_two();
        let last = self.values.last().filter(|_| count > 0).cloned().unwrap_or(Val::Null);
        self.values.resize(fixed + padded, last);
        Self { listed: Some(padded), ..self }
    }

    /// A statement's text with as many placeholders as there are values.
    pub(crate) fn fill<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, Failure> {
        if let Some(count) = self.rows {
            return Ok(Cow::Owned(with_rows(text, count)));
        }
        match self.listed {
            None => Ok(Cow::Borrowed(text)),
            Some(count) if count > LIST_MAX => {
                Err(Failure::new(Kind::Other, format!("a list of {count} values")))
            }
            Some(count) => Ok(Cow::Owned(with_list(text, self.fixed() + 1, count))),
        }
    }

    /// How many placeholders stand before those of the list.
    pub(crate) fn fixed(&self) -> usize {
        self.values.len() - self.listed.unwrap_or(0)
    }

    /// All values in the order of their placeholders.
    pub(crate) fn values(&self) -> &[Val] {
        &self.values
    }
}

/// The values of a statement's placeholders `$1 …`, taken by reference:
/// `args![id, &name, Some(at), true]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        $crate::Args::of(::std::vec![$($crate::Bind::bind(&$value)),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_padded_to_a_power_of_two_with_its_last_value() {
        let args = args![7_i64].list([1_i64, 2, 3]);
        assert_eq!(args.values(), [7, 1, 2, 3, 3].map(Val::Int));
        assert_eq!((args.fixed(), args.listed), (1, Some(4)));
    }

    #[test]
    fn rows_are_bound_one_after_the_other() {
        let args = Args::rows([args![1_i64, 2], args![3_i64, 4]]);
        assert_eq!(args.values(), [1, 2, 3, 4].map(Val::Int));
        assert_eq!(args.fill("VALUES {rows:2}").unwrap(), "VALUES ($1, $2), ($3, $4)");
    }

    #[test]
    fn an_empty_list_is_one_null() {
        let args = args![7_i64].list(Vec::<i64>::new());
        assert_eq!(args.values(), [Val::Int(7), Val::Null]);
    }
}
