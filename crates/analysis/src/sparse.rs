//! Sparse matrices in compressed rows.
