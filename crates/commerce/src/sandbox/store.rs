//! All SQL of the sandbox's own house.

use db::{Tx, args, row, sql};
use kernel::{Currency, Money, Outcome};

use crate::provider::{Charge, Return, Told};

row! {
    /// A charge as the sandbox keeps it.
    pub(super) struct ChargeRow {
        pub(super) reference: String,
        pub(super) amount_minor: i64,
        pub(super) currency: Currency,
        pub(super) title: String,
        pub(super) return_path: String,
        pub(super) state: String,
        pub(super) captured_minor: i64,
    }
}

impl ChargeRow {
    pub(super) const fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }

    /// The sandbox's number for the money of this charge.
    pub(super) fn transaction(&self) -> String {
        format!("sbx-{}", self.reference)
    }

    pub(super) fn told(&self) -> Told {
        match self.state.as_str() {
            "succeeded" => Told::Succeeded {
                transaction: self.transaction(),
                amount: Money::new(self.captured_minor, self.currency),
            },
            "failed" => Told::Failed,
            _ => Told::Nothing,
        }
    }
}

pub(super) async fn insert_charge(tx: &mut Tx, charge: &Charge) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO sandbox_charges (reference, amount_minor, currency, title, return_path,
                 state, created_at)
             VALUES ($1, $2, $3, $4, $5, 'open', $6) ON CONFLICT (reference) DO NOTHING"
        ),
        args![
            charge.reference,
            charge.amount.minor,
            charge.amount.currency,
            charge.title,
            charge.return_path,
            now
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn find_charge(tx: &Tx, reference: &str) -> Outcome<Option<ChargeRow>> {
    tx.one(
        sql!(ChargeRow:
            "SELECT reference, amount_minor, currency, title, return_path, state, captured_minor
             FROM sandbox_charges WHERE reference = $1"),
        args![reference],
    )
    .await
}

/// Decides an open charge, once, and says whether it did; later choices change nothing, as with a
/// real provider.
pub(super) async fn update_decided(
    tx: &mut Tx,
    reference: &str,
    state: &str,
    captured: i64,
) -> Outcome<bool> {
    let changed = tx
        .exec(
            sql!(
                "UPDATE sandbox_charges SET state = $2, captured_minor = $3
                 WHERE reference = $1 AND state = 'open'"
            ),
            args![reference, state, captured],
        )
        .await?;
    Ok(changed > 0)
}

/// Gives money back, once for a number; no when there is not so much.
pub(super) async fn insert_refund(tx: &mut Tx, refund: &Return) -> Outcome<bool> {
    let known: Option<i64> = tx
        .one(
            sql!("SELECT amount_minor FROM sandbox_refunds WHERE reference = $1"),
            args![refund.reference],
        )
        .await?;
    if let Some(amount) = known {
        return Ok(amount == refund.amount.minor);
    }
    let now = tx.now();
    let done = tx
        .exec(
            sql!(
                "INSERT INTO sandbox_refunds (reference, charge, amount_minor, created_at)
                 SELECT $1, c.reference, $3, $4 FROM sandbox_charges c
                 WHERE c.reference = $2 AND c.state = 'succeeded'"
            ),
            args![refund.reference, refund.charge, refund.amount.minor, now],
        )
        .await?;
    Ok(done > 0)
}
