//! All SQL about the site's secret.

use db::{Tx, args, sql};
use kernel::Outcome;

/// Stores the secret unless there is one, and reads the one that stands.
pub(super) async fn insert_or_find(tx: &mut Tx, fresh: &str) -> Outcome<Option<String>> {
    let at = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO site_keys (name, secret, made_at) VALUES ('site', $1, $2)
             ON CONFLICT (name) DO NOTHING"
        ),
        args![fresh, at],
    )
    .await?;
    tx.one(sql!("SELECT secret FROM site_keys WHERE name = 'site'"), args![]).await
}
