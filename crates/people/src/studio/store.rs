//! All SQL of the list of members: each filter is a walk along one index.

use db::{Tx, args, row, sql};
use kernel::{Cursor, MemberId, Outcome, Ts};

use crate::member::{RoleCell, State};

row! {
    /// A member in the team's list.
    pub struct ListedRow {
        /// Which member.
        pub id: MemberId,
        /// Member number.
        pub number: Option<i64>,
        /// Handle.
        pub handle: String,
        /// Name.
        pub name: String,
        /// Role.
        pub role: RoleCell,
        /// State.
        pub state: State,
        /// Whether an address is confirmed.
        pub confirmed: bool,
        /// Whether they have ever paid.
        pub paid: bool,
        /// Since when.
        pub created_at: Ts,
        /// Their address.
        pub email: Option<String>,
    }
}

/// Everybody, the newest first.
pub async fn list(tx: &Tx, place: Cursor, probe: i64) -> Outcome<Vec<ListedRow>> {
    tx.list(
        sql!(ListedRow: "SELECT m.id, m.number, m.handle, m.name, m.role, m.state, m.confirmed,
                m.paid, m.created_at, a.email
             FROM members m LEFT JOIN addresses a ON a.member_id = m.id
             WHERE (m.created_at, m.id) < ($1, $2)
             ORDER BY m.created_at DESC, m.id DESC LIMIT $3"),
        args![place.at, place.id, probe],
    )
    .await
}

/// Everybody in a state, the newest first.
pub async fn list_state(
    tx: &Tx,
    state: State,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<ListedRow>> {
    tx.list(
        sql!(ListedRow: "SELECT m.id, m.number, m.handle, m.name, m.role, m.state, m.confirmed,
                m.paid, m.created_at, a.email
             FROM members m LEFT JOIN addresses a ON a.member_id = m.id
             WHERE m.state = $1 AND (m.created_at, m.id) < ($2, $3)
             ORDER BY m.created_at DESC, m.id DESC LIMIT $4"),
        args![state, place.at, place.id, probe],
    )
    .await
}

/// Everybody with a role, the newest first.
pub async fn list_role(
    tx: &Tx,
    role: web::Role,
    place: Cursor,
    probe: i64,
) -> Outcome<Vec<ListedRow>> {
    tx.list(
        sql!(ListedRow: "SELECT m.id, m.number, m.handle, m.name, m.role, m.state, m.confirmed,
                m.paid, m.created_at, a.email
             FROM members m LEFT JOIN addresses a ON a.member_id = m.id
             WHERE m.role = $1 AND (m.created_at, m.id) < ($2, $3)
             ORDER BY m.created_at DESC, m.id DESC LIMIT $4"),
        args![role.key(), place.at, place.id, probe],
    )
    .await
}

/// Whose handle begins with a text, in the order of the alphabet.
pub async fn list_handles(tx: &Tx, from: &str, until: &str) -> Outcome<Vec<ListedRow>> {
    tx.list(
        sql!(ListedRow: "SELECT m.id, m.number, m.handle, m.name, m.role, m.state, m.confirmed,
                m.paid, m.created_at, a.email
             FROM members m LEFT JOIN addresses a ON a.member_id = m.id
             WHERE m.handle >= $1 AND m.handle < $2 ORDER BY m.handle LIMIT 100"),
        args![from, until],
    )
    .await
}

/// Who owns or was made with an address.
pub async fn list_address(tx: &Tx, email_key: &str) -> Outcome<Vec<ListedRow>> {
    tx.list(
        sql!(ListedRow: "SELECT m.id, m.number, m.handle, m.name, m.role, m.state, m.confirmed,
                m.paid, m.created_at, a.email
             FROM addresses a JOIN members m ON m.id = a.member_id
             WHERE a.email_key = $1 ORDER BY a.created_at DESC LIMIT 100"),
        args![email_key],
    )
    .await
}

/// Who has a member number.
pub async fn list_number(tx: &Tx, number: i64) -> Outcome<Vec<ListedRow>> {
    tx.list(
        sql!(ListedRow: "SELECT m.id, m.number, m.handle, m.name, m.role, m.state, m.confirmed,
                m.paid, m.created_at, a.email
             FROM members m LEFT JOIN addresses a ON a.member_id = m.id
             WHERE m.number = $1"),
        args![number],
    )
    .await
}
