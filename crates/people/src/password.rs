//! Passwords: which are accepted, and how they are kept (argon2id).

pub mod change;
pub mod store;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::{Fault, Outcome};
use tokio::sync::Semaphore;

/// How many passwords are hashed at the same time: each takes a core and the memory of its cost.
const AT_ONCE: usize = 2;
/// How many more may wait before the site says that it is busy.
const WAITING_MAX: usize = 200;
/// Fewest and most characters of a password.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=256;
/// A password that is found within so many guesses (as a power of ten) is refused: it is on every
/// list of common ones, or made of what everybody knows about its owner.
const GUESSES_LOG10_MIN: f64 = 6.0;

/// Checks a new password: length, and that it is no common one and not made of the words of this
/// account. There are no rules about kinds of characters.
///
/// # Errors
/// `Invalid` for the field `password` with `password.missing`, `password.short`, `password.long`
/// or `password.common`.
pub fn check_new(password: &str, known: &[&str]) -> Outcome<()> {
    let length = password.chars().count();
    let wrong = |key| Err(Fault::invalid("password", key));
    if length == 0 {
        return wrong("password.missing");
    }
    if length < *LENGTH.start() {
        return wrong("password.short");
    }
    if length > *LENGTH.end() {
        return wrong("password.long");
    }
    // The estimate's time grows with the square of the length; the first part is enough to judge.
    let head: String = password.chars().take(48).collect();
    let estimate = zxcvbn::zxcvbn(&head, known);
    if estimate.guesses_log10() < GUESSES_LOG10_MIN {
        return wrong("password.common");
    }
    Ok(())
}

/// Hashes and verifies passwords away from the threads that answer requests.
#[derive(Debug, Clone)]
pub struct Hasher {
    argon: Argon2<'static>,
    slots: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    /// The hash of nobody's password, verified where there is no account, so that it takes as long.
    nobody: Arc<str>,
    /// How many passwords were verified: a test counts the work, since it cannot trust a clock.
    #[cfg(test)]
    verified: Arc<AtomicUsize>,
}

impl Hasher {
    /// A hasher with the cost of a running site: 19 MiB, two passes.
    ///
    /// # Errors
    /// `Broken` when the machine has no randomness.
    pub fn standard() -> Outcome<Self> {
        Self::with_cost(Params::default())
    }

    /// A hasher so cheap that tests can sign in hundreds of times; never for real passwords.
    ///
    /// # Errors
    /// `Broken` when the machine has no randomness.
    pub fn cheap() -> Outcome<Self> {
        let cost = Params::new(Params::MIN_M_COST, 1, 1, None)
            .map_err(|e| Fault::broken("the cost of a password", e.to_string()))?;
        Self::with_cost(cost)
    }

    fn with_cost(cost: Params) -> Outcome<Self> {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
        let nobody = hash_with(&argon, &web::random_token())?;
        Ok(Self {
            argon,
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(AtomicUsize::new(0)),
            nobody: nobody.into(),
            #[cfg(test)]
            verified: Arc::default(),
        })
    }

    /// The stored form of a password (PHC string).
    ///
    /// # Errors
    /// `Busy` when too many wait already.
    pub async fn hash(&self, password: String) -> Outcome<String> {
        let argon = self.argon.clone();
        self.apart(move || hash_with(&argon, &password)).await?
    }

    /// Whether a password fits a stored form; without one it takes as long and says no.
    ///
    /// # Errors
    /// `Busy` when too many wait already, `Broken` when the stored form is damaged.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Outcome<bool> {
        let argon = self.argon.clone();
        let (exists, password) = (stored.is_some(), password.to_owned());
        let stored = stored.map_or_else(|| self.nobody.to_string(), str::to_owned);
        #[cfg(test)]
        let verified = Arc::clone(&self.verified);
        let fits = self
            .apart(move || {
                let parsed = PasswordHash::new(&stored)
                    .map_err(|e| Fault::broken("reading a stored password", e.to_string()))?;
                #[cfg(test)]
                verified.fetch_add(1, Ordering::AcqRel);
                Ok::<_, Fault>(argon.verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await??;
        Ok(fits && exists)
    }

    /// How many passwords were verified so far, nobody's among them.
    #[cfg(test)]
    pub(crate) fn verified(&self) -> usize {
        self.verified.load(Ordering::Acquire)
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Outcome<T> {
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(Fault::Busy);
        }
        let slot = self.slots.acquire().await;
        self.waiting.fetch_sub(1, Ordering::AcqRel);
        let _slot = slot.map_err(|closed| Fault::broken("waiting to hash", closed))?;
        tokio::task::spawn_blocking(work).await.map_err(|e| Fault::broken("hashing", e))
    }
}

fn hash_with(argon: &Argon2<'_>, password: &str) -> Outcome<String> {
    argon
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|e| Fault::broken("hashing a password", e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_alone_is_asked_for_and_common_ones_are_refused() {
        let refused = |password: &str| check_new(password, &["meihua", "雅集"]).unwrap_err().key();
        assert_eq!(refused(""), "password.missing");
        assert_eq!(refused("k3!xQ9z"), "password.short");
        assert_eq!(refused(&"长".repeat(257)), "password.long");
        for common in ["password", "12345678", "iloveyou", "qwertyuiop", "meihua123", "aaaaaaaa"] {
            assert_eq!(refused(common), "password.common", "{common}");
        }
        for fine in [
            "correct horse battery",
            "雅集里的一株老梅花",
            "tv4-lamp-orbit",
            &"lamp orbit tv4 ".repeat(16),
        ] {
            assert!(check_new(fine, &["meihua"]).is_ok(), "{fine}");
        }
    }

    #[tokio::test]
    async fn a_password_is_found_again_by_its_hash_only() {
        let hasher = Hasher::cheap().unwrap();
        let stored = hasher.hash("一个足够长的密码".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$"));
        assert!(hasher.verify("一个足够长的密码", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("一个足够长的密碼", Some(&stored)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_a_password_but_it_is_verified_all_the_same() {
        let hasher = Hasher::cheap().unwrap();
        assert!(!hasher.verify("anything at all", None).await.unwrap());
        assert_eq!(hasher.verified(), 1);
        let stored = hasher.hash("一个足够长的密码".into()).await.unwrap();
        let cost = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(cost(&hasher.nobody), cost(&stored), "at the same cost");
    }

    #[test]
    fn a_running_site_pays_the_recommended_cost() {
        let hasher = Hasher::standard().unwrap();
        let params = hasher.argon.params();
        assert!(params.m_cost() >= 19 * 1024 && params.t_cost() >= 2);
    }
}
