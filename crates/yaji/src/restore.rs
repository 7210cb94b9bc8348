//! `yaji restore`: a site from a backup, in a place where there is none, proved against the
//! backup's manifest. Either engine can be restored from either.

use std::collections::BTreeMap;
use std::path::Path;

use blob::{Blobs, Hash};
use db::{Db, DbUrl, Opening};
use futures_util::TryStreamExt as _;
use kernel::Fault;

use crate::backup::manifest::{DATABASE, FILES, Files, Manifest, whole};
use crate::backup::path_of;
use crate::config::Config;
use crate::mistake::Mistake;
use crate::{open, proof};

/// Restores a site and gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(config: &Config, from: &Path) -> Result<Vec<String>, Mistake> {
    let manifest = Manifest::read(from)?;
    refuse_others(config)?;
    let files = read_files(from, &manifest)?;
    open::make_folder(config)?;
    let blobs = Blobs::open(&config.files()?)?;
    refuse_files(&blobs).await?;
    let url = config.database()?;
    db::restore(&url, &from.join(DATABASE), &config.data).await.map_err(|f| refused(&url, f))?;
    for hash in files.keys() {
        let path = path_of(&from.join(FILES), *hash);
        let (kept, _) = blobs.put_file(&path).await?;
        if kept != *hash {
            return Err(damaged(&format!("the file {hash} changed while it was read")));
        }
    }
    prove(&url, &blobs, &manifest).await
}

/// The backup's files, each read and compared with its name, and the database's with the manifest.
fn read_files(from: &Path, manifest: &Manifest) -> Result<BTreeMap<Hash, u64>, Mistake> {
    let unreadable = |e: std::io::Error| damaged(&e.to_string());
    if whole(&from.join(DATABASE)).map_err(unreadable)? != manifest.database {
        return Err(damaged("the database is not the one that was saved"));
    }
    let mut list = BTreeMap::new();
    let mut folders = vec![from.join(FILES)];
    while let Some(folder) = folders.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            if entry.file_type().map_err(unreadable)?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let hash: Hash =
                name.parse().map_err(|_other| damaged(&format!("{name} does not belong there")))?;
            let found = whole(&entry.path()).map_err(unreadable)?;
            if found.sha256 != name {
                return Err(damaged(&format!("the file {name} has another content")));
            }
            list.insert(hash, found.bytes);
        }
    }
    if Files::of(&list) != manifest.files {
        return Err(damaged("files are missing, or there are others"));
    }
    Ok(list)
}

/// Refuses a data folder that holds anything but the file of settings: what is restored would lie
/// among it, and nobody could say afterwards what belongs to the site.
fn refuse_others(config: &Config) -> Result<(), Mistake> {
    let unreadable = |e: std::io::Error| {
        let what = format!("cannot read the data folder {}", config.data.display());
        Mistake::new(what, e, "choose another folder with --data")
    };
    if !config.data.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&config.data).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_name() != "yaji.toml" && config.file.as_ref() != Some(&entry.path()) {
            let what = format!("there is something in {}", config.data.display());
            let why = format!("it holds {}", entry.file_name().to_string_lossy());
            let next = "restore into a folder that is empty but for yaji.toml";
            return Err(Mistake::new(what, why, next));
        }
    }
    Ok(())
}

async fn refuse_files(blobs: &Blobs) -> Result<(), Mistake> {
    if blobs.hashes().try_next().await?.is_none() {
        return Ok(());
    }
    let why = "files are kept there already";
    Err(Mistake::new("there is a site in that place", why, "restore into an empty data folder"))
}

/// Reads everything back and compares it with what the backup says of itself.
async fn prove(url: &DbUrl, blobs: &Blobs, saved: &Manifest) -> Result<Vec<String>, Mistake> {
    let db = Db::open(Opening::new(url.clone())).await?;
    let proved = async {
        let (log, ledger) = (proof::log(&db).await?, proof::ledger(&db).await?);
        Ok::<_, Fault>((log, ledger, proof::missing_files(&db, blobs).await?))
    };
    let proved = proved.await;
    db.close().await;
    let (log, ledger, missing) = proved?;
    if log != saved.log || ledger != saved.ledger {
        let why = "log or ledger do not end as the backup says";
        let next = "empty that place and restore another backup";
        return Err(Mistake::new("the restored site does not prove", why, next));
    }
    let entries: i64 = ledger.iter().map(|book| book.entries).sum();
    let mut lines = vec![
        format!("{} as it was at {}", saved.site, saved.made_at),
        format!("log: {} events, hash {} as saved", log.position, log.hash),
        format!("ledger: {entries} entries, both books balance and end as saved"),
        format!("files: {}, each has the content of its name", saved.files.count),
    ];
    if !missing.is_empty() {
        let first = missing.first().map_or("", String::as_str);
        lines.push(format!("warning: {} files are named and not there: {first}", missing.len()));
    }
    Ok(lines)
}

fn damaged(why: &str) -> Mistake {
    Mistake::new("the backup is damaged", why, "take another backup; nothing of this one is used")
}

fn refused(url: &DbUrl, fault: Fault) -> Mistake {
    match fault {
        Fault::Conflict("restore.not_empty") => {
            let next = "restore into an empty data folder, or a database without tables";
            Mistake::new(format!("there is something in {url}"), "it is not written over", next)
        }
        Fault::Broken(report) => {
            let next = "empty that place, see to what is said, and restore again";
            Mistake::new("the database was not restored", report.cause, next)
        }
        other => other.into(),
    }
}
