//! Predictions about a member: falling silent, renewing, buying again, wanting a topic.
//!
//! [`Foreteller`] learns from examples with any features, chooses between a ridge-regularised
//! logistic
//! regression, small boosted trees and their mean by cross-validation, and calibrates what it says.
//! [`Silence`] needs nothing but who wrote to whom and when, [`BuyingAgain`] nothing but orders, and
//! [`BuyerModel`] nothing but their dates. [`Renewing`] looks at memberships before their end.
//! [`Demand`] says which topics a member and the community will turn to.

mod buyers;
mod buying;
mod calibration;
mod clock;
mod demand;
mod foreteller;
mod habits;
mod logistic;
mod renewing;
mod silence;
mod trees;

pub use buyers::{BuyerModel, Purchases};
pub use buying::{BuyingAgain, Order};
pub use calibration::Calibration;
pub use demand::{Demand, Interest};
pub use foreteller::{Foresight, Foreteller};
pub use logistic::Logistic;
pub use renewing::{Membership, Renewing};
pub use silence::{Silence, Touch};
pub use trees::{Trees, TreesPlan};
