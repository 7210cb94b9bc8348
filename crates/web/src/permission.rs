//! What somebody may do: permissions, sets of them, and the roles that give them.

use kernel::{Bind, Val};
use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $key:literal;)*) => {
        /// One thing that a role may allow.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// Every permission, in the order of the role matrix.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable name, as in the API and in the log.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            const fn bit(self) -> i64 {
                match self { $(Self::$name => 1 << $bit),* }
            }
        }
    };
}

permissions! {
    /// Reads everything, private spaces too; logged.
    ContentReadAll = 0, "content.read_all";
    /// Hides, locks and deletes what others wrote.
    ContentModerate = 1, "content.moderate";
    /// Picks featured posts and comments.
    ContentFeature = 2, "content.feature";
    /// Publishes in the team's name and sets gates.
    ContentPublish = 3, "content.publish";
    /// Makes and changes spaces.
    SpacesManage = 4, "spaces.manage";
    /// Sees the list of members.
    MembersRead = 5, "members.read";
    /// Sees members' addresses unmasked.
    MembersContact = 6, "members.contact";
    /// Locks members and ends their sessions.
    MembersManage = 7, "members.manage";
    /// Gives claim links to imported people.
    MembersClaim = 8, "members.claim";
    /// Gives entitlements.
    GrantsGive = 9, "grants.give";
    /// Sees orders.
    OrdersRead = 10, "orders.read";
    /// Gives money back.
    RefundsGive = 11, "refunds.give";
    /// Sees the ledger.
    LedgerRead = 12, "ledger.read";
    /// Makes and changes products and prices.
    ProductsManage = 13, "products.manage";
    /// Changes settings, legal texts and providers.
    SettingsManage = 14, "settings.manage";
    /// Opens mail that waits for lack of a mail server.
    MailRead = 15, "mail.read";
    /// Sees the audit log.
    AuditRead = 16, "audit.read";
    /// Gives and takes roles.
    RolesManage = 17, "roles.manage";
    /// Reads the event log through the API: everything that ever happened, so it is the owner's.
    EventsRead = 18, "events.read";
}

/// A set of permissions, stored as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(i64);

impl Permissions {
    /// Nothing but what every member may do.
    pub const NONE: Self = Self(0);

    /// A set of these.
    #[must_use]
    pub fn of(list: &[Permission]) -> Self {
        Self(list.iter().fold(0, |set, permission| set | permission.bit()))
    }

    /// Takes a stored set; bits that no permission has are dropped.
    #[must_use]
    pub fn from_bits(bits: i64) -> Self {
        Self(bits & Self::of(Permission::ALL).0)
    }

    /// The set as a number.
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// Whether a permission is in the set.
    #[must_use]
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Whether the set is empty: an ordinary member.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The permissions in the set.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }
}

impl Bind for Permissions {
    fn bind(&self) -> Val {
        self.0.bind()
    }
}

/// A name for a set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// An ordinary member.
    Member,
    /// Helps members with orders and sign-in.
    Support,
    /// Teaches and publishes.
    Instructor,
    /// Keeps the peace.
    Moderator,
    /// Publishes and arranges.
    Editor,
    /// Runs the site.
    Admin,
    /// Owns the site.
    Owner,
}

impl Role {
    /// Every role, the strongest first.
    pub const ALL: [Self; 7] = [
        Self::Owner,
        Self::Admin,
        Self::Editor,
        Self::Moderator,
        Self::Instructor,
        Self::Support,
        Self::Member,
    ];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Editor => "editor",
            Self::Moderator => "moderator",
            Self::Instructor => "instructor",
            Self::Support => "support",
            Self::Member => "member",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// What the role allows.
    #[must_use]
    pub fn permissions(self) -> Permissions {
        use Permission as P;
        match self {
            Self::Owner => Permissions::of(P::ALL),
            Self::Admin => {
                let all = P::ALL.iter().copied().filter(|p| *p != P::EventsRead);
                Permissions::of(&all.collect::<Vec<_>>())
            }
            Self::Editor => Permissions::of(&[
                P::ContentReadAll,
                P::ContentModerate,
                P::ContentFeature,
                P::ContentPublish,
                P::SpacesManage,
                P::MembersRead,
            ]),
            Self::Moderator => Permissions::of(&[
                P::ContentReadAll,
                P::ContentModerate,
                P::ContentFeature,
                P::MembersRead,
            ]),
            Self::Instructor => Permissions::of(&[P::ContentPublish]),
            Self::Support => Permissions::of(&[
                P::MembersRead,
                P::MembersContact,
                P::OrdersRead,
                P::GrantsGive,
                P::RefundsGive,
            ]),
            Self::Member => Permissions::NONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_allows_what_its_line_says_and_survives_storage() {
        let moderator = Role::Moderator.permissions();
        assert!(moderator.has(Permission::ContentModerate));
        assert!(!moderator.has(Permission::OrdersRead));
        assert_eq!(Permissions::from_bits(moderator.bits()), moderator);
        assert_eq!(Permissions::from_bits(i64::MAX), Role::Owner.permissions());
        assert!(Role::Member.permissions().is_empty());
        let reads_the_log = |role: &Role| role.permissions().has(Permission::EventsRead);
        assert_eq!(Role::ALL.into_iter().filter(reads_the_log).collect::<Vec<_>>(), [Role::Owner]);
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
    }
}
