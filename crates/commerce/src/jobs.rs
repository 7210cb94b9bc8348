//! What this slice does by the clock.

use db::{BadSchedule, Db, Job, Workers};
use kernel::Outcome;
use serde::{Deserialize, Serialize};

use crate::payment::{self, PaymentRow, accept};
use crate::provider::Providers;
use crate::refund::{self, SubmitRefund, submit};
use crate::sandbox::{NotifyFromSandbox, Sandbox};
use crate::{membership, order};

/// Seconds after which an undecided payment or refund is asked about again.
const ASK_AFTER_S: i64 = 30;
/// How many are asked about at one time.
const ASK_BATCH: i64 = 50;

macro_rules! by_the_clock {
    ($(#[$doc:meta])* $name:ident = $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {}

        impl Job for $name {
            const KIND: &'static str = $kind;

            fn dedupe_key(&self) -> Option<String> {
                Some(Self::KIND.to_owned())
            }
        }
    };
}

by_the_clock!(
    /// Closes orders that nobody paid in time.
    ExpireOrders = "orders.expire"
);
by_the_clock!(
    /// Asks providers about what they have not told.
    AskProviders = "payments.ask"
);
by_the_clock!(
    /// Reminds of memberships that end.
    RemindMembers = "memberships.remind"
);

/// Adds this slice's jobs.
///
/// # Errors
/// When a schedule is none.
pub fn workers(
    workers: Workers,
    db: &Db,
    (providers, sandbox): (&Providers, &Sandbox),
) -> Result<Workers, BadSchedule> {
    let (expiring, reminding, submitting, asking) =
        (db.clone(), db.clone(), db.clone(), db.clone());
    let (submit_to, ask_at) = (providers.clone(), providers.clone());
    let (notifying, notify_to, notify_by) = (db.clone(), providers.clone(), sandbox.clone());
    workers
        .on(move |_job: ExpireOrders, _run| expire_all(expiring.clone()))
        .on(move |_job: RemindMembers, _run| remind_all(reminding.clone()))
        .on(move |job: SubmitRefund, _run| {
            let (db, providers) = (submitting.clone(), submit_to.clone());
            async move { submit(&db, &providers, job.refund).await }
        })
        .on(move |_job: AskProviders, _run| {
            let (db, providers) = (asking.clone(), ask_at.clone());
            async move { ask_all(&db, &providers).await }
        })
        .on(move |job: NotifyFromSandbox, _run| {
            let (db, providers) = (notifying.clone(), notify_to.clone());
            let sandbox = notify_by.clone();
            async move { job.run(&db, &providers, &sandbox).await }
        })
        .cron("orders.expire", "* * * * *", || ExpireOrders {})?
        .cron("payments.ask", "* * * * *", || AskProviders {})?
        .cron("memberships.remind", "7 * * * *", || RemindMembers {})
}

async fn expire_all(db: Db) -> Outcome<()> {
    while db.tx(async |tx| order::expire(tx).await).await?
        >= usize::try_from(order::EXPIRE_BATCH).unwrap_or(usize::MAX)
    {}
    Ok(())
}

async fn remind_all(db: Db) -> Outcome<()> {
    while db.tx(async |tx| membership::remind(tx).await).await?
        >= usize::try_from(membership::REMIND_BATCH).unwrap_or(usize::MAX)
    {}
    Ok(())
}

/// Asks about payments and refunds that nobody told us the end of. What goes wrong with one of them
/// holds up none of the others.
pub(crate) async fn ask_all(db: &Db, providers: &Providers) -> Outcome<()> {
    let (payments, refunds) = db
        .read(async |tx| {
            let before = tx.now().plus_seconds(-ASK_AFTER_S);
            let payments = payment::store::list_open(tx, before, ASK_BATCH).await?;
            Ok((payments, refund::store::list_open(tx, before, ASK_BATCH).await?))
        })
        .await?;
    for payment in payments {
        if let Err(fault) = ask(db, providers, &payment).await {
            let (payment, provider) = (payment.id, payment.provider);
            tracing::warn!(%fault, %payment, provider, "a payment could not be asked about");
        }
    }
    for refund in refunds {
        if let Err(fault) = submit(db, providers, refund.id).await {
            tracing::warn!(%fault, refund = %refund.id, "a refund could not be submitted");
        }
    }
    Ok(())
}

async fn ask(db: &Db, providers: &Providers, payment: &PaymentRow) -> Outcome<()> {
    let id = payment.id;
    db.tx(async move |tx| payment::store::update_checked(tx, id).await).await?;
    let provider = providers.find(&payment.provider)?;
    let told = provider.ask(&payment.reference).await?;
    accept(db, provider.name(), &payment.reference, told).await
}
