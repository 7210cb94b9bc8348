//! All SQL about settings.

use db::{Tx, args, row, sql};
use kernel::{MemberId, Outcome, Ts};

row! {
    /// One stored setting.
    pub(crate) struct SettingRow {
        /// The field's name.
        pub key: String,
        /// Its value as JSON.
        pub value: String,
    }
}

kernel::id!(
    /// One change of a setting.
    pub(crate) SettingChangeId
);

/// Every stored setting.
pub(crate) async fn list(tx: &Tx) -> Outcome<Vec<SettingRow>> {
    tx.list(sql!("SELECT key, value FROM settings ORDER BY key"), args![]).await
}

/// The stored value of one setting.
pub(crate) async fn find(tx: &Tx, key: &str) -> Outcome<Option<String>> {
    tx.one(sql!("SELECT value FROM settings WHERE key = $1"), args![key]).await
}

/// Stores a value and keeps the one before.
pub(crate) async fn update(
    tx: &mut Tx,
    key: &str,
    (old, new): (Option<String>, &str),
    actor: Option<MemberId>,
) -> Outcome<()> {
    let at: Ts = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO settings (key, value, changed_at) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET value = $2, changed_at = $3"
        ),
        args![key, new, at],
    )
    .await?;
    let id: SettingChangeId = tx.new_id();
    tx.exec(
        sql!(
            "INSERT INTO settings_history (id, key, old_value, new_value, actor, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        args![id, key, old, new, actor, at],
    )
    .await?;
    Ok(())
}

/// Whether a setting may never change again.
pub(crate) async fn is_fixed(tx: &Tx, key: &str) -> Outcome<bool> {
    let found: Option<String> =
        tx.one(sql!("SELECT key FROM settings_fixed WHERE key = $1"), args![key]).await?;
    Ok(found.is_some())
}

/// Keeps a setting from ever changing again.
pub(crate) async fn insert_fixed(tx: &mut Tx, key: &str) -> Outcome<()> {
    let at = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO settings_fixed (key, fixed_at) VALUES ($1, $2)
             ON CONFLICT (key) DO NOTHING"
        ),
        args![key, at],
    )
    .await?;
    Ok(())
}
