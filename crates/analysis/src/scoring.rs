//! How good a ranking or a probability was, once the truth is known.
