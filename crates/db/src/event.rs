//! The event log: every change is one event, written in the transaction that made it true.

mod announce;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A fact that happened: ids and small facts, never text and never personal data.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The wire name, a noun and a past participle: `comment.created`.
    const NAME: &'static str;
    /// The newest version of the payload.
    const VERSION: u16;

    /// The row that the event is about.
    fn subject(&self) -> Option<i64> {
        None
    }

    /// The space that it happened in.
    fn space(&self) -> Option<i64> {
        None
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
