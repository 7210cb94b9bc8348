//! Changing one's password, and ending every other session with it.

use db::Tx;
use kernel::{MemberId, Outcome};
use web::sessions::SessionId;

use super::store;
use crate::code;
use crate::events::CredentialChanged;
use crate::member::session;
use crate::way_in::{WaysIn, only_way};

/// Sets the stored form of a password; every other session, token and socket ends, and codes and
/// changes under way with them. This session goes on under a new token.
///
/// # Errors
/// `SignIn` when the session has ended meanwhile.
pub async fn change(
    tx: &mut Tx,
    (member, here): (MemberId, SessionId),
    hash: &str,
) -> Outcome<String> {
    store::update(tx, member, hash).await?;
    end_all_others(tx, member, here).await?;
    tx.announce(CredentialChanged { member, kind: "password".into(), exists: true }).await?;
    web::sessions::renew_token(tx, here).await
}

/// Takes a password away, for who signs in by passkey or code.
///
/// # Errors
/// `Denied` with `password.only_way` while neither a confirmed address nor a passkey lets them in;
/// `SignIn` when the session has ended meanwhile.
pub async fn remove(tx: &mut Tx, (member, here): (MemberId, SessionId)) -> Outcome<String> {
    if !WaysIn::of(tx, member).await?.spares_password() {
        return Err(only_way("password.only_way"));
    }
    store::delete(tx, member).await?;
    end_all_others(tx, member, here).await?;
    tx.announce(CredentialChanged { member, kind: "password".into(), exists: false }).await?;
    web::sessions::renew_token(tx, here).await
}

async fn end_all_others(tx: &mut Tx, member: MemberId, here: SessionId) -> Outcome<()> {
    code::store::delete_of(tx, member).await?;
    tx.acting(member);
    session::end_others(tx, member, Some(here)).await?;
    Ok(())
}
