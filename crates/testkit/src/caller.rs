//! Who asks: the fixed cast, one person of every standing.

use web::{Permissions, Role};

/// Somebody's standing, which is all that a test needs to know of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// Nobody known.
    Visitor,
    /// An account whose address is not confirmed, and that never paid.
    Unconfirmed,
    /// An account that never paid.
    Free,
    /// Whose plan has ended.
    Lapsed,
    /// Teaches; reads as any account.
    Instructor,
    /// Helps with orders; reads as any account.
    Support,
    /// A token of an admin that was given none of the admin's permissions.
    Narrow,
    /// Whose plan holds.
    Paying,
    /// The other whose plan holds, where two of them meet.
    PayingToo,
    /// Whose plan holds, and who wrote what the others read.
    Author,
    /// Moderates one space and nothing else.
    Warden,
    /// Keeps the peace everywhere.
    Moderator,
    /// Publishes and arranges.
    Editor,
    /// Runs the site.
    Admin,
    /// Owns the site.
    Owner,
}

impl Caller {
    /// Everybody; those with fewer rights first.
    pub const ALL: [Self; 15] = [
        Self::Visitor,
        Self::Unconfirmed,
        Self::Free,
        Self::Lapsed,
        Self::Instructor,
        Self::Support,
        Self::Narrow,
        Self::Paying,
        Self::PayingToo,
        Self::Author,
        Self::Warden,
        Self::Moderator,
        Self::Editor,
        Self::Admin,
        Self::Owner,
    ];

    /// The role of their account.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Instructor => Role::Instructor,
            Self::Support => Role::Support,
            Self::Moderator => Role::Moderator,
            Self::Editor => Role::Editor,
            Self::Admin | Self::Narrow => Role::Admin,
            Self::Owner => Role::Owner,
            Self::Visitor
            | Self::Unconfirmed
            | Self::Free
            | Self::Lapsed
            | Self::Paying
            | Self::PayingToo
            | Self::Author
            | Self::Warden => Role::Member,
        }
    }

    /// What their sessions allow.
    #[must_use]
    pub fn permissions(self) -> Permissions {
        if self == Self::Narrow { Permissions::NONE } else { self.role().permissions() }
    }

    /// Whether they hold the plan of [`Cast::with_plan`](crate::Cast::with_plan).
    #[must_use]
    pub const fn holds_a_plan(self) -> bool {
        matches!(self, Self::Paying | Self::PayingToo | Self::Author)
    }

    /// Handle and name, the same in every test; a visitor's is nobody's.
    #[must_use]
    pub const fn handle(self) -> &'static str {
        match self {
            Self::Visitor => "nobody",
            Self::Unconfirmed => "una",
            Self::Free => "fang",
            Self::Lapsed => "lars",
            Self::Instructor => "ines",
            Self::Support => "suki",
            Self::Narrow => "nora",
            Self::Paying => "pia",
            Self::PayingToo => "paz",
            Self::Author => "ava",
            Self::Warden => "wen",
            Self::Moderator => "momo",
            Self::Editor => "edda",
            Self::Admin => "adi",
            Self::Owner => "olga",
        }
    }

    /// Their mail address.
    #[must_use]
    pub fn email(self) -> String {
        format!("{}@example.org", self.handle())
    }
}
