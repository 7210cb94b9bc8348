//! Plans: what a membership sells, and the things that each opens.

pub(crate) mod store;

use db::Tx;
use kernel::{Fault, Id, Outcome};

use crate::events::PlanChanged;
use crate::{Thing, ThingKind};

pub use store::PlanRow;

kernel::id!(
    /// One plan; a membership product has the same id.
    pub PlanId
);

/// The most things that one plan opens.
pub const OPENS_MAX: usize = 200;

/// Makes a plan, or gives it another name and another list of things that it opens.
///
/// # Errors
/// `Invalid` with `plan.opens` at `opens` when it would open itself or more than
/// [`OPENS_MAX`] things.
pub async fn define(tx: &mut Tx, id: PlanId, name: &str, opens: &[Thing]) -> Outcome<()> {
    let itself = Thing { kind: ThingKind::Plan, id: id.get() };
    if opens.len() > OPENS_MAX || opens.contains(&itself) {
        return Err(Fault::invalid("opens", "plan.opens"));
    }
    store::update(tx, id, name).await?;
    store::delete_opens(tx, id).await?;
    for thing in opens {
        store::insert_opens(tx, id, *thing).await?;
    }
    tx.announce(PlanChanged { plan: id }).await
}

/// Every plan, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &Tx) -> Outcome<Vec<PlanRow>> {
    store::list(tx).await
}

/// What a plan opens by itself.
///
/// # Errors
/// When the database fails.
pub async fn opens(tx: &Tx, id: PlanId) -> Outcome<Vec<Thing>> {
    store::list_opens(tx, id).await
}

/// The plans that open one of these things, or are among them.
///
/// # Errors
/// When the database fails.
pub async fn opening(tx: &Tx, things: &[Thing]) -> Outcome<Vec<PlanId>> {
    store::list_opening(tx, things).await
}
