//! An entitlement: the right of one member to one thing for a time, the only thing that opens a
//! door.

pub mod api;
mod end;
mod expire;
mod extend;
mod grant;
mod join;
mod leave;
pub mod page;
mod slices;
pub(crate) mod store;
mod term;
#[cfg(test)]
mod tests;

use db::{BadCell, Bind, Cell, Column, Val};
use serde::{Deserialize, Serialize};

pub use end::{Preview, TakenBack, end, end_of_source, preview_end, preview_new_end, set_end};
pub use expire::{EXPIRE_BATCH, expire};
pub use extend::{Chain, next_term};
pub use grant::{Grant, grant};
pub(crate) use join::join;
pub(crate) use leave::leave;
pub use slices::{Moved, Slice, take_back};
pub use store::EntitlementRow;
pub use term::{Anchor, Last, Term, last_day};

kernel::id!(
    /// One entitlement.
    pub EntitlementId
);

/// Why a member holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// They paid an order; the source's id is the order's.
    Order,
    /// The team gave it, with a reason; the source is the entitlement itself.
    Grant,
    /// Somebody gave it as a present.
    Gift,
    /// It was brought in from another system.
    Import,
}

impl SourceKind {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Grant => "grant",
            Self::Gift => "gift",
            Self::Import => "import",
        }
    }

    /// Whether a slice of this source was put behind the ones before it, and so moves forward when
    /// one of those is taken back. What the team gave stands at the times that it named.
    #[must_use]
    pub const fn follows(self) -> bool {
        matches!(self, Self::Order | Self::Gift)
    }
}

impl Bind for SourceKind {
    fn bind(&self) -> Val {
        self.key().bind()
    }
}

impl Column for SourceKind {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Text("order") => Ok(Self::Order),
            Cell::Text("grant") => Ok(Self::Grant),
            Cell::Text("gift") => Ok(Self::Gift),
            Cell::Text("import") => Ok(Self::Import),
            other => Err(BadCell::new("a source of entitlements", other)),
        }
    }
}

/// By what an entitlement ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Its time was over.
    Time,
    /// Its order was refunded.
    Refund,
    /// The team took it back.
    Team,
    /// It was sold in the sandbox, which was switched off.
    Sandbox,
    /// Its member is no more.
    Erased,
}
