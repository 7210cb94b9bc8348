//! What the sandbox does once somebody chose: decides the charge and notifies, signed, like any
//! provider.

use db::{Db, Job, Tx};
use http::{HeaderMap, HeaderValue};
use kernel::{Fault, Money, Outcome};
use serde::{Deserialize, Serialize};

use super::store::{self, ChargeRow};
use super::{NAME, SIGNATURE, Sandbox, SandboxNotice};
use crate::payment::receive;
use crate::provider::Providers;
use crate::step::words;

/// Seconds by which a delayed notice is late.
const DELAY_S: i64 = 20;

words! {
    /// What can be chosen on the sandbox's page.
    pub enum Outcomes ("an outcome of the sandbox") {
        /// The money comes.
        Success = "success",
        /// It is refused.
        Failure = "failure",
        /// The money comes, the notice twenty seconds later.
        Delay = "delay",
        /// The money comes once and is told three times, under two ids.
        Duplicate = "duplicate",
        /// Another amount comes.
        WrongAmount = "wrong_amount",
    }
}

/// The job that notifies late.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NotifyFromSandbox {
    /// Which charge.
    pub reference: String,
}

impl Job for NotifyFromSandbox {
    const KIND: &'static str = "sandbox.notify";
}

/// Decides a charge and tells us; the path to which the buyer goes back. What was decided before
/// stays; it is told again.
///
/// # Errors
/// `Missing` with `payment.missing` for an unknown charge.
pub async fn notify(
    db: &Db,
    providers: &Providers,
    sandbox: &Sandbox,
    reference: &str,
    outcome: Outcomes,
) -> Outcome<String> {
    let wanted = reference.to_owned();
    let charge = db.tx(async move |tx| decide(tx, &wanted, outcome).await).await?;
    match outcome {
        Outcomes::Delay => {}
        Outcomes::Duplicate => {
            tell(db, providers, sandbox, &charge, "first").await?;
            tell(db, providers, sandbox, &charge, "first").await?;
            tell(db, providers, sandbox, &charge, "second").await?;
        }
        _ => tell(db, providers, sandbox, &charge, "first").await?,
    }
    Ok(charge.return_path)
}

impl NotifyFromSandbox {
    /// Does the job.
    ///
    /// # Errors
    /// As [`notify`].
    pub async fn run(self, db: &Db, providers: &Providers, sandbox: &Sandbox) -> Outcome<()> {
        let reference = self.reference;
        let found = db.read(async move |tx| store::find_charge(tx, &reference).await).await?;
        match found {
            Some(charge) => tell(db, providers, sandbox, &charge, "first").await,
            None => Ok(()),
        }
    }
}

async fn decide(tx: &mut Tx, reference: &str, outcome: Outcomes) -> Outcome<ChargeRow> {
    let missing = Fault::Missing("payment.missing");
    let charge = store::find_charge(tx, reference).await?.ok_or(missing)?;
    let (state, captured) = match outcome {
        Outcomes::Failure => ("failed", 0),
        Outcomes::WrongAmount => ("succeeded", charge.amount_minor.saturating_sub(1).max(1)),
        Outcomes::Success | Outcomes::Delay | Outcomes::Duplicate => {
            ("succeeded", charge.amount_minor)
        }
    };
    let decided = store::update_decided(tx, reference, state, captured).await?;
    if outcome == Outcomes::Delay {
        let at = tx.now().plus_seconds(DELAY_S);
        tx.push_at(NotifyFromSandbox { reference: reference.to_owned() }, at).await?;
    }
    if decided {
        return Ok(ChargeRow { state: state.to_owned(), captured_minor: captured, ..charge });
    }
    store::find_charge(tx, reference).await?.ok_or(Fault::Missing("payment.missing"))
}

async fn tell(
    db: &Db,
    providers: &Providers,
    sandbox: &Sandbox,
    charge: &ChargeRow,
    word: &str,
) -> Outcome<()> {
    let notice = SandboxNotice {
        id: format!("{}-{}-{word}", charge.reference, charge.state),
        reference: charge.reference.clone(),
        status: charge.state.clone(),
        transaction: charge.transaction(),
        amount: Money::new(charge.captured_minor, charge.currency),
    };
    let (raw, signature) = sandbox.write(&notice)?;
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(&signature)
        .map_err(|e| Fault::broken("signing a sandbox notice", e))?;
    headers.insert(SIGNATURE, value);
    receive(db, providers, NAME, &headers, raw).await?;
    Ok(())
}
