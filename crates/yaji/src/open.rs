//! Opening a site: its database with the slices' subscribers, its settings, its mail.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::time::Duration;

use blob::Blobs;
use db::{DbUrl, Opening, Stage};
use kernel::{Clock, Fault};
use mail::{Smtp, Transport};
use people::password::Hasher;
use web::App;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::terminal;
use crate::wiring::Wiring;

/// How long a step of a load may wait its turn.
const PATIENCE: Duration = Duration::from_secs(3600);

/// Opens the database of a configuration, making it on the first start, and the app over it.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn site(config: &Config, clock: Clock) -> Result<App, Mistake> {
    make_folder(config)?;
    opened(config, |opening| opening.clock(clock)).await
}

/// As [`site`], for commands that load so much that a step of theirs may wait for minutes.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn loading(config: &Config, clock: Clock) -> Result<App, Mistake> {
    make_folder(config)?;
    opened(config, |opening| opening.clock(clock).patience(PATIENCE)).await
}

/// As [`site`], for commands that only look: what is not there is not made, and an older schema
/// stays as it is and is refused.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn as_it_is(config: &Config) -> Result<App, Mistake> {
    refuse_nothing(config)?;
    opened(config, Opening::as_it_is).await
}

/// As [`site`], for commands that work on a site that is there: a mistyped folder makes no new one.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn existing(config: &Config) -> Result<App, Mistake> {
    refuse_nothing(config)?;
    opened(config, |opening| opening).await
}

/// As [`site`], for bringing a schema up to date: a database that somebody made on PostgreSQL may be
/// empty, a file that is not there was mistyped.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn migrating(config: &Config) -> Result<App, Mistake> {
    refuse_nothing(config)?;
    site(config, Clock::system()).await
}

fn refuse_nothing(config: &Config) -> Result<(), Mistake> {
    if let DbUrl::Sqlite(path) = config.database()?
        && !path.exists()
    {
        let what = format!("there is no site in {}", config.data.display());
        let why = format!("{} does not exist", path.display());
        return Err(Mistake::new(what, why, "name its folder with --data, or run `yaji init`"));
    }
    Ok(())
}

/// As [`site`], telling what opening is busy with.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn telling(
    config: &Config,
    tell: impl Fn(Stage) + Send + Sync + 'static,
) -> Result<App, Mistake> {
    make_folder(config)?;
    opened(config, |opening| opening.progress(tell)).await
}

async fn opened(config: &Config, change: impl FnOnce(Opening) -> Opening) -> Result<App, Mistake> {
    let smtp = config.smtp()?;
    let sends = smtp.is_some();
    let transport = match smtp {
        Some(url) => Transport::Smtp(Smtp::at(&url)?),
        None => Transport::Room,
    };
    let blobs = Blobs::open(&config.files()?).map_err(|fault| folder_mistake(config, fault))?;
    let wiring = Wiring::new(Hasher::standard()?, blobs);
    let opening = change(Opening::new(config.database()?));
    let opening = wiring.subscribers().into_iter().fold(opening, Opening::subscribe);
    let db = db::Db::open(opening).await.map_err(not_opened)?;
    let app = wiring.app(db, transport).await?;
    terminal::follow(app.db().read(async |tx| site::settings::chosen_language(tx).await).await?);
    if sends && app.settings().demo {
        app.db().close().await;
        return Err(demo_sends_nothing());
    }
    Ok(app)
}

/// The people of a demonstration are invented: a letter to one of them reaches nobody, or a stranger.
pub(crate) fn demo_sends_nothing() -> Mistake {
    Mistake::new(
        "a demonstration sends no mail",
        "its people are invented, and nobody reads what they are sent",
        "leave smtp_url out, or begin a site of your own with `yaji init`",
    )
}

/// Makes the data folder where there is none, for this user alone.
pub(crate) fn make_folder(config: &Config) -> Result<(), Mistake> {
    let own = |folder: &Path| {
        let mut builder = std::fs::DirBuilder::new();
        // Members' data is nobody else's on this machine.
        builder.recursive(true).mode(0o700).create(folder).map_err(|e| {
            let what = format!("cannot make the data folder {}", folder.display());
            Mistake::new(what, e, "choose another folder with --data")
        })
    };
    own(&config.data)?;
    match &config.database()? {
        DbUrl::Sqlite(path) => path.parent().map_or(Ok(()), own),
        DbUrl::Postgres(_) => Ok(()),
    }
}

fn folder_mistake(config: &Config, fault: Fault) -> Mistake {
    let what = format!("cannot keep files in {}", config.data.display());
    let why = match fault {
        Fault::Broken(report) => report.cause.to_string(),
        other => other.to_string(),
    };
    Mistake::new(what, why, "choose a folder that this user may write with --data")
}

/// Why a database was not opened, with the step that helps.
fn not_opened(fault: Fault) -> Mistake {
    let Fault::Broken(report) = fault else {
        return match fault {
            Fault::Conflict("database.behind") => Mistake::new(
                "the database has an older schema",
                "this program is newer than the one that serves it",
                "run `yaji migrate`, or serve the site with this program once",
            ),
            other => other.into(),
        };
    };
    let why = report.cause.to_string();
    let next = if report.doing == "reaching PostgreSQL" {
        "see whether the server runs and whether database_url names it rightly"
    } else if why.contains("this program lacks") {
        let next = "run the newer program that has served this site";
        return Mistake::new("the database is newer than this program", why, next);
    } else {
        "check the path, its permissions and the disk, then run `yaji doctor`"
    };
    Mistake::new(report.doing, why, next)
}
