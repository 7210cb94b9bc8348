//! `yaji migrate`.

use crate::config::Config;
use crate::mistake::Mistake;
use crate::open;

/// Brings the schema of a site up to date, making it in an empty database on PostgreSQL, and gives
/// the line to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn migrate(config: &Config) -> Result<Vec<String>, Mistake> {
    let app = open::migrating(config).await?;
    let newest = app.db().newest_migration().await;
    app.db().close().await;
    Ok(vec![format!("the schema is up to date ({})", newest?)])
}
