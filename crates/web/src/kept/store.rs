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

/// The fields kept for a browser and path since an instant.
pub(super) async fn find(tx: &Tx, browser: &str, path: &str, since: Ts) -> Outcome<Option<String>> {
    tx.one(
        sql!("SELECT fields FROM kept_forms WHERE browser = $1 AND path = $2 AND kept_at > $3"),
        args![browser, path, since],
    )
    .await
}

/// Deletes what was kept before an instant.
pub(super) async fn delete_before(tx: &mut Tx, before: Ts) -> Outcome<u64> {
    tx.exec(sql!("DELETE FROM kept_forms WHERE kept_at < $1"), args![before]).await
}
