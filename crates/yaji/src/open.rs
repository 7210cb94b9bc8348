//! Opening a site: its database with the slices' subscribers, its settings, its mail.

use db::{Db, DbUrl, Opening};
use kernel::Clock;
use mail::{Smtp, Transport};
use web::App;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::wiring;

/// Opens the database of a configuration, making it on the first start.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn database(config: &Config, clock: Clock) -> Result<Db, Mistake> {
    let url = config.database()?;
    if let DbUrl::Sqlite(path) = &url
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder).map_err(|e| {
            let what = format!("cannot make the data folder {}", folder.display());
            Mistake::new(what, e, "choose another folder with --data")
        })?;
    }
    let opening = wiring::subscribers()
        .into_iter()
        .fold(Opening::new(url).clock(clock), |opening, subscriber| opening.subscribe(subscriber));
    Ok(Db::open(opening).await?)
}

/// Opens the app over a database.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn app(config: &Config, db: Db) -> Result<App, Mistake> {
    let transport = match config.smtp()? {
        Some(url) => Transport::Smtp(Smtp::at(&url)?),
        None => Transport::Room,
    };
    Ok(wiring::app(db, transport, config).await?)
}
