//! A form that is sent twice does its work once: it carries a key made with the page.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::idempotent::{Answered, Claim, claim, keep};

use crate::version;

/// A key for a form that is about to be drawn.
pub(crate) fn key() -> String {
    hex::encode(web::random_bytes::<12>())
}

/// A form that may come twice; one without a key is taken every time.
#[derive(Debug, Clone)]
pub(crate) struct Once(Option<Claim>);

impl Once {
    /// What a member sent with a key. Another text with the same key is another form: whoever goes
    /// back in the browser and writes something else wants that, too.
    pub(crate) fn of(
        member: Option<MemberId>,
        route: &'static str,
        (key, parts): (&str, &[&str]),
    ) -> Self {
        let Some(member) = member.filter(|_| !key.is_empty()) else { return Self(None) };
        let text = version::name_of(parts);
        let name = version::name_of(&[route, key, &text]);
        Self(Some(Claim::named(member.to_string(), name, route, text.as_bytes())))
    }

    /// What the form has made before: an id as text.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn made<I: std::str::FromStr>(&self, tx: &mut Tx) -> Outcome<Option<I>> {
        let Some(wish) = &self.0 else { return Ok(None) };
        let Some(answer) = claim(tx, wish).await? else { return Ok(None) };
        let id = answer.body.parse().map_err(|_no_id| Fault::Conflict("idempotency.running"))?;
        Ok(Some(id))
    }

    /// Notes what it made, in the transaction that made it.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn note(&self, tx: &mut Tx, id: impl std::fmt::Display) -> Outcome<()> {
        let Some(wish) = &self.0 else { return Ok(()) };
        keep(tx, wish, &Answered { status: 201, body: id.to_string() }).await
    }
}
