//! What a database refuses, in words that do not depend on the engine.

use std::fmt;

use kernel::{Fault, Key, Outcome};

/// What kind of refusal it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The transaction lost against another one and may succeed when run again.
    Retry,
    /// It took longer than its deadline.
    Late,
    /// A value exists already; the unique index's name by the rule `table_column_uq`.
    Unique(String),
    /// Any other constraint: a check, a foreign key, a missing value.
    Constraint,
    /// Everything else: a wrong statement, a full disk, a lost connection.
    Other,
}

/// A statement that did not go through.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    /// What the engine said; of constraints only names, never values.
    pub(crate) text: String,
    /// The statement's place in the source.
    pub(crate) place: String,
}

impl Failure {
    pub(crate) fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), place: String::new() }
    }

    pub(crate) fn at(self, place: String) -> Self {
        Self { place, ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if self.place.is_empty() { Ok(()) } else { write!(f, " ({})", self.place) }
    }
}

impl std::error::Error for Failure {}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure.kind {
            Kind::Late => Self::Busy,
            Kind::Retry | Kind::Unique(_) | Kind::Constraint | Kind::Other => {
                Self::broken("statement", failure)
            }
        }
    }
}

/// Turns a constraint's refusal into an outcome that a person can meet.
pub trait OnUnique {
    /// When a unique index on `table.column` (several columns joined by `_`) refused the value:
    /// `Conflict` with `key`. Anything else stays what it was.
    ///
    /// # Errors
    /// The conflict, or the fault that was there.
    #[must_use]
    fn on_unique(self, target: &str, key: Key) -> Self;
}

impl<T> OnUnique for Outcome<T> {
    fn on_unique(self, target: &str, key: Key) -> Self {
        self.map_err(|fault| if refused_by(&fault, target) { Fault::Conflict(key) } else { fault })
    }
}

fn refused_by(fault: &Fault, target: &str) -> bool {
    let Fault::Broken(report) = fault else { return false };
    let Some(failure) = report.cause.downcast_ref::<Failure>() else { return false };
    matches!(&failure.kind, Kind::Unique(index) if *index == index_name(target))
}

/// The unique index that the naming rule gives a target: `members.email` → `members_email_uq`.
pub(crate) fn index_name(target: &str) -> String {
    let mut name: String = target
        .chars()
        .filter(|c| *c != ' ')
        .map(|c| if c == '.' || c == ',' { '_' } else { c })
        .collect();
    name.push_str("_uq");
    name
}

/// A mistake of ours in how the database is used.
#[derive(Debug)]
pub(crate) struct Misuse(pub(crate) &'static str);

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Misuse {}

/// A fault for a mistake of ours in how the database is used.
pub(crate) fn misuse(what: &'static str) -> Fault {
    Fault::broken("database", Misuse(what))
}
