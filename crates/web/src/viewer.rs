//! Who is asking.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use kernel::{Denied, Fault, Locale, MemberId, Outcome, Ts, Way};
use serde::{Deserialize, Serialize};
use site::Versions;

use crate::flash::Flash;
use crate::permission::{Permission, Permissions};
use crate::reply::Failure;
use crate::sessions::SessionId;

/// The key of the fault that the newest rules have to be agreed to first.
pub(crate) const UNAGREED: &str = "consent.outdated";
/// The key of the fault that a member has to prove again who they are.
pub const STALE: &str = "session.reauthenticate";
/// Microseconds for which a re-authentication counts.
const FRESH_FOR: i64 = 5 * 60 * 1_000_000;

/// Who is asking: a visitor, or a member in one session.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The language to answer in.
    pub locale: Locale,
    /// The member, when signed in.
    pub member: Option<Arc<Me>>,
    /// How the request came.
    pub via: Via,
    /// From where it came.
    pub network: Network,
    /// The scheme and host the request was sent to, `https://example.org`.
    pub origin: Arc<str>,
    /// The known device, when this browser carries the cookie of one.
    pub device: Option<Arc<str>>,
    /// The colour scheme that was chosen, `auto`, `light` or `dark`.
    pub theme: Theme,
    /// What the next page that is drawn for this browser says once.
    pub flash: Option<Arc<Flash>>,
}

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A browser, by cookie.
    Browser,
    /// The API, by token.
    Token,
}

/// Which colours are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The scheme of that name; anything else follows the device.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        match key {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// Where a request came from.
#[derive(Debug, Clone)]
pub struct Network {
    /// The client's address, behind listed proxies the one that they name.
    pub ip: IpAddr,
    /// The `User-Agent`, at most 300 characters.
    pub agent: Arc<str>,
}

impl Network {
    /// The part of the address that one customer of a network usually has: all of IPv4, the first
    /// 64 bits of IPv6.
    #[must_use]
    pub fn customer(&self) -> String {
        match self.ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
                Some(mapped) => mapped.to_string(),
                None => {
                    let [a, b, c, d, ..] = ip.segments();
                    format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
                }
            },
        }
    }
}

/// What a page shows of the member who is signed in; kept in the session's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Face {
    /// Handle.
    pub handle: String,
    /// Name.
    pub name: String,
    /// Member number, once there is one.
    pub number: Option<i64>,
    /// Address of the picture, if any.
    pub avatar: Option<String>,
    /// Which of the twelve avatar colours.
    pub hue: u8,
    /// Whether the member has confirmed an address or paid.
    pub confirmed: bool,
    /// The chosen colour scheme.
    pub theme: Theme,
    /// Whether they are of a team that must have a second factor and have none yet: only what
    /// enrols one is open to them.
    #[serde(default)]
    pub enrol: bool,
    /// What they have to answer, if anything.
    #[serde(default)]
    pub concern: Option<Concern>,
    /// Which versions of the rules they agreed to.
    #[serde(default)]
    pub agreed: Versions,
    /// Whether there are newer ones, which the door finds out: they read until they agree.
    #[serde(skip)]
    pub must_agree: bool,
}

/// What a member has to answer: every page of theirs says so until they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// They have paid and not confirmed their address: no other device lets them in yet.
    Confirm,
    /// Somebody who reads their mailbox asks for the account.
    Adoption,
}

/// The member who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Which member.
    pub id: MemberId,
    /// In which session.
    pub session: SessionId,
    /// What the member's roles allow, in this session.
    pub permissions: Permissions,
    /// What pages show of them.
    pub face: Face,
    /// When the member last proved who they are.
    pub reauthenticated_at: Option<Ts>,
    /// Whether a second factor was given in this session.
    pub second_factor: bool,
}

impl Viewer {
    /// The member.
    ///
    /// # Errors
    /// `SignIn` for a visitor.
    pub fn me(&self) -> Outcome<&Me> {
        self.member.as_deref().ok_or(Fault::SignIn("session.needed"))
    }

    /// The member's id, none for a visitor.
    #[must_use]
    pub fn id(&self) -> Option<MemberId> {
        self.member.as_ref().map(|me| me.id)
    }

    /// Goes on unless the rules have changed since the member agreed to them: before writing and
    /// paying.
    ///
    /// # Errors
    /// `Denied` with `consent.outdated` and the way to the page that asks.
    pub fn agreed(&self) -> Outcome<()> {
        if self.must_agree() { Err(unagreed(crate::CONSENT.to_owned())) } else { Ok(()) }
    }

    /// Whether the rules have changed since the member agreed to them.
    #[must_use]
    pub fn must_agree(&self) -> bool {
        self.member.as_ref().is_some_and(|me| me.face.must_agree)
    }

    /// Whether the viewer has a permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.member.as_ref().is_some_and(|me| me.permissions.has(permission))
    }

    /// Whether a session found now is the same member with the same rights as this viewer: what a
    /// socket was opened with must not outlive a change of them.
    #[must_use]
    pub fn is_still(&self, now: &Me) -> bool {
        let me = self.member.as_deref();
        me.is_some_and(|me| me.id == now.id && me.permissions == now.permissions) && !now.face.enrol
    }

    /// The member, when they proved who they are within the last five minutes. On a page whoever did
    /// not is sent by the door to do so, and finds what they typed again.
    ///
    /// # Errors
    /// `SignIn` for a visitor, `Denied` with `session.reauthenticate` when it is too long ago.
    pub fn fresh(&self, now: Ts) -> Outcome<&Me> {
        let me = self.me()?;
        let fresh = me.reauthenticated_at.is_some_and(|at| now.since(at) <= FRESH_FOR);
        if fresh { Ok(me) } else { Err(Fault::denied(STALE)) }
    }

    /// The member, where an act asks pages alone for [`fresh`](Self::fresh) proof: a token is its own
    /// (ADR 0011).
    ///
    /// # Errors
    /// As for [`fresh`](Self::fresh).
    pub fn proved(&self, now: Ts) -> Outcome<&Me> {
        match self.via {
            Via::Browser => self.fresh(now),
            Via::Token => self.me(),
        }
    }
}

/// The refusal of who has not agreed to the newest rules, with the way to where they do.
pub(crate) fn unagreed(way: String) -> Fault {
    Denied::because(UNAGREED).with_way(Way::Request(way)).into()
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let viewer = parts.extensions.get::<Self>().cloned();
        viewer
            .ok_or_else(|| Fault::broken("finding the viewer", "no door before this route").into())
    }
}
