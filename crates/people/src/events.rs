//! What this slice announces: ids and small facts, never a name, an address or a text.

use db::Event;
use kernel::MemberId;
use serde::{Deserialize, Serialize};
use web::sessions::SessionId;

macro_rules! events {
    ($($(#[$doc:meta])* $type:ident = $name:literal {
        $($(#[$field_doc:meta])* $field:ident: $kind:ty,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $type {
            /// Which member.
            pub member: MemberId,
            $($(#[$field_doc])* pub $field: $kind,)*
        }

        impl Event for $type {
            const NAME: &'static str = $name;
            const VERSION: u16 = 1;

            fn subject(&self) -> Option<i64> {
                Some(kernel::Id::get(self.member))
            }
        }
    )*};
}

events! {
    /// Somebody has an account from now on.
    MemberJoined = "member.joined" {
        /// How: `register`, `checkout`, `code`, `api`, `cli`, `import`, `start`.
        way: String,
    }
    /// A member owns their address from now on.
    MemberConfirmed = "member.confirmed" {
        /// The member number.
        number: i64,
    }
    /// A member paid for the first time.
    MemberPaid = "member.paid" {}
    /// An account of the same person was joined into another: what it holds is theirs now.
    MemberMerged = "member.merged" {
        /// The account that goes on.
        into: MemberId,
    }
    /// Somebody who owns the mailbox asks for an account that was made with its address.
    AdoptionAsked = "member.adoption_asked" {
        /// When it becomes theirs unless its browser says no.
        due_at: kernel::Ts,
    }
    /// The account's own browser said no.
    AdoptionRefused = "member.adoption_refused" {}
    /// Whoever owns the mailbox took the account over; every credential from before has ended.
    MemberTakenOver = "member.taken_over" {}
    /// A member moved to another address.
    AddressChanged = "member.address_changed" {
        /// Whether it was the way back to the old one.
        undone: bool,
    }
    /// A member has another handle.
    HandleChanged = "member.handle_changed" {}
    /// A member changed what others see of them.
    ProfileChanged = "member.profile_changed" {}
    /// A member was given another role.
    RoleChanged = "member.role_changed" {
        /// The role before.
        before: String,
        /// The role now.
        after: String,
    }
    /// The team locked a member out.
    MemberLocked = "member.locked" {}
    /// The team let a member in again.
    MemberUnlocked = "member.unlocked" {}
    /// A member is signed in on one more device, or a program has a token.
    SessionStarted = "session.started" {
        /// Which session.
        session: SessionId,
        /// How they showed who they are.
        by: String,
        /// Whether it is a program's token.
        token: bool,
    }
    /// Sessions of a member ended: one, or all but perhaps one.
    SessionEnded = "session.ended" {
        /// Which; none when all did.
        session: Option<SessionId>,
        /// Which went on, when all others ended.
        kept: Option<SessionId>,
    }
    /// What signs a member in has changed.
    CredentialChanged = "credential.changed" {
        /// Which: `password`, `totp`, `recovery_codes`, `passkey`, `reset`.
        kind: String,
        /// Whether it exists now.
        exists: bool,
    }
    /// A member lost their second factor and the team will take it off later.
    FactorResetAsked = "credential.reset_asked" {
        /// When it happens.
        due_at: kernel::Ts,
    }
    /// A member agreed to a version of a text.
    ConsentGiven = "consent.given" {
        /// `rules`, `privacy`, `terms` or `refunds`.
        kind: String,
        /// Which version.
        version: i64,
    }
    /// A member asked for their data.
    ExportAsked = "export.asked" {}
    /// A member's data lies ready.
    ExportReady = "export.ready" {
        /// Its size.
        bytes: i64,
    }
    /// A member asked to be deleted.
    DeletionAsked = "member.deletion_asked" {
        /// When it happens.
        due_at: kernel::Ts,
        /// Whether posts stay, as a former member's.
        keep_posts: bool,
    }
    /// A member took the deletion back.
    DeletionCancelled = "member.deletion_cancelled" {}
    /// A member is no more.
    MemberErased = "member.erased" {
        /// Whether posts stay, as a former member's.
        keep_posts: bool,
    }
    /// The team gave an imported person the link to their account.
    ClaimGiven = "claim.given" {}
    /// An imported person came.
    ClaimUsed = "claim.used" {}
    /// The team took a claim back.
    ClaimUndone = "claim.undone" {}
}
