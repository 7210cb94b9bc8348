//! What members are told in the app: rows of ids, drawn anew for whoever looks.
//!
//! To tell of something new: a [`Kind`](notification::Kind), a sentence in `locales/*/notify.ftl`,
//! and a few lines in `subscriptions.rs` that name who is told and by which thread.
#![deny(missing_docs)]

mod events;
pub mod export;
mod live;
pub mod notification;
mod routes;
mod subscriptions;
mod texts;
mod unread;

pub use events::{NotificationCreated, NotificationRead, NotificationWithdrawn};
pub use live::NotifyStage;
pub use notification::NotificationId;
pub use routes::routes;
pub use subscriptions::subscribers;
pub use texts::Texts;
pub use unread::Unread;

#[cfg(test)]
mod tests;
