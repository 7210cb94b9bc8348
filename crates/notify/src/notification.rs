//! A notification: that something happened which concerns a member.

pub(crate) mod api;
pub(crate) mod draw;
pub(crate) mod inbox;
pub(crate) mod join;
pub(crate) mod page;
pub mod read;
pub(crate) mod store;

use db::Tx;
use kernel::{Cursor, List, ListSize, MemberId, Outcome};

use store::NotificationRow;

kernel::id!(
    /// One notification; of one member, for the same id may stand with several.
    pub NotificationId
);

/// What a member is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Somebody commented below their post.
    Comment,
    /// Somebody answered their question.
    Answer,
    /// Somebody replied to their comment.
    Reply,
    /// Somebody mentioned them.
    Mention,
    /// Their answer was accepted.
    Accepted,
    /// The team picked their post.
    PostFeatured,
    /// The team shows their comment to everybody; they may take it back.
    CommentFeatured,
    /// People reacted to what they wrote.
    Reaction,
    /// People follow them.
    Follow,
    /// They were given the right to something.
    Granted,
    /// A right of theirs is over.
    Ended,
    /// Their payment arrived.
    Paid,
    /// Money went back to them.
    Refunded,
    /// Somebody asks for their account.
    Adoption,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Comment,
        Self::Answer,
        Self::Reply,
        Self::Mention,
        Self::Accepted,
        Self::PostFeatured,
        Self::CommentFeatured,
        Self::Reaction,
        Self::Follow,
        Self::Granted,
        Self::Ended,
        Self::Paid,
        Self::Refunded,
        Self::Adoption,
    ];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Answer => "answer",
            Self::Reply => "reply",
            Self::Mention => "mention",
            Self::Accepted => "accepted",
            Self::PostFeatured => "post_featured",
            Self::CommentFeatured => "comment_featured",
            Self::Reaction => "reaction",
            Self::Follow => "follow",
            Self::Granted => "granted",
            Self::Ended => "ended",
            Self::Paid => "paid",
            Self::Refunded => "refunded",
            Self::Adoption => "adoption",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Under which filter it stands.
    #[must_use]
    pub const fn shelf(self) -> Shelf {
        match self {
            Self::Comment | Self::Answer | Self::Reply | Self::Mention | Self::Accepted => {
                Shelf::Mention
            }
            Self::Paid | Self::Refunded => Shelf::Money,
            Self::Granted
            | Self::Ended
            | Self::PostFeatured
            | Self::CommentFeatured
            | Self::Adoption => Shelf::System,
            Self::Reaction | Self::Follow => Shelf::Echo,
        }
    }
}

/// A filter of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// What was said to the member.
    Mention,
    /// Payments and refunds.
    Money,
    /// What the site did.
    System,
    /// Reactions and follows, shown with everything only.
    Echo,
}

impl Shelf {
    /// The filters that can be chosen.
    pub const CHOICES: [Self; 3] = [Self::Mention, Self::Money, Self::System];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Money => "money",
            Self::System => "system",
            Self::Echo => "echo",
        }
    }

    /// The filter of that name, of those that can be chosen.
    #[must_use]
    pub fn chosen(key: &str) -> Option<Self> {
        Self::CHOICES.into_iter().find(|shelf| shelf.key() == key)
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Mention, Self::Money, Self::System, Self::Echo]
            .into_iter()
            .find(|shelf| shelf.key() == key)
    }
}

community::text_column!(Kind, Shelf);

/// What the cursors of a shelf name it.
pub(crate) fn list_name(shelf: Option<Shelf>) -> String {
    format!("notifications {}", shelf.map_or("all", Shelf::key))
}

/// A page of what a member was told, the latest first; all of it without a filter.
///
/// # Errors
/// When the database fails.
pub(crate) async fn list(
    tx: &Tx,
    member: MemberId,
    shelf: Option<Shelf>,
    (after, size): (Cursor, ListSize),
) -> Outcome<List<NotificationRow>> {
    let rows = store::list(tx, member, shelf, (after, size.probe())).await?;
    let place = |row: &NotificationRow| Cursor { at: row.moved_at, id: kernel::Id::get(row.id) };
    Ok(List::cut(rows, size, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name_and_has_a_shelf() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
            assert_eq!(Shelf::from_key(kind.shelf().key()), Some(kind.shelf()));
        }
        assert_eq!(Shelf::chosen("echo"), None);
    }
}
