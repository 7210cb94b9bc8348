//! A PostgreSQL server of one's own: a free port, a temporary folder, durable as it comes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Outcome;
use super::place::free_port;

/// A server that ends with this value.
pub(super) struct Postgres {
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes and starts a server; what PostgreSQL promises by default is left as it is.
    pub(super) fn start() -> Outcome<Self> {
        let port = free_port()?;
        let folder =
            std::env::temp_dir().join(format!("yaji-trust-pg-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if is_root()? {
            done(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let server = Self { folder, port };
        let data = server.folder.join("data");
        let mut init = program("initdb")?;
        init.arg("-D").arg(&data).args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
        done(init.arg("--locale=C.UTF-8"))?;
        let options =
            format!("-h 127.0.0.1 -p {port} -k {} -c max_connections=200", server.folder.display());
        let mut control = program("pg_ctl")?;
        control.arg("-D").arg(&data).arg("-l").arg(server.folder.join("log"));
        done(control.args(["-w", "-o", &options, "start"]))?;
        Ok(server)
    }

    /// The URL of a new database.
    pub(super) fn url(&self, name: &str) -> Outcome<String> {
        let url = |name: &str| format!("postgres://postgres@127.0.0.1:{}/{name}", self.port);
        sql(&url("postgres"), &format!("CREATE DATABASE {name}"))?;
        Ok(url(name))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Ok(mut control) = program("pg_ctl") {
            control.arg("-D").arg(self.folder.join("data"));
            let _ = done(control.args(["-m", "immediate", "-w", "stop"]));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs one statement; the first cell of its first row, if any.
pub(super) fn sql(url: &str, text: &str) -> Outcome<Option<String>> {
    let mut command = Command::new(programs()?.join("psql"));
    command.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text]);
    let said = done(&mut command)?;
    Ok(said.lines().next().map(str::to_owned))
}

fn programs() -> Outcome<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")?.flatten();
    let number = |path: &PathBuf| -> Option<u32> { path.file_name()?.to_str()?.parse().ok() };
    let newest = versions.map(|entry| entry.path()).max_by_key(number);
    newest.map(|path| path.join("bin")).ok_or_else(|| "PostgreSQL is not installed".into())
}

/// A program of the server's, run as the user that it demands.
fn program(name: &str) -> Outcome<Command> {
    let path = programs()?.join(name);
    let mut command = if is_root()? {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(path);
        command
    } else {
        Command::new(path)
    };
    command.current_dir(Path::new("/")).stdin(Stdio::null());
    Ok(command)
}

/// Whether this runs as root, as which PostgreSQL refuses to.
pub(super) fn is_root() -> Outcome<bool> {
    let user = Command::new("id").arg("-u").output()?;
    Ok(String::from_utf8_lossy(&user.stdout).trim() == "0")
}

/// Runs a command to its end. Its output goes to a file: a server that is left behind holds a pipe
/// open.
pub(super) fn done(command: &mut Command) -> Outcome<String> {
    let name = format!("yaji-trust-said-{}-{}", std::process::id(), free_port()?);
    let file = std::env::temp_dir().join(name);
    let out = std::fs::File::create(&file)?;
    let status = command.stdout(out.try_clone()?).stderr(out).status()?;
    let said = std::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::fs::remove_file(&file);
    if status.success() {
        return Ok(said);
    }
    Err(format!("{}: {said}", command.get_program().to_string_lossy()).into())
}
