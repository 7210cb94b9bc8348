//! Sparse matrices in compressed rows.

mod links;
mod rows;

pub use links::Links;
pub use rows::Rows;
