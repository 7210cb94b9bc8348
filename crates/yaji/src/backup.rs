//! `yaji backup`: database and files in one folder, with a manifest of hashes, while the site goes
//! on.
//!
//! The database is copied first, as one snapshot in the form of the embedded database whichever
//! engine it comes from; files are copied after it, so every file that the copy names was there.
//! The copy is proved before the folder gets its name: an unfinished one ends with `.partial`.

pub(crate) mod manifest;

use std::collections::BTreeMap;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use blob::{Blobs, Hash};
use db::{Db, DbUrl, Opening};
use futures_util::TryStreamExt as _;
use kernel::{Clock, Fault, Ts, Zone};
use tokio::io::AsyncWriteExt as _;
use web::App;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::{open, proof};
use manifest::{DATABASE, FILES, FORMAT, Files, MANIFEST, Manifest, whole};

/// Writes a backup and gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(config: &Config, to: Option<PathBuf>) -> Result<Vec<String>, Mistake> {
    let began = Clock::system().now();
    let to = to.unwrap_or_else(|| config.data.join("backups").join(name_of(began)));
    if to.exists() {
        let what = format!("{} is there already", to.display());
        return Err(Mistake::new(what, "a backup is never written over", "name another folder"));
    }
    let partial = with_suffix(&to);
    let app = open::as_it_is(config).await?;
    let written = write(&app, &partial, began).await;
    app.db().close().await;
    let manifest = written?;
    std::fs::rename(&partial, &to).map_err(|e| not_written(&to, &e))?;
    let (events, files) = (manifest.log.position, &manifest.files);
    let entries: i64 = manifest.ledger.iter().map(|book| book.entries).sum();
    let size = (manifest.database.bytes + files.bytes).div_ceil(1024 * 1024);
    Ok(vec![
        to.display().to_string(),
        format!(
            "proved: {events} events, {entries} entries of the ledger, {} files, {size} MiB",
            files.count
        ),
    ])
}

async fn write(app: &App, folder: &Path, began: Ts) -> Result<Manifest, Mistake> {
    let mut builder = std::fs::DirBuilder::new();
    // A backup holds everything: it is nobody else's on this machine.
    let made = builder.recursive(true).mode(0o700).create(folder);
    made.map_err(|e| not_written(folder, &e))?;
    let (database, blobs) = (folder.join(DATABASE), app.part::<Blobs>());
    if database.exists() {
        std::fs::remove_file(&database).map_err(|e| not_written(folder, &e))?;
    }
    app.db().copy_to(&database).await.map_err(|fault| not_copied(folder, fault))?;
    let files = copy_files(&blobs, &folder.join(FILES)).await;
    let files = files.map_err(|fault| not_copied(folder, fault))?;
    let (log, ledger) = prove(&database).await.map_err(unproved)?;
    remove_beside(&database).map_err(|e| not_written(folder, &e))?;
    let database = whole(&database).map_err(|e| not_written(folder, &e))?;
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: began.to_string(),
        site: app.settings().name.clone(),
        engine: app.db().engine().to_string(),
        database,
        log,
        ledger,
        files,
    };
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    std::fs::write(folder.join(MANIFEST), text).map_err(|e| not_written(folder, &e))?;
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|e| not_written(folder, &e))?;
    Ok(manifest)
}

/// Reads the whole copy back: its log and its books.
async fn prove(database: &Path) -> Result<(proof::LogEnd, Vec<proof::BookEnd>), Fault> {
    let opening = Opening::new(DbUrl::Sqlite(database.to_owned())).as_it_is();
    let copy = Db::open(opening).await?;
    let proved = async { Ok((proof::log(&copy).await?, proof::ledger(&copy).await?)) }.await;
    copy.close().await;
    proved
}

/// Removes what the engine keeps beside a file while it is open: nothing was written to the copy,
/// and how soon the last reader takes it away is left to the machine.
fn remove_beside(database: &Path) -> std::io::Result<()> {
    for suffix in ["-wal", "-shm"] {
        let mut path = database.as_os_str().to_owned();
        path.push(suffix);
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

async fn copy_files(blobs: &Blobs, folder: &Path) -> Result<Files, Fault> {
    let mut list: BTreeMap<Hash, u64> = blobs.hashes().try_collect().await?;
    let mut gone = Vec::new();
    for hash in list.keys() {
        match copy_file(blobs, *hash, folder).await {
            Ok(()) => {}
            // Swept while the list was worked off: nothing names it any more.
            Err(Fault::Missing(_)) => gone.push(*hash),
            Err(fault) => return Err(fault),
        }
    }
    for hash in gone {
        list.remove(&hash);
    }
    Ok(Files::of(&list))
}

/// Copies one file, checking what is written against its name.
async fn copy_file(blobs: &Blobs, hash: Hash, folder: &Path) -> Result<(), Fault> {
    let broken = |e: std::io::Error| Fault::broken("copying a file", e);
    let path = path_of(folder, hash);
    if let Some(parent) = path.parent() {
        tokio::fs::create_dir_all(parent).await.map_err(broken)?;
    }
    let mut pieces = blobs.stream(hash, None).await?.bytes;
    let mut file = tokio::fs::File::create(&path).await.map_err(broken)?;
    while let Some(piece) = pieces.try_next().await? {
        file.write_all(&piece).await.map_err(broken)?;
    }
    file.sync_all().await.map_err(broken)?;
    let written = whole(&path).map_err(broken)?;
    if written.sha256 == hash.to_string() {
        return Ok(());
    }
    let text = format!("the file {hash} is damaged where it is kept");
    Err(Fault::broken("copying a file", text))
}

/// Where a file lies in a backup.
pub(crate) fn path_of(folder: &Path, hash: Hash) -> PathBuf {
    let name = hash.to_string();
    let (first, rest) = name.split_at(2);
    let (second, _) = rest.split_at(2);
    folder.join(first).join(second).join(name)
}

fn name_of(at: Ts) -> String {
    Zone::utc().format(at, "%Y-%m-%dT%H%M%SZ")
}

fn with_suffix(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn not_written(folder: &Path, why: &std::io::Error) -> Mistake {
    let what = format!("the backup cannot be written to {}", folder.display());
    Mistake::new(what, why, "make room, or name another folder")
}

fn not_copied(folder: &Path, fault: Fault) -> Mistake {
    let what = format!("the backup in {} is not finished", folder.display());
    let why = match fault {
        Fault::Broken(report) => report.cause.to_string(),
        other => other.to_string(),
    };
    Mistake::new(what, why, "run `yaji doctor`, then make another backup")
}

fn unproved(fault: Fault) -> Mistake {
    let why = match fault {
        Fault::Broken(report) => report.cause.to_string(),
        other => other.to_string(),
    };
    let next = "run `yaji doctor --full`: the site itself may be damaged; keep older backups";
    Mistake::new("the copy does not prove", why, next)
}
