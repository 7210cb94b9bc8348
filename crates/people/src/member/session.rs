//! Sessions of members: what `web` keeps of them is always made here.

use db::Tx;
use kernel::{Locale, MemberId, Outcome};
use web::sessions::{NewSession, OpenedSession, SessionId, SessionKind};
use web::{Face, Network, Permissions, Role, Theme};

use super::MemberRow;
use crate::events::{SessionEnded, SessionStarted};
use crate::{concern, consent, factor};

/// How somebody has shown who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A password.
    Password,
    /// A code or link sent by mail.
    Code,
    /// A passkey, which counts as both factors.
    Passkey,
    /// A new account.
    Joining,
    /// A one-time link of the team or of the first start.
    Link,
}

impl By {
    /// The stable name, as events carry it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Joining => "joining",
            Self::Link => "link",
        }
    }
}

/// What pages show of a member.
#[must_use]
pub fn face(member: &MemberRow) -> Face {
    Face {
        handle: member.handle.clone(),
        name: member.name.clone(),
        number: member.number,
        avatar: member.avatar.as_deref().map(crate::profile::avatar_address),
        hue: web::AvatarView::of(&member.name, kernel::Id::get(member.id), None).hue,
        confirmed: member.confirmed || member.paid,
        theme: Theme::from_key(&member.theme),
        ..Face::default()
    }
}

/// What a member's sessions allow and what pages show of them.
async fn standing(tx: &Tx, member: &MemberRow) -> Outcome<(Permissions, Face)> {
    let permissions = permissions(tx, member).await?;
    let enrol = member.role.0 != Role::Member && permissions.is_empty();
    let concern = concern::of(tx, member).await?;
    let agreed = consent::agreed(tx, member.id).await?;
    Ok((permissions, Face { enrol, concern, agreed, ..face(member) }))
}

/// What a member's sessions allow: what the role allows, or nothing while the team must have a
/// second factor and this member has none.
///
/// # Errors
/// When the database fails.
pub async fn permissions(tx: &Tx, member: &MemberRow) -> Outcome<Permissions> {
    if member.role.0 == Role::Member {
        return Ok(Permissions::NONE);
    }
    let asked = site::Settings::load(tx).await?.team_second_factor;
    let barred = asked && !factor::is_enrolled(tx, member.id).await?;
    Ok(if barred { Permissions::NONE } else { Permissions::from_bits(member.permissions) })
}

/// Opens a session for a member who has shown who they are.
///
/// # Errors
/// When the database fails.
pub async fn open(
    tx: &mut Tx,
    member: &MemberRow,
    kind: SessionKind,
    by: By,
    asker: &Asker,
) -> Outcome<OpenedSession> {
    let (permissions, face) = standing(tx, member).await?;
    let second = by == By::Passkey || factor::has_totp(tx, member.id).await?;
    let opened = web::sessions::open(
        tx,
        NewSession {
            member: member.id,
            kind,
            label: asker.label.clone(),
            permissions,
            locale: Locale::from_tag(&member.locale),
            face,
            second_factor: second && by != By::Joining,
            device: asker.device.clone(),
            network: asker.network.clone(),
        },
    )
    .await?;
    tx.acting(member.id);
    tx.announce(SessionStarted {
        member: member.id,
        session: opened.id,
        by: by.key().to_owned(),
        token: matches!(kind, SessionKind::Token(_)),
    })
    .await?;
    Ok(opened)
}

/// From where somebody asks.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Address and program.
    pub network: Network,
    /// The device that this browser is known as, if it is.
    pub device: Option<String>,
    /// What the member calls the session, for tokens.
    pub label: String,
}

/// Writes what has changed about a member into all their sessions.
///
/// # Errors
/// `Missing` with `member.missing`.
pub async fn refresh(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    let row = super::get(tx, member).await?;
    let (permissions, face) = standing(tx, &row).await?;
    let locale = Locale::from_tag(&row.locale);
    web::sessions::refresh(tx, member, permissions, locale, &face).await
}

/// Ends all sessions, tokens and sockets of a member, but perhaps one; says how many.
///
/// # Errors
/// When the database fails.
pub async fn end_others(tx: &mut Tx, member: MemberId, keep: Option<SessionId>) -> Outcome<u64> {
    super::store::update_epoch(tx, member).await?;
    let ended = web::sessions::end_all(tx, member, keep).await?;
    tx.announce(SessionEnded { member, session: None, kept: keep }).await?;
    Ok(ended)
}

/// Ends one session of a member; false when there is no such session.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, member: MemberId, session: SessionId) -> Outcome<bool> {
    let ended = web::sessions::end(tx, member, session).await?;
    if ended {
        // The row that said when the account was last used is gone.
        crate::device::store::update_used(tx, member).await?;
        tx.announce(SessionEnded { member, session: Some(session), kept: None }).await?;
    }
    Ok(ended)
}
