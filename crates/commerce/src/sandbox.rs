//! The sandbox: a provider without money, with its own books, its own signed notices and a page
//! on which one chooses what happens.

mod close;
mod notify;
pub mod page;
mod store;

use async_trait::async_trait;
use db::Db;
use http::HeaderMap;
use kernel::{Fault, Money, Outcome};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use site::Settings;
use web::Keys;

use crate::provider::{Charge, Notice, Provider, Refusal, Return, Told};

pub use close::{close, subscriber};
pub use notify::{NotifyFromSandbox, Outcomes, notify};

/// The provider's name.
pub const NAME: &str = ledger::Provider::SANDBOX;
/// The header in which a notice carries its signature.
pub const SIGNATURE: &str = "sandbox-signature";
const PURPOSE: &str = "sandbox.notice";

/// The sandbox provider.
#[derive(Clone)]
pub struct Sandbox {
    db: Db,
    keys: Keys,
}

/// A notice as the sandbox writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SandboxNotice {
    /// The notice's own id.
    pub id: String,
    /// Our number of the payment.
    pub reference: String,
    /// `succeeded` or `failed`.
    pub status: String,
    /// The sandbox's number of the movement.
    pub transaction: String,
    /// What came.
    pub amount: Money,
}

impl Sandbox {
    /// The sandbox of a site.
    #[must_use]
    pub const fn new(db: Db, keys: Keys) -> Self {
        Self { db, keys }
    }

    /// A notice as it travels: the bytes and the signature for them.
    ///
    /// # Errors
    /// `Broken` when it cannot be written.
    pub fn write(&self, notice: &SandboxNotice) -> Outcome<(Vec<u8>, String)> {
        let raw = serde_json::to_vec(notice).map_err(|e| Fault::broken("writing a notice", e))?;
        let signature = self.keys.sign(PURPOSE, &Sha256::digest(&raw));
        Ok((raw, signature))
    }
}

#[async_trait]
impl Provider for Sandbox {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_offered(&self, settings: &Settings, origin: &str) -> bool {
        is_open(settings, origin)
    }

    async fn begin(&self, charge: &Charge) -> Outcome<String> {
        let charge = charge.clone();
        let next = format!("/pay/sandbox/{}", charge.reference);
        self.db.tx(async move |tx| store::insert_charge(tx, &charge).await).await?;
        Ok(next)
    }

    fn read(&self, headers: &HeaderMap, raw: &[u8]) -> Result<Notice, Refusal> {
        let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
        let signature = signature.ok_or(Refusal("no signature"))?;
        let signed = self.keys.open_signed(PURPOSE, signature).ok_or(Refusal("bad signature"))?;
        if signed != Sha256::digest(raw).as_slice() {
            return Err(Refusal("the signature is for other bytes"));
        }
        let notice: SandboxNotice =
            serde_json::from_slice(raw).map_err(|_form| Refusal("not a notice"))?;
        let told = match notice.status.as_str() {
            "succeeded" => {
                Told::Succeeded { transaction: notice.transaction, amount: notice.amount }
            }
            "failed" => Told::Failed,
            _ => Told::Nothing,
        };
        Ok(Notice { event_id: notice.id, reference: notice.reference, told })
    }

    async fn ask(&self, reference: &str) -> Outcome<Told> {
        let reference = reference.to_owned();
        let found = self.db.read(async move |tx| store::find_charge(tx, &reference).await).await?;
        Ok(found.map_or(Told::Nothing, |charge| charge.told()))
    }

    async fn give_back(&self, refund: &Return) -> Outcome<Told> {
        let refund = refund.clone();
        let given = self.db.tx(async move |tx| store::insert_refund(tx, &refund).await).await?;
        Ok(if given { Told::Refunded } else { Told::RefundRefused })
    }
}

/// Whether the sandbox can be chosen: in demonstrations, where the owner switched it on, and on a
/// site without a public address asked over loopback.
#[must_use]
pub fn is_open(settings: &Settings, origin: &str) -> bool {
    settings.demo || settings.sandbox || (settings.url.is_none() && is_loopback(origin))
}

fn is_loopback(origin: &str) -> bool {
    let Ok(address) = url::Url::parse(origin) else { return false };
    match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_is_open_on_loopback_only_while_the_site_has_no_address() {
        let new = Settings::default();
        for origin in ["http://127.0.0.1:8080", "http://localhost:3000", "http://[::1]:80"] {
            assert!(is_open(&new, origin), "{origin}");
        }
        for origin in
            ["http://192.168.1.5:8080", "https://example.org", "http://localhost.evil.org"]
        {
            assert!(!is_open(&new, origin), "{origin}");
        }
        let public = Settings { url: Some("https://example.org".into()), ..Settings::default() };
        assert!(!is_open(&public, "http://127.0.0.1:8080"));
        let chosen = Settings { sandbox: true, ..public };
        assert!(is_open(&chosen, "https://example.org"));
        assert!(is_open(&Settings { demo: true, ..Settings::default() }, "https://x.example"));
    }
}
