//! Rows with named columns.

/// Declares a struct that is read from a query's answer by the place of its columns; their names
/// are compared in debug builds, so a query that swaps two columns fails its first test.
///
/// `row! { /// A post in a list. pub struct PostRow { pub id: PostId, pub title: String } }`
#[macro_export]
macro_rules! row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident {
        $($(#[$field_doc:meta])* $field_vis:vis $field:ident : $kind:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        $vis struct $name {
            $($(#[$field_doc])* $field_vis $field: $kind),*
        }

        impl $crate::FromRow for $name {
            const COLUMNS: Option<&'static [&'static str]> = Some(&[$(stringify!($field)),*]);
            const WIDTH: usize = [$(stringify!($field)),*].len();

            fn from_row(row: &dyn $crate::Cells) -> ::std::result::Result<Self, $crate::BadCell> {
                let mut places = 0_usize..;
                $(let $field = $crate::column::<$kind>(row, places.next().unwrap_or_default())?;)*
                Ok(Self { $($field),* })
            }
        }
    };
}
