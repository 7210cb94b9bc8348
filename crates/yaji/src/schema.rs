//! `yaji migrate`.

use kernel::Clock;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::open;

/// Brings the schema up to date, making it where there is none, and gives the line to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn migrate(config: &Config) -> Result<Vec<String>, Mistake> {
    let app = open::site(config, Clock::system()).await?;
    let newest = app.db().newest_migration().await;
    app.db().close().await;
    Ok(vec![format!("the schema is up to date ({})", newest?)])
}
