//! Member numbers: given at confirmation or first payment, in that order, never twice.

use db::Tx;
use kernel::{MemberId, Outcome};

use super::{session, store};
use crate::events::MemberPaid;

/// Gives a member their number unless they have one.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn give(tx: &mut Tx, member: MemberId) -> Outcome<i64> {
    if let Some(number) = super::get(tx, member).await?.number {
        return Ok(number);
    }
    let number = store::update_last_number(tx).await?;
    store::update_number(tx, member, number).await?;
    Ok(number)
}

/// Notes a member's first payment: the number is theirs from now on, and the limits of
/// unconfirmed accounts end. Called by `commerce` in the transaction that marks the order paid.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn paid(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    if super::get(tx, member).await?.paid {
        return Ok(());
    }
    store::update_paid(tx, member).await?;
    give(tx, member).await?;
    session::refresh(tx, member).await?;
    tx.announce(MemberPaid { member }).await
}
