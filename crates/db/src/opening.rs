//! How a database is opened.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Clock, Fault, Outcome};

use crate::Subscriber;
use crate::engine::postgres::Address;

/// Where the data is.
#[derive(Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// A file; it is made when it does not exist.
    Sqlite(PathBuf),
    /// A PostgreSQL URL, `postgres://user:password@host/database`.
    Postgres(String),
}

impl FromStr for DbUrl {
    type Err = Fault;

    /// Reads `sqlite:PATH` or `postgres://…`; any other scheme is refused, so that a slip of the
    /// pen does not open an empty site.
    fn from_str(url: &str) -> Outcome<Self> {
        if let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            if path.is_empty() {
                return Err(Fault::broken("reading the database URL", "sqlite: needs a path"));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            url.parse::<Address>()?;
            return Ok(Self::Postgres(url.to_owned()));
        }
        let scheme = url.split_once(':').map_or("none", |(scheme, _)| scheme);
        let text = format!("scheme {scheme} is not known");
        Err(Fault::broken("reading the database URL", text))
    }
}

impl fmt::Debug for DbUrl {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => match url.parse::<Address>() {
                Ok(address) => write!(f, "{address:?}"),
                Err(_unreadable) => f.write_str("postgres://…"),
            },
        }
    }
}

impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// What opening is busy with, for `/readyz` and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Another node brings the schema up to date.
    WaitingForMigration,
    /// This node brings the schema up to date.
    Migrating,
    /// The database is open.
    Ready,
}

/// Told what opening is busy with.
pub(crate) type Progress = Arc<dyn Fn(Stage) + Send + Sync>;

/// How a database is opened; made by [`Opening::new`] and changed field by field.
#[derive(Clone)]
pub struct Opening {
    /// Where the data is.
    pub url: DbUrl,
    /// The clock of everything that is written.
    pub clock: Clock,
    /// SQLite: threads that read. PostgreSQL: threads, each with its own connections.
    pub readers: usize,
    /// PostgreSQL: connections of each thread.
    pub connections: usize,
    /// How long a caller waits before it is told `Busy`.
    pub(crate) patience: Duration,
    /// Who is run when something happened.
    pub(crate) subscribers: Vec<Arc<Subscriber>>,
    /// Whether an older schema is refused instead of being brought up to date.
    pub(crate) keeps_schema: bool,
    /// Told what opening is busy with.
    progress: Option<Progress>,
}

impl Opening {
    /// Opens `url` by the machine's clock, with as many threads as the machine has processors.
    #[must_use]
    pub fn new(url: DbUrl) -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        let readers = match url {
            DbUrl::Sqlite(_) => processors.max(2),
            DbUrl::Postgres(_) => processors.clamp(1, 4),
        };
        Self {
            url,
            clock: Clock::system(),
            readers,
            connections: 8,
            patience: Duration::from_secs(5),
            subscribers: Vec::new(),
            keeps_schema: false,
            progress: None,
        }
    }

    /// Takes another clock.
    #[must_use]
    pub fn clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Lets callers wait longer, for commands that load.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Adds a subscriber; named in the wiring only.
    #[must_use]
    pub fn subscribe(mut self, subscriber: Subscriber) -> Self {
        self.subscribers.push(Arc::new(subscriber));
        self
    }

    /// Leaves the schema as it is: an older one is refused with `Conflict` and `database.behind`,
    /// for commands that only look.
    #[must_use]
    pub fn as_it_is(self) -> Self {
        Self { keeps_schema: true, ..self }
    }

    /// Has `tell` told what opening is busy with.
    #[must_use]
    pub fn progress(self, tell: impl Fn(Stage) + Send + Sync + 'static) -> Self {
        Self { progress: Some(Arc::new(tell)), ..self }
    }

    pub(crate) fn tell(&self, stage: Stage) {
        if let Some(tell) = &self.progress {
            tell(stage);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_scheme_is_refused_instead_of_opening_an_empty_site() {
        for bad in ["mysql://x/y", "site.db", "sqlite:", "", "postgres:/x"] {
            assert!(bad.parse::<DbUrl>().is_err(), "{bad}");
        }
        let url: DbUrl = "sqlite:data/site.db".parse().unwrap();
        assert_eq!(url, DbUrl::Sqlite("data/site.db".into()));
    }

    #[test]
    fn a_password_is_never_printed() {
        let url: DbUrl = "postgres://yaji:hunter2@localhost/site".parse().unwrap();
        let shown = format!("{url} {url:?}");
        assert!(!shown.contains("hunter2") && shown.contains("site"), "{shown}");
    }
}
