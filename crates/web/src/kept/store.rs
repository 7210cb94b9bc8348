//! All SQL about kept forms.

use db::{Tx, args, sql};
use kernel::{Outcome, Ts};

/// Keeps a form; a newer one for the same path takes its place.
pub(super) async fn insert(tx: &mut Tx, browser: &str, path: &str, fields: &str) -> Outcome<()> {
    let at = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO kept_forms (browser, path, fields, kept_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (browser, path) DO UPDATE SET fields = $3, kept_at = $4"
        ),
        args![browser, path, fields, at],
    )
    .await?;
    Ok(())
}

/// The fields kept last for a browser, by its member or before anybody was signed in on it, and for a
/// path since an instant.
pub(super) async fn find(
    tx: &Tx,
    (of_member, of_visitor): &(String, String),
    path: &str,
    since: Ts,
) -> Outcome<Option<String>> {
    tx.one(
        sql!(
            "SELECT fields FROM kept_forms
             WHERE browser IN ($1, $2) AND path = $3 AND kept_at > $4
             ORDER BY kept_at DESC LIMIT 1"
        ),
        args![of_member, of_visitor, path, since],
    )
    .await
}

/// Deletes what was kept before an instant.
pub(super) async fn delete_before(tx: &mut Tx, before: Ts) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM kept_forms WHERE kept_at < $1"), args![before]).await
}
