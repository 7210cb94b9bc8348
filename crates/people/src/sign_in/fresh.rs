//! Proving again who one is, before something that matters.

use db::{Db, Tx};
use kernel::{Fault, MemberId, Outcome};
use web::sessions::SessionId;

use crate::code::{Purpose, check};
use crate::password::{Hasher, store};
use crate::{passkey, sign_in};

/// How a member proves again who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By password.
    Password,
    /// By passkey, where there is no password.
    Passkey,
    /// By a code to their address, where there is neither.
    Code,
}

/// The way that is open to a member.
///
/// # Errors
/// When the database fails.
pub async fn way(tx: &Tx, member: MemberId) -> Outcome<Way> {
    if store::find(tx, member).await?.is_some() {
        Ok(Way::Password)
    } else if passkey::store::count(tx, member).await? > 0 {
        Ok(Way::Passkey)
    } else {
        Ok(Way::Code)
    }
}

/// Proves it by password.
///
/// # Errors
/// `Invalid` for the field `password` with `session.wrong`.
pub async fn by_password(
    db: &Db,
    hasher: &Hasher,
    (member, session): (MemberId, SessionId),
    password: &str,
) -> Outcome<()> {
    let stored = db.read(async move |tx| store::find(tx, member).await).await?;
    if !hasher.verify(password, stored.as_deref()).await? {
        return Err(sign_in::refused());
    }
    db.tx(async move |tx| web::sessions::reauthenticated(tx, session, false).await).await
}

/// Proves it by a code; a wrong one is counted and told after the transaction.
///
/// # Errors
/// `Denied` with `session.reauthenticate` for a member who has a stronger way.
pub async fn by_code(
    tx: &mut Tx,
    (member, session): (MemberId, SessionId),
    browser: &str,
    typed: &str,
) -> Outcome<Result<(), Fault>> {
    match check::digits(tx, browser, Purpose::Fresh, typed).await?.or_fault() {
        Ok(proven) if proven.member == Some(member) => by_mail(tx, (member, session)).await.map(Ok),
        Ok(_another) => Ok(Err(Fault::invalid("code", "code.wrong"))),
        Err(fault) => Ok(Err(fault)),
    }
}

/// Notes that a member has proved it by the code or the link that was sent for this.
///
/// # Errors
/// As [`by_code`].
pub async fn by_mail(tx: &mut Tx, (member, session): (MemberId, SessionId)) -> Outcome<()> {
    if way(tx, member).await? != Way::Code {
        return Err(Fault::denied(web::STALE));
    }
    web::sessions::reauthenticated(tx, session, false).await
}
