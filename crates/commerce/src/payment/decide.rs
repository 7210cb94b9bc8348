//! What the team decides about money that waits.

use std::sync::Arc;

use kernel::{Fault, Outcome};
use web::{App, Viewer};

use super::{PaymentId, settle_by_staff, store};
use crate::{order, policy};

/// Lets a payment of an order settle it by the team's decision: the page's and the API's one act.
///
/// # Errors
/// `Denied` without permission or proof, `Missing` with `payment.missing` for a payment of another
/// order, `Conflict` when it does not wait any more.
pub(crate) async fn settle(
    app: &App,
    viewer: &Viewer,
    no: String,
    payment: PaymentId,
) -> Outcome<()> {
    let permit = Arc::new(policy::give_refunds(viewer, app.now())?);
    app.db()
        .tx_serializable(async move |tx| {
            let order = order::store::find_by_no(tx, &no).await?;
            let order = order.ok_or(Fault::Missing("order.missing"))?;
            let own = store::list_of_order(tx, order.id).await?;
            let own = own.into_iter().find(|own| own.id == payment);
            if own.ok_or(Fault::Missing("payment.missing"))?.settles {
                return Ok(());
            }
            settle_by_staff(tx, &permit, payment).await
        })
        .await
}
