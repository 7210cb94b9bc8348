//! All SQL about sessions.

use db::{Tx, args, row, sql};
use kernel::{Locale, MemberId, Outcome, Ts};

use super::{NewSession, SessionId, SessionKind};
use crate::permission::Permissions;

row! {
    /// A session as it is stored.
    pub struct SessionRow {
        /// Which session.
        pub id: SessionId,
        /// Whose.
        pub member_id: MemberId,
        /// `browser` or `token`.
        pub kind: String,
        /// What the member called it.
        pub label: String,
        /// What it allows.
        pub permissions: i64,
        /// The member's chosen language.
        pub locale: Option<String>,
        /// What pages show of the member, as JSON.
        pub face: String,
        /// Whether a second factor was given.
        pub second_factor: bool,
        /// From which address it was opened.
        pub ip: String,
        /// By which program.
        pub agent: String,
        /// Since when.
        pub created_at: Ts,
        /// When it was last used, to the hour.
        pub seen_at: Ts,
        /// When the member last proved who they are.
        pub reauthenticated_at: Option<Ts>,
        /// When it ends if it is not used.
        pub expires_at: Ts,
        /// When it ends in any case.
        pub ends_at: Ts,
    }
}

/// The session of a token that has not ended.
pub(super) async fn find(tx: &Tx, token_hash: &str, now: Ts) -> Outcome<Option<SessionRow>> {
    tx.one(
        sql!(
            "SELECT id, member_id, kind, label, permissions, locale, face, second_factor, ip,
                 agent, created_at, seen_at, reauthenticated_at, expires_at, ends_at
             FROM sessions WHERE token_hash = $1 AND expires_at > $2 AND ends_at > $2"
        ),
        args![token_hash, now],
    )
    .await
}

/// The sessions of a member that have not ended, the newest first.
pub(super) async fn list(tx: &Tx, member: MemberId, now: Ts) -> Outcome<Vec<SessionRow>> {
    tx.list(
        sql!(
            "SELECT id, member_id, kind, label, permissions, locale, face, second_factor, ip,
                 agent, created_at, seen_at, reauthenticated_at, expires_at, ends_at
             FROM sessions WHERE member_id = $1 AND expires_at > $2 AND ends_at > $2
             ORDER BY created_at DESC, id DESC"
        ),
        args![member, now],
    )
    .await
}

/// Stores a new session.
pub(super) async fn insert(
    tx: &mut Tx,
    id: SessionId,
    new: &NewSession,
    (token_hash, face): (&str, &str),
    (expires_at, ends_at): (Ts, Ts),
) -> Outcome<()> {
    let now = tx.now();
    let kind = match new.kind {
        SessionKind::Browser => "browser",
        SessionKind::Token(_) => "token",
    };
    tx.exec(
        sql!(
            "INSERT INTO sessions (id, token_hash, member_id, kind, label, permissions, locale,
                 face, second_factor, device, ip, agent, created_at, seen_at,
                 reauthenticated_at, expires_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $13, $14, $15)"
        ),
        args![
            id,
            token_hash,
            new.member,
            kind,
            &new.label,
            new.permissions,
            new.locale,
            face,
            new.second_factor,
            &new.device,
            new.network.ip.to_string(),
            &*new.network.agent,
            now,
            expires_at,
            ends_at
        ],
    )
    .await?;
    Ok(())
}

/// Ends one session of a member.
pub(super) async fn delete(tx: &mut Tx, member: MemberId, id: SessionId) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM sessions WHERE id = $1 AND member_id = $2"), args![id, member]).await
}

/// Ends all sessions of a member, but perhaps one.
pub(super) async fn delete_all(
    tx: &mut Tx,
    member: MemberId,
    keep: Option<SessionId>,
) -> Outcome<u64> {
    let keep = keep.map_or(0, kernel::Id::get);
    tx.exec(
        sql!("DELETE FROM sessions WHERE member_id = $1 AND id <> CAST($2 AS BIGINT)"),
        args![member, keep],
    )
    .await
}

/// Writes what has changed about a member into all their sessions.
pub(super) async fn update_member(
    tx: &mut Tx,
    member: MemberId,
    permissions: Permissions,
    (locale, face): (Option<Locale>, &str),
) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE sessions SET permissions = $2, locale = $3, face = $4 WHERE member_id = $1"),
        args![member, permissions, locale, face],
    )
    .await?;
    Ok(())
}

/// Notes a use, and moves the end.
pub(super) async fn update_seen(
    tx: &mut Tx,
    id: SessionId,
    (seen_at, expires_at): (Ts, Ts),
) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1"),
        args![id, seen_at, expires_at],
    )
    .await?;
    Ok(())
}

/// Notes that the member proved who they are.
pub(super) async fn update_reauthenticated(
    tx: &mut Tx,
    id: SessionId,
    second: bool,
) -> Outcome<()> {
    let at = tx.now();
    tx.exec(
        sql!(
            "UPDATE sessions SET reauthenticated_at = $2, second_factor = (second_factor OR $3)
             WHERE id = $1"
        ),
        args![id, at, second],
    )
    .await?;
    Ok(())
}

/// Gives a session another token.
pub(super) async fn update_token(tx: &mut Tx, id: SessionId, token_hash: &str) -> Outcome<u64> {
    tx.exec(sql!("UPDATE sessions SET token_hash = $2 WHERE id = $1"), args![id, token_hash]).await
}

/// Deletes sessions that ended before an instant.
pub(super) async fn delete_expired(tx: &mut Tx, before: Ts) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM sessions WHERE expires_at < $1"), args![before]).await
}
