//! Signing in by passkey: no login is asked for, the device names the member.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use webauthn_rs::Webauthn;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};

use super::register::{Question, read, write};
use super::{MINUTES, member_of, store};
use crate::member::session::{Asker, By};
use crate::sign_in::finish::{self, First};
use crate::sign_in::{Done, Step};
use crate::{letter::Post, secret};

/// Asks any device for a passkey of this site.
///
/// # Errors
/// `Broken` when the question cannot be written.
pub async fn begin(tx: &mut Tx, party: &Webauthn) -> Outcome<Question> {
    let (mut question, state) = party
        .start_discoverable_authentication()
        .map_err(|e| Fault::broken("asking for a passkey", e))?;
    // The page has a button for it; the browser need not wait for a field to be filled in.
    question.mediation = None;
    let token = web::random_token();
    let expires_at = tx.now().plus_minutes(MINUTES);
    store::insert_challenge(tx, &secret::hash(&token), None, &write(&state)?, expires_at).await?;
    let options =
        serde_json::to_value(&question).map_err(|e| Fault::broken("a passkey's question", e))?;
    Ok(Question { options, token })
}

/// Takes the device's answer: who it is.
///
/// # Errors
/// `Denied` with `passkey.refused`, whatever was wrong.
pub async fn verify(
    tx: &mut Tx,
    party: &Webauthn,
    token: &str,
    answer: &PublicKeyCredential,
) -> Outcome<MemberId> {
    let refused = || Fault::denied("passkey.refused");
    let (user, credential_id) =
        party.identify_discoverable_authentication(answer).map_err(|_invalid| refused())?;
    let (_, state) = store::take_challenge(tx, &secret::hash(token)).await?.ok_or_else(refused)?;
    let state: DiscoverableAuthentication =
        serde_json::from_str(&state).map_err(|e| Fault::broken("a passkey's question", e))?;
    let row = store::find(tx, &BASE64.encode(credential_id)).await?.ok_or_else(refused)?;
    if member_of(user) != Some(row.member_id) {
        return Err(refused());
    }
    let mut passkey = read(&row.credential)?;
    let result = party
        .finish_discoverable_authentication_v2(answer, state, &passkey)
        .map_err(|_invalid| refused())?;
    if !result.user_verified() {
        return Err(refused());
    }
    passkey.update_credential(&result);
    store::update_used(tx, row.id, &write(&passkey)?).await?;
    Ok(row.member_id)
}

/// Signs the member in whom the device named.
///
/// # Errors
/// As [`verify`]; `Denied` with `member.locked`.
pub async fn finish(
    tx: &mut Tx,
    (party, post): (&Webauthn, &Post),
    (token, answer): (&str, &PublicKeyCredential),
    asker: &Asker,
    (next, browser): (&str, &str),
) -> Outcome<Done> {
    let member = verify(tx, party, token, answer).await?;
    crate::factor::reset::call_off(tx, member).await?;
    let first = First { member, by: By::Passkey, code: false };
    match finish::first_passed(tx, post, &first, asker, (next, browser)).await? {
        Step::Done(done) => Ok(done),
        Step::Second { .. } => Err(Fault::broken("a passkey counts as both", "a second was asked")),
    }
}
