//! Setting a passkey up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::sessions::SessionId;
use webauthn_rs::Webauthn;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::{MINUTES, store, user_id};
use crate::factor::enrol;
use crate::member::MemberRow;
use crate::secret;
use crate::way_in::{WaysIn, only_way};

/// What a device is asked, as the browser's own interface takes it, and the token under which
/// the question is kept.
pub struct Question {
    /// The options of `navigator.credentials`.
    pub options: serde_json::Value,
    /// To be sent back with the answer.
    pub token: String,
}

/// Asks a device to make a passkey that it keeps itself.
///
/// # Errors
/// `Broken` when the question cannot be written.
pub async fn begin(tx: &mut Tx, party: &Webauthn, member: &MemberRow) -> Outcome<Question> {
    let mut known = Vec::new();
    for row in store::list(tx, member.id).await? {
        known.push(read(&row.credential)?.cred_id().clone());
    }
    let (mut question, state) = party
        .start_passkey_registration(user_id(member.id), &member.handle, &member.name, Some(known))
        .map_err(|e| Fault::broken("asking for a passkey", e))?;
    // Signing in asks for no login, so the device has to keep the key itself.
    if let Some(wish) = question.public_key.authenticator_selection.as_mut() {
        wish.resident_key = Some(ResidentKeyRequirement::Required);
        wish.require_resident_key = true;
    }
    let token = web::random_token();
    let state = write(&state)?;
    let expires_at = tx.now().plus_minutes(MINUTES);
    let hash = secret::hash(&token);
    store::insert_challenge(tx, &hash, Some(member.id), &state, expires_at).await?;
    let options =
        serde_json::to_value(&question).map_err(|e| Fault::broken("a passkey's question", e))?;
    Ok(Question { options, token })
}

/// Takes the device's answer: the passkey counts, every other session ends, and this one, in which
/// the device has just shown both factors, goes on under the token that is given.
///
/// # Errors
/// `Denied` with `passkey.refused` when the answer is not to a question of ours.
pub async fn finish(
    tx: &mut Tx,
    party: &Webauthn,
    (member, here): (MemberId, SessionId),
    (token, name): (&str, &str),
    answer: &RegisterPublicKeyCredential,
) -> Outcome<String> {
    let refused = || Fault::denied("passkey.refused");
    let asked = store::take_challenge(tx, &secret::hash(token)).await?;
    let (_, state) = asked.filter(|(of, _)| *of == Some(member)).ok_or_else(refused)?;
    let state: PasskeyRegistration =
        serde_json::from_str(&state).map_err(|e| Fault::broken("a passkey's question", e))?;
    let passkey =
        party.finish_passkey_registration(answer, &state).map_err(|_invalid| refused())?;
    let name = super::parse_name(name)?;
    let credential_id = BASE64.encode(passkey.cred_id());
    store::insert(tx, member, &name, (&credential_id, &write(&passkey)?)).await?;
    web::sessions::reauthenticated(tx, here, true).await?;
    enrol::changed(tx, (member, here), "passkey", true).await
}

/// Takes a passkey away; every other session ends, and this one goes on under a new token.
///
/// # Errors
/// `Missing` with `passkey.missing`; `Denied` with `passkey.only_way` while nothing else lets them in.
pub async fn remove(
    tx: &mut Tx,
    (member, here): (MemberId, SessionId),
    id: store::PasskeyId,
) -> Outcome<String> {
    let ways = WaysIn::of(tx, member).await?;
    if store::delete(tx, member, id).await? == 0 {
        return Err(Fault::Missing("passkey.missing"));
    }
    if !ways.spares_passkey() {
        return Err(only_way("passkey.only_way"));
    }
    enrol::changed(tx, (member, here), "passkey", false).await
}

/// Reads a stored passkey.
pub(super) fn read(credential: &str) -> Outcome<Passkey> {
    serde_json::from_str(credential).map_err(|e| Fault::broken("reading a passkey", e))
}

/// Writes a value as the JSON that is stored.
pub(super) fn write(value: &impl serde::Serialize) -> Outcome<String> {
    serde_json::to_string(value).map_err(|e| Fault::broken("writing a passkey", e))
}
