//! The data under test: communities that the binary's own `demo` has made.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Failure;
use super::postgres::Cluster;

/// How large, and what the findings over it are called on each engine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    members: &'static str,
    posts: &'static str,
    comments: &'static str,
    pub(crate) embedded: &'static str,
    pub(crate) postgres: &'static str,
}

impl Scale {
    /// 1,000 members, 1,000 posts, 10,000 comments.
    pub(crate) const SMALL: Self = Self {
        members: "1100",
        posts: "1000",
        comments: "10000",
        embedded: "embedded",
        postgres: "PostgreSQL",
    };
    /// A hundred, a thousand and a thousand times as many.
    pub(crate) const LARGE: Self = Self {
        members: "100000",
        posts: "1000000",
        comments: "10000000",
        embedded: "large",
        postgres: "large, PostgreSQL",
    };
}

/// The data of a site; its database's server ends with this value.
pub(crate) struct Data {
    path: PathBuf,
    cluster: Option<Cluster>,
}

impl Data {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn url(&self) -> Option<String> {
        self.cluster.as_ref().map(Cluster::url)
    }

    /// The process that holds the database, where it is not the site's own.
    pub(crate) fn database(&self) -> Option<u32> {
        self.cluster.as_ref().map(Cluster::pid)
    }
}

/// The community of a scale in a folder, on the embedded database; made where it is not there.
pub(crate) fn embedded(binary: &Path, scale: Scale, folder: &Path) -> Result<Data, Failure> {
    let path = folder.join("embedded");
    if !path.exists() {
        fill(binary, scale, &path, None)?;
    }
    Ok(Data { path, cluster: None })
}

/// The same on a PostgreSQL whose files lie in that folder too.
pub(crate) fn postgres(binary: &Path, scale: Scale, folder: &Path) -> Result<Data, Failure> {
    let (path, cluster) = (folder.join("postgres-site"), folder.join("postgres"));
    if !path.exists() && cluster.exists() {
        // Whoever filled it was stopped half way.
        fs::remove_dir_all(&cluster)?;
    }
    let cluster = Cluster::start(&cluster)?;
    if !path.exists() {
        fill(binary, scale, &path, Some(&cluster.url()))?;
    }
    Ok(Data { path, cluster: Some(cluster) })
}

/// Fills a folder, and a database where an address is given; the folder is there once all is.
fn fill(binary: &Path, scale: Scale, path: &Path, url: Option<&str>) -> Result<(), Failure> {
    let half = path.with_extension("part");
    if half.exists() {
        fs::remove_dir_all(&half)?;
    }
    let mut command = Command::new(binary);
    command.args(["demo", "--members", scale.members, "--posts", scale.posts]);
    command.args(["--comments", scale.comments, "--signed-in", "1000", "--data"]).arg(&half);
    if let Some(url) = url {
        command.args(["--database-url", url]);
    }
    let output = command.env("YAJI_LOG", "error").stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the demonstration could not be made".into());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    eprintln!("{}", said.lines().rev().take(2).collect::<Vec<_>>().join(" · "));
    Ok(fs::rename(half, path)?)
}
