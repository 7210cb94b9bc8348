//! The figures of a community over a window, as the operator's handbook defines them.
//!
//! Every function is pure and takes slices of records; members are dense indices, days are counted
//! from 1970-01-01 in the site's time zone, money is in minor currency units. A figure that has
//! nothing to be computed on is [`Refusal::NoData`](crate::Refusal::NoData), never 0 or NaN.

mod activity;
mod classes;
mod community;
mod deed;
mod figure;
mod funnel;
mod influence;
mod purchases;
mod retention;
mod revenue;

#[cfg(test)]
mod tests;

pub use activity::{Contribution, activity, contributions, scaled_activity};
pub use classes::{ClassRules, MemberClass, Standing, classify};
pub use community::{Stickiness, activity_rate, satisfaction, spread_rate, stickiness};
pub use deed::{Deed, DeedKind, Window};
pub use figure::{Figure, SMALL_SAMPLE, mean_of, share_of};
pub use funnel::{FunnelStep, conversion, funnel};
pub use influence::{Influence, InfluenceParts, Weights, influence};
pub use purchases::{Purchase, Rfm, rfm};
pub use retention::{Cohort, Joining, Span, retention};
pub use revenue::{Business, Running, Term, business, monthly_revenue};
