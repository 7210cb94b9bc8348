//! What one column of a database row holds, and how values go in and come out.
//!
//! The traits stand here, beside the values, so that ids and times implement them; the crate `db`
//! is the only one that speaks to a database.

use std::fmt;

use crate::{Currency, Day, Locale, Ts, Zone};

/// A value on its way into a column or an argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Val {
    /// Nothing.
    Null,
    /// A whole number: `BIGINT`.
    Int(i64),
    /// A number with a fraction: `DOUBLE PRECISION`.
    Real(f64),
    /// Yes or no: `BOOLEAN`.
    Bool(bool),
    /// Text.
    Text(String),
    /// Bytes: `BYTEA`, `BLOB`.
    Bytes(Vec<u8>),
}

/// A value as it is read from a column, borrowed from the row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Real(f64),
    /// Yes or no, on engines that have a type for it.
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A column that does not hold what was expected of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    expected: &'static str,
    found: String,
    place: Option<usize>,
}

impl BadCell {
    /// Says what was expected and what was found; text and bytes are not repeated.
    #[must_use]
    pub fn new(expected: &'static str, found: Cell<'_>) -> Self {
        let found = match found {
            Cell::Null => "NULL".to_owned(),
            Cell::Int(n) => format!("the number {n}"),
            Cell::Real(n) => format!("the number {n}"),
            Cell::Bool(yes) => format!("{yes}"),
            Cell::Text(text) => format!("a text of {} bytes", text.len()),
            Cell::Bytes(bytes) => format!("{} bytes", bytes.len()),
        };
        Self { expected, found, place: None }
    }

    /// Adds in which column of the row, counted from 0.
    #[must_use]
    pub fn at(self, place: usize) -> Self {
        Self { place: Some(place), ..self }
    }
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)?;
        self.place.map_or(Ok(()), |place| write!(f, " in column {}", place + 1))
    }
}

impl std::error::Error for BadCell {}

/// A value that can be bound to a statement.
pub trait Bind {
    /// The value as the column takes it.
    fn bind(&self) -> Val;
}

/// A value that can be read from one column.
pub trait Column: Sized {
    /// Reads the column.
    ///
    /// # Errors
    /// When it holds something else.
    fn read(cell: Cell<'_>) -> Result<Self, BadCell>;
}

impl<T: Bind + ?Sized> Bind for &T {
    fn bind(&self) -> Val {
        (**self).bind()
    }
}

impl<T: Bind> Bind for Option<T> {
    fn bind(&self) -> Val {
        self.as_ref().map_or(Val::Null, Bind::bind)
    }
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Null => Ok(None),
            some => T::read(some).map(Some),
        }
    }
}

impl Bind for Val {
    fn bind(&self) -> Val {
        self.clone()
    }
}

impl Bind for i64 {
    fn bind(&self) -> Val {
        Val::Int(*self)
    }
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Int(n) => Ok(n),
            other => Err(BadCell::new("a whole number", other)),
        }
    }
}

macro_rules! small_numbers {
    ($($number:ty),*) => {$(
        impl Bind for $number {
            fn bind(&self) -> Val {
                Val::Int(i64::from(*self))
            }
        }

        impl Column for $number {
            fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
                let n = i64::read(cell)?;
                Self::try_from(n).map_err(|_range| {
                    BadCell::new(concat!("a number of type ", stringify!($number)), cell)
                })
            }
        }
    )*};
}
small_numbers!(i8, i16, i32, u8, u16, u32);

impl Bind for f64 {
    fn bind(&self) -> Val {
        Val::Real(*self)
    }
}

impl Column for f64 {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Real(n) => Ok(n),
            other => Err(BadCell::new("a number with a fraction", other)),
        }
    }
}

impl Bind for bool {
    fn bind(&self) -> Val {
        Val::Bool(*self)
    }
}

impl Column for bool {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Bool(yes) => Ok(yes),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            other => Err(BadCell::new("yes or no", other)),
        }
    }
}

impl Bind for str {
    fn bind(&self) -> Val {
        Val::Text(self.to_owned())
    }
}

impl Bind for String {
    fn bind(&self) -> Val {
        Val::Text(self.clone())
    }
}

impl Bind for std::borrow::Cow<'_, str> {
    fn bind(&self) -> Val {
        Val::Text(self.clone().into_owned())
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => Err(BadCell::new("text", other)),
        }
    }
}

impl Bind for [u8] {
    fn bind(&self) -> Val {
        Val::Bytes(self.to_vec())
    }
}

impl Bind for Vec<u8> {
    fn bind(&self) -> Val {
        Val::Bytes(self.clone())
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            other => Err(BadCell::new("bytes", other)),
        }
    }
}

impl<const N: usize> Bind for [u8; N] {
    fn bind(&self) -> Val {
        Val::Bytes(self.to_vec())
    }
}

impl<const N: usize> Column for [u8; N] {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Bytes(bytes) => {
                bytes.try_into().map_err(|_length| BadCell::new("a fixed count of bytes", cell))
            }
            other => Err(BadCell::new("bytes", other)),
        }
    }
}

impl Bind for Ts {
    fn bind(&self) -> Val {
        Val::Int(self.micros())
    }
}

impl Column for Ts {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        i64::read(cell).map(Self::from_micros)
    }
}

impl Bind for Day {
    fn bind(&self) -> Val {
        Val::Int(i64::from(self.number()))
    }
}

impl Column for Day {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        Self::from_number(i32::read(cell)?).map_err(|_none| BadCell::new("a day yyyymmdd", cell))
    }
}

impl Bind for Currency {
    fn bind(&self) -> Val {
        Val::Text(self.code().to_owned())
    }
}

impl Column for Currency {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        let wrong = || BadCell::new("a currency", cell);
        String::read(cell)?.parse().map_err(|_none| wrong())
    }
}

impl Bind for Locale {
    fn bind(&self) -> Val {
        Val::Text(self.tag().to_owned())
    }
}

impl Column for Locale {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        let tag = String::read(cell)?;
        Self::from_tag(&tag).ok_or_else(|| BadCell::new("a language", cell))
    }
}

impl Bind for Zone {
    fn bind(&self) -> Val {
        Val::Text(self.name().to_owned())
    }
}

impl Column for Zone {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        let name = String::read(cell)?;
        Self::named(&name).map_err(|_none| BadCell::new("a time zone", cell))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::id!(
        /// A row in these tests.
        RowId
    );

    #[test]
    fn ids_and_times_are_whole_numbers_in_a_column() {
        let at = Ts::from_micros(5);
        assert_eq!(at.bind(), Val::Int(5));
        assert_eq!(RowId::read(Cell::Int(7)).map(|id| id.bind()), Ok(Val::Int(7)));
        assert_eq!(Option::<RowId>::read(Cell::Null), Ok(None));
    }

    #[test]
    fn a_column_of_another_kind_is_refused_without_repeating_its_text() {
        let refused = i64::read(Cell::Text("secret")).map_err(|bad| bad.to_string());
        assert_eq!(refused, Err("expected a whole number, found a text of 6 bytes".to_owned()));
        assert!(i32::read(Cell::Int(i64::MAX)).is_err());
        assert!(bool::read(Cell::Int(2)).is_err());
        assert_eq!(bool::read(Cell::Int(1)), Ok(true));
    }
}
