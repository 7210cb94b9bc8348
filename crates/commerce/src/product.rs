//! Products and their prices. A membership is a plan of the same id.

pub mod api;
mod change;
mod create;
mod offer;
pub(crate) mod store;
pub mod studio;

use access::PlanId;
use kernel::Id as _;

pub use change::{Change, change};
pub use create::{NewPrice, NewProduct, create};
pub use offer::{Offer, PriceWords, card, held_before, offers_for, on_sale};
pub use store::{PriceRow, ProductRow};

use crate::step::words;

kernel::id!(
    /// One product; the plan of a membership has the same id.
    pub ProductId
);

kernel::id!(
    /// One price of a product.
    pub PriceId
);

impl ProductId {
    /// The plan that a membership product sells.
    #[must_use]
    pub fn plan(self) -> PlanId {
        PlanId::from_i64(self.get())
    }
}

words! {
    /// For how long a price buys.
    pub enum Term ("a term") {
        /// One month.
        Month = "month",
        /// Twelve months.
        Year = "year",
    }
}

impl Term {
    /// Its months.
    #[must_use]
    pub const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Year => 12,
        }
    }
}
