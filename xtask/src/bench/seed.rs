//! The data under test: a folder that the binary's own `demo` has filled.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::Failure;

/// How large.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    members: &'static str,
    posts: &'static str,
    comments: &'static str,
}

impl Scale {
    /// 1,000 members, 1,000 posts, 10,000 comments.
    pub(crate) const SMALL: Self = Self { members: "1100", posts: "1000", comments: "10000" };
    /// A hundred, a thousand and a thousand times as many.
    pub(crate) const LARGE: Self =
        Self { members: "100000", posts: "1000000", comments: "10000000" };
}

/// Some data; a temporary folder goes with this value.
pub(crate) struct Data {
    path: PathBuf,
    url: Option<String>,
    database: Option<u32>,
    _temporary: Option<TempDir>,
}

impl Data {
    /// Data that somebody else has made and keeps.
    pub(crate) fn existing(path: &Path) -> Self {
        Self { path: path.to_owned(), url: None, database: None, _temporary: None }
    }

    /// The same with the process that holds the database.
    pub(crate) fn beside(self, database: u32) -> Self {
        Self { database: Some(database), ..self }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    pub(crate) const fn database(&self) -> Option<u32> {
        self.database
    }
}

/// Fills a temporary folder, and a database where an address is given.
pub(crate) fn folder(binary: &Path, scale: Scale, url: Option<String>) -> Result<Data, Failure> {
    let temporary = TempDir::new()?;
    let mut command = Command::new(binary);
    command.args(["demo", "--members", scale.members, "--posts", scale.posts]);
    command.args(["--comments", scale.comments, "--signed-in", "1000", "--data"]);
    command.arg(temporary.path());
    if let Some(url) = &url {
        command.args(["--database-url", url]);
    }
    let output = command.env("YAJI_LOG", "error").stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the demonstration could not be made".into());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    eprintln!("{}", said.lines().rev().take(2).collect::<Vec<_>>().join(" · "));
    let path = temporary.path().to_owned();
    Ok(Data { path, url, database: None, _temporary: Some(temporary) })
}
