//! One PostgreSQL for all test processes of a run: found through `YAJI_TEST_PG`, or started in a
//! temporary folder by the first that needs it and stopped when none has used it for a while.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Stops the server when nobody has held the `in-use` lock for five looks, three seconds apart.
const REAPER: &str = r#"
idle=0
while sleep 3; do
  exec 8>"$1/lock"; flock -x 8
  exec 9>"$1/in-use"
  if flock -n -x 9; then idle=$((idle + 1)); else idle=0; fi
  if [ "$idle" -ge 5 ]; then
    folder="$1"; shift
    "$@" -D "$folder/data" -m immediate -t 10 stop
    rm -rf "$folder/data" "$folder/port" "$folder/reaper"
    exit 0
  fi
  exec 9>&-; exec 8>&-
done
"#;

/// The server that this process uses.
pub(super) struct Server {
    base: String,
    folder: PathBuf,
    /// Says that the server is in use, as long as the process lives.
    _in_use: Option<File>,
}

impl Server {
    /// The URL of one of its databases.
    pub(super) fn url(&self, database: &str) -> String {
        format!("{}/{database}", self.base)
    }

    /// Lets one process at a time make a template.
    pub(super) fn lock_templates(&self) -> File {
        locked(&self.folder.join("templates"))
    }
}

/// The server of this run.
///
/// # Panics
/// When there is no PostgreSQL here: a test on it fails, it is never skipped.
#[expect(clippy::disallowed_methods, reason = "the test command says where a server is")]
pub(super) fn find_or_start() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("YAJI_TEST_PG") {
        Ok(url) => given(&url),
        Err(_unset) => shared(),
    })
}

/// A server that somebody else started, by the URL of any of its databases.
fn given(url: &str) -> Server {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let host = rest.split('/').next().unwrap_or_default();
    let folder = std::env::temp_dir().join("yaji-test-pg-given");
    must(fs::create_dir_all(&folder), "making a folder for locks");
    Server { base: format!("{scheme}://{host}"), folder, _in_use: None }
}

fn shared() -> Server {
    let user = output(Command::new("id").arg("-u"));
    let folder = std::env::temp_dir().join(format!("yaji-test-pg-{user}"));
    must(fs::create_dir_all(&folder), "making a folder for PostgreSQL");
    let lock = locked(&folder.join("lock"));
    let port = running(&folder).unwrap_or_else(|| start(&folder, user == "0"));
    let in_use = must(File::create(folder.join("in-use")), "marking PostgreSQL as used");
    must(in_use.lock_shared(), "marking PostgreSQL as used");
    drop(lock);
    Server { base: format!("postgres://postgres@127.0.0.1:{port}"), folder, _in_use: Some(in_use) }
}

/// The port of a server that answers and has somebody to stop it.
fn running(folder: &Path) -> Option<u16> {
    let port = fs::read_to_string(folder.join("port")).ok()?.trim().parse().ok()?;
    let reaper = fs::read_to_string(folder.join("reaper")).ok()?;
    let is_watched = Path::new("/proc").join(reaper.trim()).exists();
    (is_watched && TcpStream::connect(("127.0.0.1", port)).is_ok()).then_some(port)
}

fn start(folder: &Path, is_root: bool) -> u16 {
    let programs = programs();
    let data = folder.join("data");
    let _ = as_user(is_root, programs.join("pg_ctl"))
        .args([OsStr::new("-D"), data.as_os_str(), OsStr::new("-m"), OsStr::new("immediate")])
        .args(["-t", "10", "stop"])
        .output();
    let _ = fs::remove_dir_all(&data);
    must(fs::create_dir_all(&data), "making a folder for PostgreSQL");
    if is_root {
        output(Command::new("chown").arg("-R").arg("postgres").arg(folder));
    }
    let mut init = as_user(is_root, programs.join("initdb"));
    init.arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
    output(init.args(["--locale=C.UTF-8", "--no-sync"]));
    let port = free_port();
    let options = format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
         -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 \
         -c shared_buffers=64MB -c autovacuum=off"
    );
    let mut control = as_user(is_root, programs.join("pg_ctl"));
    control.arg("-D").arg(&data).arg("-l").arg(data.join("log")).args(["-w", "-o", &options]);
    let started = control.arg("start").stdin(Stdio::null()).stdout(Stdio::null()).status();
    let started = must(started, "starting PostgreSQL");
    assert!(started.success(), "PostgreSQL did not start; see {}", data.join("log").display());
    must(fs::write(folder.join("port"), port.to_string()), "noting PostgreSQL's port");
    let reaper = watch(folder, is_root, &programs);
    must(fs::write(folder.join("reaper"), reaper.to_string()), "noting who stops PostgreSQL");
    port
}

/// Starts the shell that stops the server once it is idle; it outlives this process.
fn watch(folder: &Path, is_root: bool, programs: &Path) -> u32 {
    let control = as_user(is_root, programs.join("pg_ctl"));
    let mut shell = Command::new("setsid");
    shell.args(["sh", "-c", REAPER, "reaper"]).arg(folder).arg(control.get_program());
    shell.args(control.get_args()).current_dir("/");
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    must(shell.spawn(), "starting who stops PostgreSQL").id()
}

/// PostgreSQL refuses to run as root.
fn as_user(is_root: bool, program: PathBuf) -> Command {
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command.current_dir("/");
    command
}

/// The newest installed PostgreSQL.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let number = |path: &PathBuf| -> Option<u32> { path.file_name()?.to_str()?.parse().ok() };
    let newest = versions.map(|entry| entry.path()).max_by_key(number);
    let found = newest.map(|path| path.join("bin")).filter(|bin| bin.join("initdb").exists());
    found.unwrap_or_else(|| {
        panic!("no PostgreSQL here: install it, or set YAJI_TEST_PG to the URL of a server")
    })
}

fn free_port() -> u16 {
    let listener = must(TcpListener::bind("127.0.0.1:0"), "looking for a free port");
    must(listener.local_addr(), "looking for a free port").port()
}

/// A file that this process alone has locked until it is dropped.
fn locked(path: &Path) -> File {
    let file = must(File::create(path), "making a lock");
    must(file.lock(), "taking a lock");
    file
}

fn output(command: &mut Command) -> String {
    let done = must(command.output(), "running a program for the tests");
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{:?}: {error}", command.get_program());
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

fn must<T>(done: std::io::Result<T>, doing: &str) -> T {
    done.unwrap_or_else(|error| panic!("{doing}: {error}"))
}
