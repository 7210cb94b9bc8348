//! Enums with stable names as TEXT columns.

/// Lets enums that have `key` and `from_key` stand in a TEXT column.
#[macro_export]
#[doc(hidden)]
macro_rules! text_column {
    ($($name:ty),* $(,)?) => {$(
        impl kernel::Bind for $name {
            fn bind(&self) -> kernel::Val {
                kernel::Val::Text(self.key().to_owned())
            }
        }

        impl kernel::Column for $name {
            fn read(cell: kernel::Cell<'_>) -> Result<Self, kernel::BadCell> {
                let kernel::Cell::Text(key) = cell else {
                    return Err(kernel::BadCell::new("a stable name", cell));
                };
                Self::from_key(key).ok_or_else(|| kernel::BadCell::new("a known name", cell))
            }
        }
    )*};
}
