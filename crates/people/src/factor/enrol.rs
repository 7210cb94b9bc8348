//! Setting an authenticator up, and taking it off.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use totp_rs::Secret;
use web::Keys;
use web::sessions::SessionId;

use super::{RECOVERY_CODES, SECRET_BYTES, matching_step, open, seal, store, unseal};
use crate::events::CredentialChanged;
use crate::member::session;
use crate::secret;

/// A secret to be scanned or typed into an authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The secret in base32, in groups of four letters.
    pub typed: String,
    /// The address that a QR code holds, `otpauth://totp/…`.
    pub address: String,
}

/// Recovery codes, told once, and the token under which this session goes on.
#[derive(Debug)]
pub struct Renewed {
    /// Ten codes.
    pub codes: Vec<String>,
    /// The session's new token.
    pub token: String,
}

/// Begins: a fresh secret, which counts for nothing until its first digits are given.
///
/// # Errors
/// `Conflict` with `totp.exists`.
pub async fn begin(
    tx: &mut Tx,
    keys: &Keys,
    member: MemberId,
    site: &str,
    handle: &str,
) -> Outcome<Setup> {
    let plain = web::random_bytes::<SECRET_BYTES>();
    let sealed = seal(keys, member, &plain)?;
    if store::insert(tx, member, &sealed).await? == 0 {
        return Err(Fault::Conflict("totp.exists"));
    }
    Ok(setup(&plain, site, handle))
}

/// The secret that was begun with and whose first digits were not given yet, as often as it is to be
/// shown again.
///
/// # Errors
/// `Missing` with `totp.no_setup`; `Conflict` with `totp.exists`.
pub async fn begun(
    tx: &Tx,
    keys: &Keys,
    member: MemberId,
    site: &str,
    handle: &str,
) -> Outcome<Setup> {
    let row = store::find(tx, member).await?.ok_or(Fault::Missing("totp.no_setup"))?;
    if row.confirmed {
        return Err(Fault::Conflict("totp.exists"));
    }
    Ok(setup(&unseal(keys, member, &row.secret)?, site, handle))
}

/// What an authenticator needs to know of a secret.
fn setup(plain: &[u8], site: &str, handle: &str) -> Setup {
    let base32 = Secret::new(plain.into()).to_base32();
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let (site, handle) = (encode(site), encode(handle));
    let address = format!(
        "otpauth://totp/{site}:{handle}?secret={base32}&issuer={site}&algorithm=SHA1&digits=6\
         &period=30"
    );
    let letters: Vec<char> = base32.chars().collect();
    let typed = letters.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>();
    Setup { typed: typed.join(" "), address }
}

/// Ends with the first digits: the authenticator counts, ten recovery codes are told once, every
/// other session ends, and this one goes on under a new token.
///
/// # Errors
/// `Invalid` for the field `totp` with `totp.wrong`; `Missing` with `totp.missing_setup`.
pub async fn confirm(
    tx: &mut Tx,
    keys: &Keys,
    (member, here): (MemberId, SessionId),
    digits: &str,
) -> Outcome<Renewed> {
    let row = store::find(tx, member).await?.ok_or(Fault::Missing("totp.no_setup"))?;
    let totp = open(keys, member, &row.secret)?;
    let digits: String = digits.chars().filter_map(super::narrow).collect();
    let step = matching_step(&totp, &digits, tx.now());
    let step = step.ok_or_else(|| Fault::invalid("totp", "totp.wrong"))?;
    if store::update_confirmed(tx, member, step).await? == 0 {
        return Err(Fault::Conflict("totp.exists"));
    }
    let codes = new_codes(tx, member).await?;
    web::sessions::reauthenticated(tx, here, true).await?;
    let token = changed(tx, (member, here), "totp", true).await?;
    Ok(Renewed { codes, token })
}

/// Gives ten new recovery codes; the old ones end, and every other session with them.
///
/// # Errors
/// `SignIn` when the session has ended meanwhile.
pub async fn recovery_codes(
    tx: &mut Tx,
    (member, here): (MemberId, SessionId),
) -> Outcome<Renewed> {
    let codes = new_codes(tx, member).await?;
    let token = changed(tx, (member, here), "recovery_codes", true).await?;
    Ok(Renewed { codes, token })
}

async fn new_codes(tx: &mut Tx, member: MemberId) -> Outcome<Vec<String>> {
    store::delete_recovery(tx, member).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        // A leading letter keeps a code from being read as the digits of an authenticator.
        let plain = format!("r{}", hex::encode(web::random_bytes::<6>()));
        store::insert_recovery(tx, member, &secret::salted(&member.to_string(), &plain)).await?;
        let (first, second) = plain.split_at(7);
        codes.push(format!("{first}-{second}"));
    }
    Ok(codes)
}

/// Takes the authenticator off; every other session ends, and this one goes on under a new token.
///
/// # Errors
/// `SignIn` when the session has ended meanwhile.
pub async fn remove(tx: &mut Tx, (member, here): (MemberId, SessionId)) -> Outcome<String> {
    store::delete(tx, member).await?;
    changed(tx, (member, here), "totp", false).await
}

/// What every change of a factor brings with it; the token under which this session goes on.
pub(crate) async fn changed(
    tx: &mut Tx,
    (member, here): (MemberId, SessionId),
    kind: &str,
    exists: bool,
) -> Outcome<String> {
    tx.acting(member);
    session::end_others(tx, member, Some(here)).await?;
    session::refresh(tx, member).await?;
    tx.announce(CredentialChanged { member, kind: kind.to_owned(), exists }).await?;
    web::sessions::renew_token(tx, here).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authenticator_shows_the_site_and_the_handle() {
        let setup = setup(&[0; 20], "雅集", "mei");
        assert!(setup.address.starts_with("otpauth://totp/%E9%9B%85%E9%9B%86:mei?secret=AAAA"));
        assert_eq!(setup.typed.split(' ').count(), 8);
    }
}
