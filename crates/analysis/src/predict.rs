//! Predictions about a member: falling silent, renewing, buying again, wanting a topic.
//!
//! [`Foreteller`] learns from examples with any features, chooses between a ridge-regularised
//! logistic
//! regression, small boosted trees and their mean by cross-validation, and calibrates what it says.
//! [`BuyerModel`] needs nothing but dates of purchases. [`Demand`] says which topics a member and
//! the
//! community will turn to.

mod buyers;
mod calibration;
mod demand;
mod foreteller;
mod logistic;
mod trees;

pub use buyers::{BuyerModel, Purchases};
pub use calibration::Calibration;
pub use demand::{Demand, Interest};
pub use foreteller::{Foresight, Foreteller};
pub use logistic::Logistic;
pub use trees::{Trees, TreesPlan};
