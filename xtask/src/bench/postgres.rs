//! A PostgreSQL server of the bench's own: a free port, the files in a folder of the bench's.

use std::io::Seek as _;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use super::Failure;

/// A running server.
pub(crate) struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
    user: Option<(u32, u32)>,
    pid: u32,
}

impl Cluster {
    /// Starts the one of a folder, and makes it before where there is none; PostgreSQL refuses to
    /// run as root, so root lets the user `postgres`.
    pub(crate) fn start(folder: &Path) -> Result<Self, Failure> {
        let programs = programs()?;
        let is_new = !folder.exists();
        fs::create_dir_all(folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let user = if is_root()? { Some(account("postgres")?) } else { None };
        if let Some((uid, gid)) = user {
            std::os::unix::fs::chown(folder, Some(uid), Some(gid))?;
        }
        let mut cluster = Self { folder: folder.to_owned(), programs, port, user, pid: 0 };
        if is_new {
            let made = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"];
            cluster.run("initdb", &made)?;
        }
        let options = format!(
            "-h 127.0.0.1 -p {port} -k {} -c max_connections=100 -c shared_buffers=512MB \
             -c max_wal_size=8GB",
            folder.display()
        );
        cluster.run("pg_ctl", &["-w", "-l", "/dev/null", "-o", &options, "start"])?;
        let file = fs::read_to_string(cluster.data().join("postmaster.pid"))?;
        cluster.pid = file.lines().next().ok_or("no process in postmaster.pid")?.parse()?;
        Ok(cluster)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    pub(crate) const fn pid(&self) -> u32 {
        self.pid
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn run(&self, program: &str, args: &[&str]) -> Result<(), Failure> {
        let mut command = Command::new(self.programs.join(program));
        command.arg("-D").arg(self.data()).args(args).current_dir("/");
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        // What is started stays behind and would keep a pipe open.
        let mut said = tempfile::tempfile()?;
        let done = command.stdout(Stdio::null()).stderr(said.try_clone()?).status()?;
        if done.success() {
            return Ok(());
        }
        said.rewind()?;
        Err(format!("{program} failed: {}", io::read_to_string(said)?).into())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nothing is left to be said when it does not stop well.
        let _ = self.run("pg_ctl", &["-m", "fast", "-w", "stop"]);
    }
}

/// Where the newest version's programs are.
fn programs() -> Result<PathBuf, Failure> {
    let all = fs::read_dir("/usr/lib/postgresql").map_err(|e| format!("no PostgreSQL: {e}"))?;
    let paths = all.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    let newest = paths.filter(|path| path.join("initdb").exists()).max();
    newest.ok_or_else(|| "no PostgreSQL".into())
}

fn is_root() -> Result<bool, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    Ok(line.and_then(|line| line.split_whitespace().nth(1)) == Some("0"))
}

/// A user's numbers.
fn account(name: &str) -> Result<(u32, u32), Failure> {
    let file = fs::read_to_string(Path::new("/etc/passwd"))?;
    let line = file.lines().find(|line| line.split(':').next() == Some(name));
    let fields: Vec<&str> = line.ok_or("no user postgres")?.split(':').collect();
    let number = |place: usize| fields.get(place).and_then(|text| text.parse().ok());
    Ok((number(2).ok_or("no uid")?, number(3).ok_or("no gid")?))
}
