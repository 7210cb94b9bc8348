//! Experiments: which of two variants is better, and when that may be said.
