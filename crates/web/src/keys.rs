//! The site's own secret, and what is signed with it: cursors, cookies of a moment, addresses.

mod store;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use db::Db;
use kernel::{Fault, Outcome};
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};

/// Signs and opens small texts. Each purpose has a key of its own, so that what was signed for
/// one cannot be used for another.
#[derive(Clone)]
pub struct Keys {
    secret: [u8; 32],
}

/// 256 random bits as text: the form of session tokens and links.
#[must_use]
pub fn random_token() -> String {
    BASE64.encode(random_bytes::<32>())
}

/// Random bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: nothing is safe then.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = SystemRandom::new().fill(&mut bytes);
    assert!(filled.is_ok(), "the operating system gives no random bytes");
    bytes
}

impl Keys {
    /// Reads the site's secret, making it at the first start.
    ///
    /// # Errors
    /// When the database fails, or the stored secret is damaged.
    pub async fn open(db: &Db) -> Outcome<Self> {
        let fresh = hex::encode(random_bytes::<32>());
        let stored: Option<String> =
            db.tx(async move |tx| store::insert_or_find(tx, &fresh).await).await?;
        let mut secret = [0; 32];
        hex::decode_to_slice(stored.unwrap_or_default(), &mut secret)
            .map_err(|e| Fault::broken("reading the site's secret", e))?;
        Ok(Self { secret })
    }

    /// Keys made of a given secret.
    #[must_use]
    pub const fn of(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// Signs bytes for a purpose: text of letters, digits, `-`, `_` and one point.
    #[must_use]
    pub fn sign(&self, purpose: &str, bytes: &[u8]) -> String {
        let tag = hmac::sign(&self.key(purpose), bytes);
        let short = tag.as_ref().get(..16).unwrap_or_default();
        format!("{}.{}", BASE64.encode(bytes), BASE64.encode(short))
    }

    /// Opens what [`Self::sign`] made for the same purpose; none when anything was changed.
    #[must_use]
    pub fn open_signed(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let (bytes, tag) = text.split_once('.')?;
        let (bytes, tag) = (BASE64.decode(bytes).ok()?, BASE64.decode(tag).ok()?);
        let expected = hmac::sign(&self.key(purpose), &bytes);
        let expected = expected.as_ref().get(..16)?;
        #[expect(deprecated, reason = "the only constant-time comparison that ring offers")]
        let same = ring::constant_time::verify_slices_are_equal(expected, &tag).is_ok();
        same.then_some(bytes)
    }

    fn key(&self, purpose: &str) -> hmac::Key {
        let root = hmac::Key::new(hmac::HMAC_SHA256, &self.secret);
        let derived = hmac::sign(&root, purpose.as_bytes());
        hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_opens_for_its_purpose_alone() {
        let keys = Keys::of([7; 32]);
        let text = keys.sign("cursor", b"12:34");
        assert_eq!(keys.open_signed("cursor", &text).as_deref(), Some(b"12:34".as_slice()));
        assert_eq!(keys.open_signed("flash", &text), None);
        assert_eq!(Keys::of([8; 32]).open_signed("cursor", &text), None);
    }

    #[test]
    fn a_changed_letter_is_found() {
        let keys = Keys::of([7; 32]);
        let text = keys.sign("cursor", b"12:34");
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            if changed != text {
                let opened = keys.open_signed("cursor", &changed);
                assert!(opened.is_none() || opened.as_deref() == Some(b"12:34"), "{changed}");
            }
        }
    }
}
