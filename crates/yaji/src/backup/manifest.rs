//! What a backup holds, with the hashes that prove it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use blob::Hash;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::mistake::Mistake;
use crate::proof::{BookEnd, LogEnd};

/// The form of backups that this program writes, and the only one that it reads.
pub(crate) const FORMAT: u32 = 1;
/// The manifest's name in the folder.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The database's name in the folder.
pub(crate) const DATABASE: &str = "site.db";
/// The name of the folder of files.
pub(crate) const FILES: &str = "files";

/// A backup's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The form of the backup.
    pub(crate) format: u32,
    /// The version of the program that wrote it.
    pub(crate) program: String,
    /// When it was begun.
    pub(crate) made_at: String,
    /// What the community is called.
    pub(crate) site: String,
    /// The engine that the data came from.
    pub(crate) engine: String,
    /// The database's file.
    pub(crate) database: Whole,
    /// Where its log ends.
    pub(crate) log: LogEnd,
    /// Where its books end.
    pub(crate) ledger: Vec<BookEnd>,
    /// The files.
    pub(crate) files: Files,
}

/// A file with its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Whole {
    /// How many bytes it has.
    pub(crate) bytes: u64,
    /// SHA-256 of its content.
    pub(crate) sha256: String,
}

/// All files: each is named by its own hash, so a hash over the names covers them all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Files {
    /// How many there are.
    pub(crate) count: usize,
    /// How many bytes they have together.
    pub(crate) bytes: u64,
    /// SHA-256 over their names and sizes in order.
    pub(crate) sha256: String,
}

impl Files {
    /// What stands for a set of files.
    pub(crate) fn of(list: &BTreeMap<Hash, u64>) -> Self {
        let mut digest = Sha256::new();
        for (hash, size) in list {
            digest.update(format!("{hash} {size}\n"));
        }
        let sha256 = hex::encode(digest.finalize());
        Self { count: list.len(), bytes: list.values().sum(), sha256 }
    }
}

impl Manifest {
    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// When there is none, or it is another program's.
    pub(crate) fn read(folder: &Path) -> Result<Self, Mistake> {
        let path = folder.join(MANIFEST);
        let wrong = |why: String| {
            let what = format!("{} is no backup", folder.display());
            Mistake::new(what, why, "name the folder that `yaji backup` has written")
        };
        let text = std::fs::read_to_string(&path).map_err(|e| wrong(format!("{MANIFEST}: {e}")))?;
        let read: Self =
            serde_json::from_str(&text).map_err(|e| wrong(format!("{MANIFEST}: {e}")))?;
        if read.format == FORMAT {
            return Ok(read);
        }
        let why = format!("it has the form {}, this program reads {FORMAT}", read.format);
        let next = format!("restore it with the program {} that wrote it", read.program);
        Err(Mistake::new(format!("{} cannot be read", folder.display()), why, next))
    }
}

/// Size and hash of a file.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn whole(path: &Path) -> std::io::Result<Whole> {
    let (mut file, mut digest, mut bytes) = (File::open(path)?, Sha256::new(), 0_u64);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let length = file.read(&mut buffer)?;
        let piece = buffer.get(..length).unwrap_or_default();
        if piece.is_empty() {
            return Ok(Whole { bytes, sha256: hex::encode(digest.finalize()) });
        }
        digest.update(piece);
        bytes += u64::try_from(length).unwrap_or_default();
    }
}
