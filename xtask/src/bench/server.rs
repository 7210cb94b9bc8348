//! The server under test: a process whose time and memory are read from the system.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::Failure;
use super::http::{Connection, request};
use super::seed::Data;

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to end.
const FAREWELL: Duration = Duration::from_secs(10);
/// Clock ticks of `/proc` in a second.
const TICKS: f64 = 100.0;

/// A running server; it ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// How long it took from its start to its first page.
    pub(crate) first_page: Duration,
    /// The database's own server, where there is one.
    database: Option<u32>,
}

impl Server {
    /// Starts the binary over some data and waits for its first page.
    pub(crate) async fn start(binary: &Path, data: &Data) -> Result<Self, Failure> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let started = Instant::now();
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", &address.to_string(), "--data"]).arg(data.path());
        if let Some(url) = data.url() {
            command.args(["--database-url", &url]);
        }
        command.env("YAJI_LOG", "error");
        let child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
        let database = data.database();
        let mut server = Self { child, address, first_page: Duration::ZERO, database };
        let home = request("GET", "/", &[], "");
        while started.elapsed() < PATIENCE {
            if let Ok(mut connection) = Connection::open(address).await
                && connection.ask(&home).await.is_ok_and(|answer| answer.status == 200)
            {
                server.first_page = started.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err("the server did not answer".into())
    }

    /// Milliseconds of CPU that it and its database have used by now.
    pub(crate) fn cpu_ms(&self) -> Result<f64, Failure> {
        let own = cpu_ms(self.child.id())?;
        let database = match self.database {
            Some(pid) => family(pid)? * 1_000.0 / TICKS,
            None => 0.0,
        };
        Ok(own + database)
    }

    /// MiB of memory that it holds now, and the most that it ever held.
    pub(crate) fn memory_mib(&self) -> Result<(f64, f64), Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse().ok())
        };
        let mib = |name| field(name).map(|kib: f64| kib / 1024.0).ok_or("no memory in /proc");
        Ok((mib("VmRSS:")?, mib("VmHWM:")?))
    }

    /// One request on a connection of its own.
    pub(crate) async fn ask(&self, request: &[u8]) -> Result<super::http::Answer, Failure> {
        Connection::open(self.address).await?.ask(request).await
    }

    /// How many statements the database has run by now.
    pub(crate) async fn statements(&self) -> Result<f64, Failure> {
        let figures = self.ask(&request("GET", "/metrics", &[], "")).await?.text();
        let line = figures.lines().find_map(|l| l.strip_prefix("yaji_database_statements_total "));
        Ok(line.ok_or("no count of statements in /metrics")?.trim().parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // As its operator ends it: a job that is cut off would be done again a minute later, beside
        // whatever is measured then.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let asked = Instant::now();
        while asked.elapsed() < FAREWELL && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(10));
        }
        // It may have ended by itself; then there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Milliseconds of CPU that a process has used by now.
pub(crate) fn cpu_ms(pid: u32) -> Result<f64, Failure> {
    Ok(ticks(pid, false)? * 1_000.0 / TICKS)
}

/// Ticks that a process has used; with those of its ended children where asked.
fn ticks(pid: u32, with_ended: bool) -> Result<f64, Failure> {
    let (_, fields) = stat(pid)?;
    let field = |place: usize| fields.get(place).and_then(|text| text.parse::<f64>().ok());
    let own = field(11).zip(field(12)).map(|(user, system)| user + system);
    let ended = field(13).zip(field(14)).map(|(user, system)| user + system);
    let ended = if with_ended { ended.unwrap_or(0.0) } else { 0.0 };
    Ok(own.ok_or("no time in /proc")? + ended)
}

/// The parent of a process, and the fields of its line from the state on.
fn stat(pid: u32) -> Result<(u32, Vec<String>), Failure> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, rest) = line.rsplit_once(')').ok_or("no process")?;
    let fields: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
    let parent = fields.get(1).and_then(|text| text.parse().ok()).ok_or("no parent in /proc")?;
    Ok((parent, fields))
}

/// Ticks of a process, its ended children, and its children.
fn family(pid: u32) -> Result<f64, Failure> {
    let mut sum = ticks(pid, true)?;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(child) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
        // Others may end while they are looked at.
        if stat(child).is_ok_and(|(parent, _)| parent == pid) {
            sum += ticks(child, false).unwrap_or(0.0);
        }
    }
    Ok(sum)
}
