//! Second factors: six digits of an authenticator, and ten recovery codes for when it is lost.

pub mod enrol;
pub mod reset;
pub mod store;

use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts, Zone};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Totp};
use web::{Keys, Role};

use crate::member::MemberRow;
use crate::{password, secret};

/// How many recovery codes a member is given.
pub const RECOVERY_CODES: usize = 10;
/// Bytes of an authenticator's secret.
pub const SECRET_BYTES: usize = 20;

/// Whether a member has an authenticator or a passkey.
///
/// # Errors
/// When the database fails.
pub async fn is_enrolled(tx: &Tx, member: MemberId) -> Outcome<bool> {
    Ok(has_totp(tx, member).await? || crate::passkey::store::count(tx, member).await? > 0)
}

/// Whether a member is asked for six digits after password, code or link.
///
/// # Errors
/// When the database fails.
pub async fn has_totp(tx: &Tx, member: MemberId) -> Outcome<bool> {
    Ok(store::find(tx, member).await?.is_some_and(|totp| totp.confirmed))
}

/// Whether a member is of a team that must have a second factor, and has it in passkeys alone. A
/// passkey is both factors at once and cannot follow a password or a code, so nothing but the
/// passkey signs them in.
///
/// # Errors
/// When the database fails.
pub async fn needs_passkey(tx: &Tx, member: &MemberRow) -> Outcome<bool> {
    if member.role.0 == Role::Member || !site::Settings::load(tx).await?.team_second_factor {
        return Ok(false);
    }
    Ok(!has_totp(tx, member.id).await? && crate::passkey::store::count(tx, member.id).await? > 0)
}

/// Wrong second factors of a day after which no more are tested: six digits could be guessed by
/// somebody who knows the password and has the time.
const WRONG_A_DAY: i64 = 50;

/// Tests a second factor and counts a wrong one, which is therefore no fault inside the
/// transaction.
///
/// # Errors
/// `TooFast` with `totp.too_many` after 50 wrong ones of a day.
pub async fn attempt(
    tx: &mut Tx,
    keys: &Keys,
    member: MemberId,
    typed: &str,
) -> Outcome<Result<(), Fault>> {
    let (utc, now) = (Zone::utc(), tx.now());
    let (name, day) = (format!("t:{member}"), utc.day(now));
    if password::store::count_wrong(tx, &name, day).await? >= WRONG_A_DAY {
        return Err(Fault::too_fast("totp.too_many", (now, utc.start_of(day.plus(1)))));
    }
    match verify(tx, keys, member, typed).await {
        Ok(()) => {
            reset::call_off(tx, member).await?;
            Ok(Ok(()))
        }
        Err(fault @ Fault::Invalid(_)) => {
            password::store::update_wrong(tx, &name, day).await?;
            Ok(Err(fault))
        }
        Err(fault) => Err(fault),
    }
}

/// Tests a second factor: six digits, each step good once, or a recovery code, each good once.
///
/// # Errors
/// `Invalid` for the field `totp` with `totp.missing` or `totp.wrong`.
async fn verify(tx: &mut Tx, keys: &Keys, member: MemberId, typed: &str) -> Outcome<()> {
    let plain: String = typed.chars().filter_map(narrow).collect();
    if plain.is_empty() {
        return Err(Fault::invalid("totp", "totp.missing"));
    }
    if plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit()) {
        return verify_digits(tx, keys, member, &plain).await;
    }
    let hash = secret::salted(&member.to_string(), &plain);
    match store::update_recovery_used(tx, member, &hash).await? {
        0 => Err(Fault::invalid("totp", "totp.wrong")),
        _ => Ok(()),
    }
}

async fn verify_digits(tx: &mut Tx, keys: &Keys, member: MemberId, digits: &str) -> Outcome<()> {
    let wrong = || Fault::invalid("totp", "totp.wrong");
    let row = store::find(tx, member).await?.filter(|row| row.confirmed).ok_or_else(wrong)?;
    let totp = open(keys, member, &row.secret)?;
    let step = matching_step(&totp, digits, tx.now()).ok_or_else(wrong)?;
    // The row moves only forward, so of two requests with the same digits one finds nothing.
    match store::update_step(tx, member, step).await? {
        0 => Err(wrong()),
        _ => Ok(()),
    }
}

/// The step of 30 seconds whose digits these are, within one step of now.
fn matching_step(totp: &Totp, digits: &str, now: Ts) -> Option<i64> {
    let seconds = u64::try_from(now.micros().div_euclid(1_000_000)).ok()?;
    totp.check(digits, seconds).and_then(|step| i64::try_from(step).ok())
}

/// Letters and digits of a typed code in lower case; everything else is left out.
fn narrow(letter: char) -> Option<char> {
    match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')),
        letter if letter.is_ascii_alphanumeric() => Some(letter.to_ascii_lowercase()),
        _ => None,
    }
}

fn totp(secret: Vec<u8>) -> Outcome<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .map_err(|e| Fault::broken("an authenticator's secret", e.to_string()))
}

/// Writes an authenticator's secret so that the database alone does not tell it.
///
/// # Errors
/// `Broken` when the machine has no randomness.
pub fn seal(keys: &Keys, member: MemberId, plain: &[u8]) -> Outcome<Vec<u8>> {
    let nonce = web::random_bytes::<NONCE_LEN>();
    let mut sealed = plain.to_vec();
    key(keys)?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(member.to_string()),
            &mut sealed,
        )
        .map_err(|e| Fault::broken("sealing a secret", e.to_string()))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(keys: &Keys, member: MemberId, sealed: &[u8]) -> Outcome<Totp> {
    totp(unseal(keys, member, sealed)?)
}

fn unseal(keys: &Keys, member: MemberId, sealed: &[u8]) -> Outcome<Vec<u8>> {
    let damaged = || Fault::broken("opening a secret", "it was sealed with another key");
    let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_length| damaged())?;
    let mut rest = rest.to_vec();
    let plain = key(keys)?
        .open_in_place(nonce, Aad::from(member.to_string()), &mut rest)
        .map_err(|_tag| damaged())?;
    Ok(plain.to_vec())
}

/// The key of this purpose, derived from the site's secret.
fn key(keys: &Keys) -> Outcome<LessSafeKey> {
    let derived = Sha256::digest(keys.sign("people.totp", b"key").as_bytes());
    UnboundKey::new(&AES_256_GCM, &derived)
        .map(LessSafeKey::new)
        .map_err(|e| Fault::broken("deriving a key", e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(raw: i64) -> MemberId {
        kernel::Id::from_i64(raw)
    }

    #[test]
    fn a_stolen_table_tells_no_secret_and_a_row_cannot_be_moved() {
        let keys = Keys::of([7; 32]);
        let sealed = seal(&keys, member(1), &[9; 20]).unwrap();
        assert!(!sealed.windows(4).any(|part| part == [9; 4]));
        assert!(open(&keys, member(1), &sealed).is_ok());
        assert!(open(&keys, member(2), &sealed).is_err());
        assert!(open(&Keys::of([8; 32]), member(1), &sealed).is_err());
    }

    #[test]
    fn digits_are_good_for_their_step_and_its_neighbours() {
        let totp = totp(vec![3; 20]).unwrap();
        let now = Ts::from_micros(1_800_000_000_000_000);
        let digits = totp.generate(1_800_000_000).to_string();
        assert_eq!(matching_step(&totp, &digits, now), Some(60_000_000));
        assert!(matching_step(&totp, &digits, now.plus_seconds(30)).is_some());
        assert_eq!(matching_step(&totp, &digits, now.plus_seconds(90)), None);
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let read = |text: &str| text.chars().filter_map(narrow).collect::<String>();
        assert_eq!(read(" １２３ 456"), "123456");
        assert_eq!(read("ABCD-efgh"), "abcdefgh");
    }
}
