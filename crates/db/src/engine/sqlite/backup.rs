//! Copying a SQLite database while it is used, and checking one.

use std::path::Path;

use kernel::{Fault, Outcome};

use super::open::{Role, open};
use crate::failure::Failure;

/// Writes a whole, compact copy of a file that may be in use into `to`, which must not exist yet.
pub(crate) fn copy(from: &Path, to: &Path) -> Outcome<()> {
    let Some(target) = to.to_str() else {
        return Err(Fault::broken("copying the database", "the path is no text"));
    };
    let conn = open(from, Role::Copier)?;
    let copied = conn.execute("VACUUM INTO ?1", [target]).map_err(Failure::from);
    copied.map_err(Fault::from)?;
    let file = std::fs::File::open(to).map_err(|e| Fault::broken("copying the database", e))?;
    file.sync_all().map_err(|e| Fault::broken("copying the database", e))
}

/// What is wrong with a file; nothing when it is sound.
pub(crate) fn check(path: &Path) -> Outcome<Vec<String>> {
    let conn = open(path, Role::Reader)?;
    let complaints = || -> Result<Vec<String>, Failure> {
        let mut check = conn.prepare("PRAGMA integrity_check")?;
        let rows = check.query_map([], |row| row.get::<_, String>(0))?;
        let mut all: Vec<String> = rows.collect::<Result<_, _>>()?;
        all.retain(|line| line != "ok");
        let mut keys = conn.prepare("PRAGMA foreign_key_check")?;
        let orphans = keys.query_map([], |row| row.get::<_, String>(0))?;
        for table in orphans {
            all.push(format!("a row of {} names one that does not exist", table?));
        }
        Ok(all)
    };
    Ok(complaints()?)
}
