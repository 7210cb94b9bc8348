//! What this slice announces: whose bell changed, by ids.

use db::Event;
use kernel::{Id, MemberId};
use serde::{Deserialize, Serialize};

use crate::notification::NotificationId;

/// A member has something new to see: a new row, or one that they had read moved up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NotificationCreated {
    /// Who is told.
    pub member: MemberId,
    /// Which row.
    pub notification: NotificationId,
    /// Of which kind.
    pub kind: String,
}

/// A member has seen something.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NotificationRead {
    /// Who.
    pub member: MemberId,
    /// Which rows; all when there are none.
    pub notifications: Vec<NotificationId>,
    /// The newest position of the log that they had seen.
    pub through: i64,
}

/// What a member was told of does not stand any more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NotificationWithdrawn {
    /// Who was told.
    pub member: MemberId,
    /// Which row.
    pub notification: NotificationId,
}

macro_rules! about_the_member {
    ($($event:ty = $name:literal),* $(,)?) => {$(
        impl Event for $event {
            const NAME: &'static str = $name;

            fn subject(&self) -> Option<i64> {
                Some(self.member.get())
            }
        }
    )*};
}
about_the_member! {
    NotificationCreated = "notification.created",
    NotificationRead = "notification.read",
    NotificationWithdrawn = "notification.withdrawn",
}
