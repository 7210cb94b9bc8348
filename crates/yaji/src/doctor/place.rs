//! What can be seen before the database is opened: settings, folder, disk.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use db::DbUrl;

use super::Finding;
use crate::config::{Config, Listen};

/// Free bytes below which the site may stop at any moment.
const ROOM_LEAST: u64 = 256 * 1024 * 1024;
/// Free bytes below which somebody should know.
const ROOM_GOOD: u64 = 2 * 1024 * 1024 * 1024;

/// Settings, folder and disk.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let mut found = vec![settings(config), folder(&config.data), disk(&config.data)];
    found.extend(config.file.as_deref().and_then(secrets));
    found
}

fn settings(config: &Config) -> Finding {
    let from = config.file.as_ref().map_or_else(
        || "no file, defaults, variables and flags".to_owned(),
        |file| file.display().to_string(),
    );
    let is_embedded = matches!(config.database(), Ok(DbUrl::Sqlite(_)));
    if is_embedded && matches!(config.redis(), Ok(Some(_))) {
        let said = "redis_url is set and the database is embedded";
        let next = "leave redis_url out: it serves several nodes on one PostgreSQL";
        return Finding::warning("settings", said, next);
    }
    match (config.listen, config.metrics_listen) {
        (_, Some(address)) if !address.ip().is_loopback() => {
            let said = format!("/metrics is open to whoever reaches {address}");
            Finding::warning("settings", said, "let only your monitoring reach it")
        }
        (Listen::At(address), _) => Finding::ok("settings", format!("{from}, listen {address}")),
        (Listen::Handed, _) => Finding::ok("settings", format!("{from}, listen on a socket given")),
    }
}

/// Whether others on the machine may read a file with secrets.
fn secrets(file: &Path) -> Option<Finding> {
    let mode = std::fs::metadata(file).ok()?.permissions().mode();
    let text = std::fs::read_to_string(file).ok()?;
    let is_secret = |line: &str| {
        let line = line.trim_start();
        !line.starts_with('#') && (line.contains("://") || line.starts_with("s3_secret"))
    };
    if mode & 0o077 == 0 || !text.lines().any(is_secret) {
        return None;
    }
    let said = format!("others on this machine may read {}", file.display());
    Some(Finding::warning("secrets", said, format!("chmod 600 {}", file.display())))
}

fn folder(data: &Path) -> Finding {
    let shown = data.display();
    let Ok(metadata) = std::fs::metadata(data) else {
        let next = "name another with --data, or run `yaji init`";
        return Finding::error("folder", format!("{shown} does not exist"), next);
    };
    let probe = data.join(".doctor");
    let written = std::fs::write(&probe, b"x").and_then(|()| std::fs::remove_file(&probe));
    if let Err(error) = written {
        let next = format!("give this user the folder: chown -R $(id -un) {shown}");
        return Finding::error("folder", format!("{shown} cannot be written: {error}"), next);
    }
    if metadata.permissions().mode() & 0o007 != 0 {
        let said = format!("everybody on this machine may look into {shown}");
        return Finding::warning("folder", said, format!("chmod 700 {shown}"));
    }
    Finding::ok("folder", shown.to_string())
}

fn disk(data: &Path) -> Finding {
    let there = if data.exists() { data } else { Path::new(".") };
    let Ok(figures) = rustix::fs::statvfs(there) else {
        return Finding::warning("disk", "its room cannot be told", "see `df`");
    };
    let free = figures.f_bavail.saturating_mul(figures.f_frsize);
    let said = format!("{} MiB free", free / 1024 / 1024);
    if free < ROOM_LEAST {
        Finding::error("disk", said, "make room now: writes fail when there is none")
    } else if free < ROOM_GOOD {
        Finding::warning("disk", said, "make room soon")
    } else {
        Finding::ok("disk", said)
    }
}
