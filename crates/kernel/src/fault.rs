//! What a person can meet when something does not go through.

use std::error::Error;
use std::fmt;

use crate::{Locale, Ts};

/// A stable name such as `post.locked`: locale key, JSON `code`, metric label and test assertion
/// at once.
pub type Key = &'static str;

/// What a verb answers: its value, or the outcome that a person meets instead.
pub type Outcome<T> = Result<T, Fault>;

/// An outcome that a person can meet; each has one status and one kind of page.
#[derive(Debug)]
pub enum Fault {
    /// Somebody has to sign in first (401).
    SignIn(Key),
    /// It does not exist, or this viewer may not know that it does (404).
    Missing(Key),
    /// The address does not take this method (405).
    NoMethod(Key),
    /// It existed and was removed (410).
    Gone(Key),
    /// Fields that must be put right (422).
    Invalid(FieldErrors),
    /// Not allowed to this viewer (403).
    Denied(Denied),
    /// It has changed meanwhile, or cannot be done in its present state (409).
    Conflict(Key),
    /// More than the limit (413).
    TooLarge(Key),
    /// Too often (429).
    TooFast {
        /// Which limit.
        key: Key,
        /// Seconds after which to try again.
        retry_after_s: u32,
    },
    /// The site has another address than the one that was asked (421).
    Elsewhere,
    /// The site is at its limit (503); to be tried again.
    Busy,
    /// Our mistake (500); the report is logged and never shown.
    Broken(Report),
}

impl Fault {
    /// One field that must be put right.
    #[must_use]
    pub fn invalid(field: &'static str, key: Key) -> Self {
        Self::Invalid(FieldErrors::one(field, key))
    }

    /// A refusal for a reason.
    #[must_use]
    pub const fn denied(key: Key) -> Self {
        Self::Denied(Denied::because(key))
    }

    /// Too often, until an instant.
    #[must_use]
    pub fn too_fast(key: Key, (now, until): (Ts, Ts)) -> Self {
        let seconds = (until.since(now).max(1) + 999_999) / 1_000_000;
        Self::TooFast { key, retry_after_s: u32::try_from(seconds).unwrap_or(u32::MAX) }
    }

    /// A mistake of ours, with what was being done and why it failed.
    #[must_use]
    pub fn broken(doing: &'static str, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Broken(Report { doing, cause: cause.into() })
    }

    /// The outcome's stable name; an `Invalid` gives that of its first field.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::SignIn(key)
            | Self::Missing(key)
            | Self::NoMethod(key)
            | Self::Gone(key)
            | Self::Conflict(key)
            | Self::TooLarge(key)
            | Self::TooFast { key, .. } => key,
            Self::Invalid(fields) => fields.list.first().map_or("request.invalid", |(_, key)| key),
            Self::Denied(denied) => denied.key,
            Self::Elsewhere => "site.elsewhere",
            Self::Busy => "site.busy",
            Self::Broken(_) => "site.broken",
        }
    }

    /// The HTTP status of the outcome.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::SignIn(_) => 401,
            Self::Missing(_) => 404,
            Self::NoMethod(_) => 405,
            Self::Gone(_) => 410,
            Self::Invalid(_) => 422,
            Self::Denied(_) => 403,
            Self::Conflict(_) => 409,
            Self::TooLarge(_) => 413,
            Self::TooFast { .. } => 429,
            Self::Elsewhere => 421,
            Self::Busy => 503,
            Self::Broken(_) => 500,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(report) => write!(f, "{report}"),
            other => f.write_str(other.key()),
        }
    }
}

impl Error for Fault {}

/// Which fields are wrong and why, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors {
    list: Vec<(&'static str, Key)>,
    place: Option<Box<str>>,
}

impl FieldErrors {
    /// Nothing wrong so far.
    #[must_use]
    pub const fn none() -> Self {
        Self { list: Vec::new(), place: None }
    }

    /// One wrong field.
    #[must_use]
    pub fn one(field: &'static str, key: Key) -> Self {
        Self { list: vec![(field, key)], place: None }
    }

    /// One wrong place inside a body, in the body's own words: `prices[0].currency`.
    #[must_use]
    pub fn within(place: impl Into<Box<str>>, key: Key) -> Self {
        Self { list: vec![("body", key)], place: Some(place.into()) }
    }

    /// The place inside the body that is wrong, where it is known.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// Notes one more wrong field.
    pub fn add(&mut self, field: &'static str, key: Key) {
        self.list.push((field, key));
    }

    /// What is wrong with a field, if anything.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<Key> {
        self.list.iter().find(|(name, _)| *name == field).map(|(_, key)| *key)
    }

    /// All wrong fields.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Key)> + '_ {
        self.list.iter().copied()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Goes on with `value` when nothing is wrong.
    ///
    /// # Errors
    /// `Invalid` with all noted fields.
    pub fn or<T>(self, value: T) -> Outcome<T> {
        if self.is_empty() { Ok(value) } else { Err(Fault::Invalid(self)) }
    }
}

/// A refusal: why, and the way in where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// Why.
    pub key: Key,
    /// What would open the door.
    pub way: Option<Way>,
}

impl Denied {
    /// A refusal without a way in.
    #[must_use]
    pub const fn because(key: Key) -> Self {
        Self { key, way: None }
    }

    /// The same refusal with what would open the door.
    #[must_use]
    pub fn with_way(self, way: Way) -> Self {
        Self { way: Some(way), ..self }
    }
}

impl From<Denied> for Fault {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

/// What opens a door that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Buying what this address offers.
    Offer(String),
    /// Asking the team, at this address.
    Request(String),
    /// Waiting until this instant.
    Wait(Ts),
}

/// A mistake of ours: what was being done, and the cause. Logged once, never shown.
#[derive(Debug)]
pub struct Report {
    /// What was being done.
    pub doing: &'static str,
    /// Why it failed.
    pub cause: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)
    }
}

/// One slice's texts of its faults: see [`fault_texts!`](crate::fault_texts).
pub struct FaultTexts(pub fn(Locale, &str) -> Option<&'static str>);

inventory::collect!(FaultTexts);

impl FaultTexts {
    /// What is said of a fault in a language, when any slice knows its key.
    #[must_use]
    pub fn find(locale: Locale, key: &str) -> Option<&'static str> {
        inventory::iter::<Self>.into_iter().find_map(|texts| texts.0(locale, key))
    }
}

/// Registers a slice's function from language and key to the text of a fault.
#[macro_export]
macro_rules! fault_texts {
    ($find:path) => {
        $crate::__inventory::submit! { $crate::FaultTexts($find) }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_a_key_and_a_status() {
        let fault = Fault::invalid("email", "email.invalid");
        assert_eq!((fault.key(), fault.status()), ("email.invalid", 422));
        assert_eq!(Fault::Busy.key(), "site.busy");
        let denied: Fault =
            Denied::because("post.locked").with_way(Way::Offer("/join".into())).into();
        assert_eq!((denied.key(), denied.status()), ("post.locked", 403));
    }

    #[test]
    fn whoever_comes_back_after_the_seconds_they_were_told_is_not_too_early() {
        let now = Ts::from_micros(1_700_000_000_000_001);
        let told = |until: Ts| match Fault::too_fast("media.daily", (now, until)) {
            Fault::TooFast { retry_after_s, .. } => retry_after_s,
            _ => 0,
        };
        assert_eq!(told(now.plus_hours(3)), 10_800);
        assert_eq!(told(Ts::from_micros(now.micros() + 1_000_001)), 2);
        assert_eq!(told(now.plus_seconds(-5)), 1, "at once is still a moment later");
    }

    #[test]
    fn errors_of_a_form_are_given_all_at_once() {
        let mut errors = FieldErrors::none();
        assert!(errors.clone().or(()).is_ok());
        errors.add("name", "name.missing");
        errors.add("email", "email.invalid");
        assert_eq!(errors.of("email"), Some("email.invalid"));
        assert!(errors.or(()).is_err());
    }
}
