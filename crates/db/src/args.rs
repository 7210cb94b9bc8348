//! The values that a statement is run with.

use kernel::{Bind, Val};

/// Values for the placeholders of one statement; made by [`args!`](macro@crate::args).
#[derive(Debug, Clone, Default)]
pub struct Args {
    values: Vec<Val>,
    /// How many of the values, the last ones, are those of the statement's `{list}`.
    listed: Option<usize>,
}

impl Args {
    #[doc(hidden)]
    #[must_use]
    pub const fn of(values: Vec<Val>) -> Self {
        Self { values, listed: None }
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

    /// How many placeholders stand before those of the list.
    pub(crate) fn fixed(&self) -> usize {
        self.values.len() - self.listed.unwrap_or(0)
    }

    /// How many values the list has, padding included.
    pub(crate) const fn listed(&self) -> Option<usize> {
        self.listed
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
        assert_eq!((args.fixed(), args.listed()), (1, Some(4)));
    }

    #[test]
    fn an_empty_list_is_one_null() {
        let args = args![7_i64].list(Vec::<i64>::new());
        assert_eq!(args.values(), [Val::Int(7), Val::Null]);
    }
}
