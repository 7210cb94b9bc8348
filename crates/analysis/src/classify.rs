//! Linear classifiers of text: what a post is about, and whether it offends.

mod calibrated;
mod grams;
mod machine;

pub use calibrated::{TextClassifier, Verdict};
pub use grams::{Gram, grams, hashed};
