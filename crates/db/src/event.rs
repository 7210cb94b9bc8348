//! The event log: every change is one event, written in the transaction that made it true.
//!
//! To add an event: a struct of ids and small facts (never text, never personal data) that is
//! `Serialize` and `Deserialize`, and `impl Event for CommentCreated { const NAME: &'static str =
//! "comment.created"; }`. A changed payload raises `VERSION` and adds a step to `upcast`.

use kernel::{BadCell, Bind, Cell, Column, Outcome, Ts, Val};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::failure::misuse;
use crate::row;

mod append;
mod chain;
mod past;
pub(crate) mod read;

pub(crate) use append::{head, insert_events};
pub(crate) use chain::link;
pub use chain::{ChainPlace, ChainReport};
pub use past::Past;

kernel::id!(
    /// One event of the log.
    pub EventId
);

/// Something that happened: a noun and a past participle, with ids and small facts.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The wire name, in the log, the API, Socket.IO, webhooks and metrics: `comment.created`.
    const NAME: &'static str;
    /// The payload's version, raised when its form changes.
    const VERSION: u16 = 1;

    /// The id of the thing that it happened to.
    fn subject(&self) -> Option<i64> {
        None
    }

    /// The id of the space in which it happened.
    fn space(&self) -> Option<i64> {
        None
    }

    /// Turns a payload of `version` into that of the version after it.
    ///
    /// # Errors
    /// When there never was such a version.
    fn upcast(version: u16, payload: Value) -> Outcome<Value> {
        let _ = (version, payload);
        Err(misuse("an event of an older version has no upcaster"))
    }
}

/// Where an event comes from. Notifications, mail, webhooks and live updates answer to `Live`
/// alone; projections use every event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Somebody does it now.
    #[default]
    Live,
    /// Brought in from another system.
    Import,
    /// Made for a demonstration.
    Seed,
}

impl Origin {
    /// The word in the log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Import => "import",
            Self::Seed => "seed",
        }
    }
}

impl Bind for Origin {
    fn bind(&self) -> Val {
        Val::Text(self.word().to_owned())
    }
}

impl Column for Origin {
    fn read(cell: Cell<'_>) -> Result<Self, BadCell> {
        match cell {
            Cell::Text("live") => Ok(Self::Live),
            Cell::Text("import") => Ok(Self::Import),
            Cell::Text("seed") => Ok(Self::Seed),
            other => Err(BadCell::new("an event's origin", other)),
        }
    }
}

row! {
    /// An event as the log holds it.
    pub struct Recorded {
        /// Which event.
        pub id: EventId,
        /// Its place in the log, dense and in the order of commits; none before the sequencer gave
        /// one.
        pub position: Option<i64>,
        /// Its wire name.
        pub name: String,
        /// The version of its payload.
        pub version: u16,
        /// The member who did it; none for the machine and for visitors.
        pub actor: Option<i64>,
        /// The thing that it happened to.
        pub subject: Option<i64>,
        /// The space in which it happened.
        pub space: Option<i64>,
        /// Where it comes from.
        pub origin: Origin,
        /// When it happened.
        pub occurred_at: Ts,
        /// When it was written down.
        pub recorded_at: Ts,
        /// Ids and small facts, as JSON.
        pub payload: String,
    }
}

impl Recorded {
    /// The event itself in its newest version; none when it is another kind of event.
    ///
    /// # Errors
    /// When the payload cannot be read.
    pub fn decode<E: Event>(&self) -> Outcome<Option<E>> {
        if self.name != E::NAME {
            return Ok(None);
        }
        let unreadable = |error| kernel::Fault::broken("reading an event", error);
        if self.version == E::VERSION {
            return serde_json::from_str(&self.payload).map(Some).map_err(unreadable);
        }
        let mut payload: Value = serde_json::from_str(&self.payload).map_err(unreadable)?;
        for version in self.version..E::VERSION {
            payload = E::upcast(version, payload)?;
        }
        serde_json::from_value(payload).map(Some).map_err(unreadable)
    }
}

/// An event with what the log knows of it.
#[derive(Debug, Clone)]
pub struct Entry<E> {
    /// What the log knows.
    pub log: Recorded,
    /// The event itself, in its newest version.
    pub event: E,
}
