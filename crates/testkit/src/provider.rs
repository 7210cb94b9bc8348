//! The provider of payments: the sandbox, whose outcomes and notices the test chooses.

use std::sync::Arc;

use commerce::Sandbox;
use commerce::sandbox::{NAME, SIGNATURE};
use http::Method;
use kernel::{Currency, Money};
use serde_json::json;

use crate::{Answer, Outcomes, Program, SandboxNotice, TestSite};

/// Where the provider tells what became of a payment.
const NOTICES: &str = "/hooks/payments/sandbox";
/// Where its pages stand.
const PAGES: &str = "/pay/sandbox/";

/// The provider of a site under test.
pub struct Provider<'a> {
    site: &'a TestSite,
    sandbox: Arc<Sandbox>,
}

impl<'a> Provider<'a> {
    pub(crate) fn of(site: &'a TestSite) -> Self {
        Self { site, sandbox: site.app().part::<Sandbox>() }
    }

    /// Somebody wants to pay an order: the provider's page that they are sent to.
    ///
    /// # Panics
    /// When the site does not let them.
    pub async fn page_for(&self, buyer: &Program, order: &str) -> String {
        let path = format!("/api/v1/orders/{order}/payments");
        let begun = buyer.post(&path, &json!({"provider": NAME})).await.expect(201).json();
        let next = begun.get("next_url").and_then(|next| next.as_str()).expect("where to pay");
        let (_, reference) = next.rsplit_once(PAGES).expect("a page of the sandbox");
        format!("{PAGES}{reference}")
    }

    /// A payment ends on its page in one way; where the buyer is sent back to.
    ///
    /// # Panics
    /// When there is no such page.
    pub async fn ends(&self, page: &str, outcome: Outcomes) -> String {
        self.site.visitor().post(page, &[("outcome", outcome.key())]).await.sees_other()
    }

    /// A notice about the payment of a page: its own id, so many fen, `succeeded` or `failed`.
    #[must_use]
    pub fn notice(&self, id: &str, page: &str, minor: i64, status: &str) -> SandboxNotice {
        let reference = page.trim_start_matches(PAGES).to_owned();
        SandboxNotice {
            id: id.to_owned(),
            status: status.to_owned(),
            transaction: format!("sbx-{reference}"),
            reference,
            amount: Money::new(minor, Currency::CNY),
        }
    }

    /// A notice as it travels: its bytes, and the signature for them.
    ///
    /// # Panics
    /// Never: a notice can be written.
    #[must_use]
    pub fn signed(&self, notice: &SandboxNotice) -> (Vec<u8>, String) {
        self.sandbox.write(notice).expect("a notice that can be written")
    }

    /// The provider tells something, signed.
    pub async fn tells(&self, notice: &SandboxNotice) -> Answer {
        let (raw, signature) = self.signed(notice);
        self.hears(&raw, Some(&signature)).await
    }

    /// Somebody tells something in the provider's place.
    pub async fn hears(&self, raw: &[u8], signature: Option<&str>) -> Answer {
        let headers: Vec<(&str, &str)> =
            signature.map(|signature| (SIGNATURE, signature)).into_iter().collect();
        let anybody = self.site.program(None);
        anybody.send_raw(Method::POST, NOTICES, raw.to_vec(), &headers).await
    }
}
