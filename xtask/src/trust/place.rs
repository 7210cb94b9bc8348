//! A site of the real program: its data, its people, its process.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Outcome;
use super::http::{Ask, Line};
use super::postgres;

/// How long a start may take before it is given up.
const START: Duration = Duration::from_secs(30);

/// Where a site's data lies.
pub(super) struct Place {
    pub(super) binary: PathBuf,
    pub(super) data: PathBuf,
    pub(super) database: Option<String>,
    pub(super) redis: Option<String>,
    /// A program that the server is run by, if any.
    pub(super) under: Vec<String>,
    owned: bool,
}

/// The people of a prepared site and what they buy.
pub(super) struct People {
    pub(super) owner: String,
    pub(super) members: Vec<String>,
    pub(super) price: String,
}

impl Place {
    /// A place in a new temporary folder, or in a database of PostgreSQL.
    pub(super) fn new(binary: &Path, database: Option<String>) -> Outcome<Self> {
        let name = format!("yaji-trust-{}-{}", std::process::id(), free_port()?);
        let data = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&data)?;
        let mut place = Self::at(binary, &data);
        (place.owned, place.database) = (true, database);
        Ok(place)
    }

    /// A place in a folder that somebody else keeps.
    pub(super) fn at(binary: &Path, data: &Path) -> Self {
        Self {
            binary: binary.to_owned(),
            data: data.to_owned(),
            database: None,
            redis: None,
            under: Vec::new(),
            owned: false,
        }
    }

    fn command(&self, under: &[String]) -> Command {
        let mut words = under.iter().map(String::as_str);
        let mut command = match words.next() {
            None => Command::new(&self.binary),
            Some(program) => {
                let mut command = Command::new(program);
                command.args(words).arg(&self.binary);
                command
            }
        };
        command.arg("--data").arg(&self.data).current_dir(&self.data);
        if let Some(url) = &self.database {
            command.args(["--database-url", url]);
        }
        command.env("YAJI_LOG", "error");
        command
    }

    /// Runs a command of the program and gives what it prints.
    pub(super) fn run(&self, words: &[&str]) -> Outcome<String> {
        let done = self.command(&[]).args(words).output()?;
        let said = String::from_utf8_lossy(&done.stdout).trim().to_owned();
        if done.status.success() {
            return Ok(said);
        }
        let why = String::from_utf8_lossy(&done.stderr).into_owned();
        Err(format!("yaji {}: {said} {why}", words.join(" ")).into())
    }

    /// Makes an owner, members and a plan for sale, and switches the limits off.
    pub(super) fn prepare(&self, members: usize) -> Outcome<People> {
        self.run(&["init", "--locale", "zh-CN"])?;
        self.run(&["user", "create", "olga", "--email", "olga@example.org", "--role", "owner"])?;
        let owner = self.run(&["user", "token", "olga"])?;
        let mut tokens = Vec::new();
        for number in 0..members {
            let (handle, email) = (format!("mem{number}"), format!("mem{number}@example.org"));
            self.run(&["user", "create", &handle, "--email", &email])?;
            tokens.push(self.run(&["user", "token", &handle])?);
        }
        self.sql(
            "INSERT INTO settings (key, value, changed_at) \
             VALUES ('limits', '{\"off\":true}', 0)",
        )?;
        let running = self.start()?;
        let mut line = running.line();
        let product = json!({
            "kind": "membership", "name": "Year",
            "prices": [{"amount_minor": 19_900, "currency": "CNY", "term": "year"}],
        });
        let product = product.to_string();
        let made = line.ask(Ask::post_json("/api/v1/products", &product).by(&owner))?;
        let price = made.json();
        let price = price.pointer("/prices/0/id").and_then(Value::as_str).map(str::to_owned);
        let price = price.ok_or_else(|| format!("no price: {} {}", made.status, made.body))?;
        let space = json!({"handle": "garden", "name": "Garden", "visibility": "open"}).to_string();
        let made = line.ask(Ask::post_json("/api/v1/spaces", &space).by(&owner))?;
        if made.status != 201 {
            return Err(format!("no space: {} {}", made.status, made.body).into());
        }
        running.stop()?;
        Ok(People { owner, members: tokens, price })
    }

    /// Starts the server and waits until it is ready.
    pub(super) fn start(&self) -> Outcome<Running> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let mut command = self.command(&self.under);
        if let Some(url) = &self.redis {
            command.env("YAJI_REDIS_URL", url);
        }
        command.arg("serve").args(["--listen", &address.to_string()]);
        let begun = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut running = Running { child, address, ready_after: Duration::ZERO };
        loop {
            if let Some(status) = running.child.try_wait()? {
                return Err(format!("the server ended at its start: {status}").into());
            }
            let said = running.line().ask(Ask::get("/readyz"));
            if said.is_ok_and(|said| said.status == 200) {
                running.ready_after = begun.elapsed();
                return Ok(running);
            }
            if begun.elapsed() > START {
                return Err("the server is not ready".into());
            }
            std::thread::sleep(Duration::from_millis(4));
        }
    }

    /// Runs one statement on the database itself; the first cell of its first row, if any.
    pub(super) fn sql(&self, text: &str) -> Outcome<Option<String>> {
        if let Some(url) = &self.database {
            return postgres::sql(url, text);
        }
        let conn = rusqlite::Connection::open(self.data.join("yaji.db"))?;
        let mut statement = conn.prepare(text)?;
        let mut rows = statement.query([])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let cell = row.get_ref(0)?;
        Ok(match cell {
            rusqlite::types::ValueRef::Integer(number) => Some(number.to_string()),
            rusqlite::types::ValueRef::Text(text) => {
                Some(String::from_utf8_lossy(text).into_owned())
            }
            _ => None,
        })
    }

    /// Whether the log's chain, the ledger's books and the database are whole; what is wrong.
    pub(super) fn verify(&self) -> Outcome<()> {
        if self.database.is_none() {
            let said = self.sql("PRAGMA integrity_check")?.unwrap_or_default();
            if said != "ok" {
                return Err(format!("integrity_check: {said}").into());
            }
        }
        self.run(&["doctor", "--full"]).map(drop)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.owned {
            let _ = std::fs::remove_dir_all(&self.data);
        }
    }
}

/// A server that runs.
pub(super) struct Running {
    child: Child,
    pub(super) address: SocketAddr,
    pub(super) ready_after: Duration,
}

impl Running {
    pub(super) fn line(&self) -> Line {
        Line::to(self.address)
    }

    /// Milliseconds of CPU that it has used by now.
    pub(super) fn cpu_ms(&self) -> Outcome<f64> {
        crate::bench::cpu_ms(self.child.id())
    }

    /// Ends it as if the power of this one process were cut.
    pub(super) fn kill(mut self) -> Outcome<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end, and waits.
    pub(super) fn stop(mut self) -> Outcome<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub(super) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
