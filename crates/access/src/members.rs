//! What becomes of what members hold when their accounts are joined or end.

use db::{Entry, Subscriber, Tx};
use kernel::Outcome;
use people::{MemberErased, MemberMerged};
use site::Settings;

use crate::entitlement;

/// Who of this slice answers to events: what a joined account holds is its owner's, and who is no
/// more holds nothing.
#[must_use]
pub fn subscribers() -> Vec<Subscriber> {
    vec![Subscriber::inline("access.members").on(merged).on(erased)]
}

async fn merged(tx: &mut Tx, entry: &Entry<MemberMerged>) -> Outcome<()> {
    let zone = Settings::load_zone(tx).await?;
    entitlement::join(tx, entry.event.member, entry.event.into, &zone).await
}

async fn erased(tx: &mut Tx, entry: &Entry<MemberErased>) -> Outcome<()> {
    entitlement::leave(tx, entry.event.member).await
}
