//! All SQL that makes rows for tests.

use db::{Tx, args, sql};
use kernel::Outcome;

/// Puts a confirmed member with a plain role there, named like their handle, without the letters
/// and events of joining.
///
/// # Errors
/// When the database refuses, as it does where id or handle are taken.
pub async fn insert_member(tx: &mut Tx, id: i64, handle: &str) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO members (id, handle, name, hue, bio, location, role, permissions, state,
                 confirmed, paid, locale, theme, directory, profile_to, unread, epoch, origin,
                 created_at)
             VALUES ($1, $2, $2, 0, '', '', 'member', 0, 'active', TRUE, FALSE, 'en', 'auto',
                 FALSE, 'everyone', 0, 0, 'live', $3)"
        ),
        args![id, handle, now],
    )
    .await
    .map(drop)
}
