//! How good a ranking or a probability was, once the truth is known.

mod probability;
mod ranking;

pub use probability::{accuracy, auc, brier, expected_calibration_error, log_loss, macro_f1};
pub use ranking::{mean, ndcg, recall, reciprocal_rank};
