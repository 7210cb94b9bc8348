//! What becomes of orders when their buyers' accounts are joined or end.

use db::{Entry, Subscriber, Tx};
use kernel::Outcome;
use people::{MemberErased, MemberMerged};

use crate::order;

/// The inline subscriber: a joined account's orders, and with them their payments and refunds, are
/// its owner's; those of who is no more stay for the books, without an address.
#[must_use]
pub(crate) fn subscriber() -> Subscriber {
    Subscriber::inline("commerce.members").on(merged).on(erased)
}

async fn merged(tx: &mut Tx, entry: &Entry<MemberMerged>) -> Outcome<()> {
    order::store::update_member(tx, entry.event.member, entry.event.into).await
}

async fn erased(tx: &mut Tx, entry: &Entry<MemberErased>) -> Outcome<()> {
    order::store::update_erased(tx, entry.event.member).await
}
