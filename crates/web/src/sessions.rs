//! Sessions: who is signed in, on which device, until when.
//!
//! A row carries all that a request needs to know of the member, so that a request asks one
//! table; `people` refreshes it by [`refresh`] in the transaction that changes any of it.

mod cache;
mod store;

use db::Tx;
use kernel::{Fault, Locale, MemberId, Outcome, Ts};
use sha2::{Digest, Sha256};

pub use cache::SessionCache;
pub use store::SessionRow;

use crate::keys::random_token;
use crate::permission::Permissions;
use crate::viewer::{Face, Network};

kernel::id!(
    /// One session.
    pub SessionId
);

/// Days after its last use at which a browser's session ends.
const SLIDING_DAYS: i64 = 30;
/// Days after its beginning at which a browser's session ends in any case.
const ABSOLUTE_DAYS: i64 = 180;
/// Days for which an API token is good unless asked otherwise.
pub const TOKEN_DAYS: i64 = 90;

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// A browser, by cookie.
    Browser,
    /// A program, by token; good for this many days.
    Token(i64),
}

/// A session to be opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// For whom.
    pub member: MemberId,
    /// For what.
    pub kind: SessionKind,
    /// What the member called it, for tokens.
    pub label: String,
    /// What it allows.
    pub permissions: Permissions,
    /// The member's chosen language.
    pub locale: Option<Locale>,
    /// What pages show of the member.
    pub face: Face,
    /// Whether a second factor was given.
    pub second_factor: bool,
    /// The device that it was opened on.
    pub device: Option<String>,
    /// From where.
    pub network: Network,
}

/// A session that was opened, with the token that is told once and stored nowhere.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    /// Which session.
    pub id: SessionId,
    /// 256 random bits as text.
    pub token: String,
    /// When it ends if it is not used.
    pub expires_at: Ts,
}

/// The fingerprint by which a token is found.
#[must_use]
pub fn fingerprint(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Opens a session; whoever signs somebody in announces it.
///
/// # Errors
/// When the database fails.
pub async fn open(tx: &mut Tx, new: NewSession) -> Outcome<OpenedSession> {
    let (id, token, now): (SessionId, _, _) = (tx.new_id(), random_token(), tx.now());
    let (expires_at, ends_at) = match new.kind {
        SessionKind::Browser => (now.plus_days(SLIDING_DAYS), now.plus_days(ABSOLUTE_DAYS)),
        SessionKind::Token(days) => (now.plus_days(days), now.plus_days(days)),
    };
    let face =
        serde_json::to_string(&new.face).map_err(|e| Fault::broken("a session's face", e))?;
    store::insert(tx, id, &new, (&fingerprint(&token), &face), (expires_at, ends_at)).await?;
    Ok(OpenedSession { id, token, expires_at })
}

/// The sessions of a member that have not ended, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(tx: &Tx, member: MemberId) -> Outcome<Vec<SessionRow>> {
    store::list(tx, member, tx.now()).await
}

/// Ends one session of a member; false when there is no such session.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, member: MemberId, session: SessionId) -> Outcome<bool> {
    Ok(store::delete(tx, member, session).await? > 0)
}

/// Ends all sessions and tokens of a member, but perhaps one; says how many.
///
/// # Errors
/// When the database fails.
pub async fn end_all(tx: &mut Tx, member: MemberId, keep: Option<SessionId>) -> Outcome<u64> {
    store::delete_all(tx, member, keep).await
}

/// Writes what has changed about a member into all their sessions.
///
/// # Errors
/// When the database fails.
pub async fn refresh(
    tx: &mut Tx,
    member: MemberId,
    permissions: Permissions,
    locale: Option<Locale>,
    face: &Face,
) -> Outcome<()> {
    let face = serde_json::to_string(face).map_err(|e| Fault::broken("a session's face", e))?;
    store::update_member(tx, member, permissions, (locale, &face)).await
}

/// Notes that the member proved in this session who they are.
///
/// # Errors
/// When the database fails.
pub async fn reauthenticated(tx: &mut Tx, session: SessionId, second: bool) -> Outcome<()> {
    store::update_reauthenticated(tx, session, second).await
}

/// Gives a session a new token after something that changes what it is worth: confirmation,
/// second factor, take-over, change of role.
///
/// # Errors
/// `SignIn` when the session has ended meanwhile.
pub async fn renew_token(tx: &mut Tx, session: SessionId) -> Outcome<String> {
    let token = random_token();
    if store::update_token(tx, session, &fingerprint(&token)).await? == 0 {
        return Err(Fault::SignIn("session.needed"));
    }
    Ok(token)
}

/// Deletes sessions that ended more than a day ago; a job runs this.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx) -> Outcome<u64> {
    let before = tx.now().plus_days(-1);
    store::delete_expired(tx, before).await
}
