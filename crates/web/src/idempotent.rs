//! Requests that may be repeated: the same key gives the same answer, once.
//!
//! The key is claimed and the answer kept in the transaction of the work itself, so a crash
//! leaves either both or neither. A request whose work goes on outside the transaction, at a
//! payment provider, keeps its claim `running` until [`keep`].

mod store;

use db::Tx;
use http::HeaderMap;
use kernel::{Fault, Outcome};
use sha2::{Digest, Sha256};

use crate::viewer::Viewer;

/// Days for which an answer is kept.
const KEPT_DAYS: i64 = 30;
/// Seconds after which a claim that is still running is taken to be abandoned.
const ABANDONED_AFTER: i64 = 120;

/// A caller's key for one request.
#[derive(Debug, Clone)]
pub struct Claim {
    caller: String,
    key: String,
    route: &'static str,
    body_hash: String,
}

/// An answer given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its status.
    pub status: u16,
    /// Its JSON.
    pub body: String,
}

impl Claim {
    /// The claim of a request's `Idempotency-Key`.
    ///
    /// # Errors
    /// `Invalid` with `idempotency.missing` without the header, with `idempotency.key` when the key
    /// is empty or longer than 255 characters.
    pub fn of(
        viewer: &Viewer,
        headers: &HeaderMap,
        route: &'static str,
        body: &[u8],
    ) -> Outcome<Self> {
        let key = headers
            .get("idempotency-key")
            .ok_or_else(|| Fault::invalid("idempotency_key", "idempotency.missing"))?;
        let key = key.to_str().unwrap_or_default().trim();
        if key.is_empty() || key.len() > 255 {
            return Err(Fault::invalid("idempotency_key", "idempotency.key"));
        }
        let caller = viewer.id().map_or_else(|| viewer.network.customer(), |id| id.to_string());
        Ok(Self::named(caller, key.to_owned(), route, body))
    }

    /// A claim by a key that came another way, such as a hidden field of a form.
    #[must_use]
    pub fn named(caller: String, key: String, route: &'static str, body: &[u8]) -> Self {
        Self { caller, key, route, body_hash: hex::encode(Sha256::digest(body)) }
    }
}

/// Claims a key: none means that the work is to be done now, an answer that it was done before.
///
/// # Errors
/// `Conflict` with `idempotency.running` while the first request is under way, `Invalid` with
/// `idempotency.other_body` when the key came with another body or route before.
pub async fn claim(tx: &mut Tx, claim: &Claim) -> Outcome<Option<Answered>> {
    if store::insert(tx, claim).await? > 0 {
        return Ok(None);
    }
    let known = store::find_for_update(tx, claim).await?;
    let known = known.ok_or(Fault::Conflict("idempotency.running"))?;
    if known.body_hash != claim.body_hash || known.route != claim.route {
        return Err(Fault::invalid("idempotency_key", "idempotency.other_body"));
    }
    if let (Some(status), Some(body)) = (known.status, known.answer) {
        let status = u16::try_from(status).unwrap_or(200);
        return Ok(Some(Answered { status, body }));
    }
    if tx.now().since(known.started_at) < ABANDONED_AFTER * 1_000_000 {
        return Err(Fault::Conflict("idempotency.running"));
    }
    store::update_started(tx, claim).await?;
    Ok(None)
}

/// Keeps the answer of a claimed request. It must never hold a token.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut Tx, claim: &Claim, answer: &Answered) -> Outcome<()> {
    store::update_done(tx, claim, answer).await
}

/// Gives a claim back, after work outside the transaction has failed.
///
/// # Errors
/// When the database fails.
pub async fn give_back(tx: &mut Tx, claim: &Claim) -> Outcome<()> {
    store::delete(tx, claim).await
}

/// Deletes answers older than thirty days; a job runs this.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx) -> Outcome<u64> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    store::delete_before(tx, before).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::{Db, db_test};

    fn key(body: &[u8]) -> Claim {
        Claim::named("mei".into(), "k1".into(), "orders.create", body)
    }

    #[db_test]
    async fn the_second_request_gets_the_first_answer(db: Db) {
        let answer = Answered { status: 201, body: "{}".into() };
        let first = answer.clone();
        db.tx(async move |tx| {
            assert_eq!(claim(tx, &key(b"a")).await?, None);
            keep(tx, &key(b"a"), &first).await
        })
        .await
        .unwrap();
        let again = db.tx(async move |tx| claim(tx, &key(b"a")).await).await.unwrap();
        assert_eq!(again, Some(answer));
        let other = db.tx(async move |tx| claim(tx, &key(b"b")).await).await;
        assert_eq!(other.unwrap_err().key(), "idempotency.other_body");
    }

    #[db_test]
    async fn while_the_first_runs_the_second_waits_outside(db: Db) {
        db.tx(async move |tx| claim(tx, &key(b"a")).await).await.unwrap();
        let again = db.tx(async move |tx| claim(tx, &key(b"a")).await).await;
        assert_eq!(again.unwrap_err().key(), "idempotency.running");
        db.tx(async move |tx| give_back(tx, &key(b"a")).await).await.unwrap();
        let fresh = db.tx(async move |tx| claim(tx, &key(b"a")).await).await.unwrap();
        assert_eq!(fresh, None);
    }
}
