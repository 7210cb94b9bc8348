//! What a payment provider does for us: the one face of sandbox, cards and wallets.

mod registry;

use async_trait::async_trait;
use http::HeaderMap;
use kernel::{Locale, Money, Outcome};

pub use registry::{Offered, Providers};

/// Money to be asked for.
#[derive(Debug, Clone)]
pub struct Charge {
    /// Our number for it, unique and not to be guessed.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// What it is for, in the buyer's language.
    pub title: String,
    /// The path on our site where the buyer comes back.
    pub return_path: String,
    /// The buyer's language.
    pub locale: Locale,
}

/// Money to be given back.
#[derive(Debug, Clone)]
pub struct Return {
    /// Our number for the refund, unique.
    pub reference: String,
    /// Our number of the payment that brought the money.
    pub charge: String,
    /// How much.
    pub amount: Money,
}

/// What a provider tells, once its signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The provider's id of this notice: the second of the same id has no effect.
    pub event_id: String,
    /// Our number of the payment or refund.
    pub reference: String,
    /// What it tells.
    pub told: Told,
}

/// What a notice, or an answer to a question, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The money is there.
    Succeeded {
        /// The provider's own number for the movement of money.
        transaction: String,
        /// How much came.
        amount: Money,
    },
    /// The payment was refused.
    Failed,
    /// Its time was over.
    Expired,
    /// The provider took the money back.
    Reversed,
    /// The refund is done.
    Refunded,
    /// The refund was refused.
    RefundRefused,
    /// Not decided yet, or nothing that concerns us.
    Nothing,
}

/// Why a notice has no effect and is answered with 400: it is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal(pub &'static str);

/// A payment provider. Every call may be repeated with the same number and does its work once.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Its name: in addresses, tables and the ledger.
    fn name(&self) -> &'static str;

    /// Whether buyers may choose it on a site with these settings, asked at this origin.
    fn is_offered(&self, settings: &site::Settings, origin: &str) -> bool;

    /// Asks for money; answers with the address at which the buyer pays.
    ///
    /// # Errors
    /// `Busy` when the provider cannot be reached.
    async fn begin(&self, charge: &Charge) -> Outcome<String>;

    /// Verifies and reads a notice; nothing in it is believed before its signature is.
    ///
    /// # Errors
    /// Why it is refused.
    fn read(&self, headers: &HeaderMap, raw: &[u8]) -> Result<Notice, Refusal>;

    /// What became of a payment, by our number.
    ///
    /// # Errors
    /// `Busy` when the provider cannot be reached.
    async fn ask(&self, reference: &str) -> Outcome<Told>;

    /// Gives money back; may answer `Nothing` and tell later.
    ///
    /// # Errors
    /// `Busy` when the provider cannot be reached.
    async fn give_back(&self, refund: &Return) -> Outcome<Told>;
}
