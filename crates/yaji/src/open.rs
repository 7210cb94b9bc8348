//! Opening a site: its database with the slices' subscribers, its settings, its mail.

use db::{DbUrl, Opening};
use kernel::Clock;
use mail::{Smtp, Transport};
use people::password::Hasher;
use web::App;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::wiring::{self, Wiring};

/// Opens the database of a configuration, making it on the first start, and the app over it.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn site(config: &Config, clock: Clock) -> Result<App, Mistake> {
    let url = config.database()?;
    if let DbUrl::Sqlite(path) = &url
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder).map_err(|e| {
            let what = format!("cannot make the data folder {}", folder.display());
            Mistake::new(what, e, "choose another folder with --data")
        })?;
    }
    let transport = match config.smtp()? {
        Some(url) => Transport::Smtp(Smtp::at(&url)?),
        None => Transport::Room,
    };
    let wiring = Wiring::new(Hasher::standard()?, wiring::blobs(&config.data)?);
    let opening = Opening::new(url).clock(clock);
    let opening = wiring.subscribers().into_iter().fold(opening, Opening::subscribe);
    let db = db::Db::open(opening).await?;
    Ok(wiring.app(db, transport).await?)
}
