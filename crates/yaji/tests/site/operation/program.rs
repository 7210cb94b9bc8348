//! The program itself: its commands, and how it starts, stops and is replaced.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

pub(super) fn command(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yaji"));
    command.arg("--data").arg(data).args(args).stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
    command
}

pub(super) fn yaji(data: &Path, args: &[&str]) -> Output {
    command(data, args).output().unwrap()
}

pub(super) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(super) fn complained(output: &Output) -> String {
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A served site, ended when dropped.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    fn start(data: &Path, more: &[&str]) -> Self {
        let address = free_port();
        let listen = address.to_string();
        let mut command = command(data, &["serve", "--log", "error", "--listen", &listen]);
        let child = command.args(more).stdout(Stdio::null()).spawn().unwrap();
        let served = Self { child, address };
        let until = Instant::now() + Duration::from_secs(60);
        while served.get("/readyz").map(|answer| answer.0).ok() != Some(200) {
            assert!(Instant::now() < until, "the site does not get ready");
            std::thread::sleep(Duration::from_millis(20));
        }
        served
    }

    fn get(&self, path: &str) -> std::io::Result<(u16, String)> {
        let mut line = Line::open(self.address)?;
        line.ask(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"))
            .map(|answer| (answer.status, answer.body))
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Waits for the end; whether it was a good one.
    fn ended(&mut self, within: Duration) -> bool {
        let until = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            assert!(Instant::now() < until, "the program does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if self.child.try_wait().ok().flatten().is_none() {
            self.signal("-TERM");
            let _ = self.child.wait();
        }
    }
}

struct Answer {
    status: u16,
    is_last: bool,
    body: String,
}

/// One connection, by hand: every error counts.
struct Line(BufReader<TcpStream>);

impl Line {
    fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self(BufReader::new(stream)))
    }

    fn ask(&mut self, request: &str) -> std::io::Result<Answer> {
        self.0.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> std::io::Result<Answer> {
        let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let (mut status, mut length, mut is_last) = (0, 0, false);
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err(cut());
            }
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            match line.split_once(": ") {
                Some(("content-length", text)) => length = text.parse().unwrap(),
                Some(("connection", "close")) => is_last = true,
                _ if line.starts_with("http/1.1 ") => status = line[9..12].parse().unwrap(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(Answer { status, is_last, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

#[test]
fn a_site_is_set_up_looked_after_and_saved_from_the_shell() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("site");
    let missing = complained(&yaji(&data, &["backup"]));
    assert!(missing.contains("or run `yaji init`"), "{missing}");
    let init = ["init", "--locale", "en", "--name", "Tea House", "--zone", "Europe/Berlin"];
    let done = yaji(&data, &init);
    assert!(done.status.success() && said(&done).contains("yaji serve --data"), "{done:?}");
    let file = std::fs::read_to_string(data.join("yaji.toml")).unwrap();
    assert!(file.contains("listen = \"127.0.0.1:8080\"") && file.contains("#smtp_url"), "{file}");

    let make = ["user", "create", "mei", "--email", "mei@example.org", "--role", "owner"];
    assert!(yaji(&data, &make).status.success());
    let again = complained(&yaji(&data, &init));
    assert!(again.contains("has an owner already"), "{again}");
    let reset = yaji(&data, &["user", "reset-second-factor", "mei"]);
    assert!(said(&reset).contains("without a second factor"), "{reset:?}");
    let nobody = complained(&yaji(&data, &["user", "reset-second-factor", "nobody"]));
    assert!(nobody.starts_with("yaji: member.missing"), "{nobody}");

    let doctor = yaji(&data, &["doctor", "--full"]);
    let lines = said(&doctor);
    assert!(doctor.status.success(), "{lines}");
    for what in ["settings", "folder", "disk", "database", "clock", "log", "ledger", "files"] {
        let well = lines.lines().any(|line| {
            let mut words = line.split_whitespace();
            matches!(words.next(), Some("ok" | "warning")) && words.next() == Some(what)
        });
        assert!(well, "{what}\n{lines}");
    }
    assert!(said(&yaji(&data, &["migrate"])).starts_with("the schema is up to date"));
    let list = said(&yaji(&data, &["rebuild"]));
    let rebuilt = yaji(&data, &["rebuild", "nothing"]);
    assert!(complained(&rebuilt).contains("cannot be rebuilt"));
    for name in list.lines() {
        assert!(yaji(&data, &["rebuild", name]).status.success(), "{name}");
    }
    let backup = yaji(&data, &["backup"]);
    let place = said(&backup).lines().next().unwrap().to_owned();
    let other = folder.path().join("other");
    let restored = yaji(&other, &["restore", &place]);
    assert!(said(&restored).contains("Tea House as it was"), "{restored:?}");
}

#[test]
fn the_search_index_is_rebuilt_while_nobody_serves_and_counts_at_any_time() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("site");
    let served = Served::start(&data, &[]);
    assert!(yaji(&data, &["rebuild", "community.counts"]).status.success());
    let refused = complained(&yaji(&data, &["rebuild", "community.search"]));
    assert!(refused.contains("another process uses the database"), "{refused}");
    assert!(refused.contains("stop `yaji serve` first"), "{refused}");
    assert_eq!(served.get("/").unwrap().0, 200);
    drop(served);
    assert!(yaji(&data, &["rebuild", "community.search", "notify.inbox"]).status.success());
    let wrong = complained(&yaji(&data, &["rebuild", "search"]));
    assert!(wrong.contains("notify.inbox, community.counts, community.search"), "{wrong}");
}

#[tokio::test]
async fn a_program_that_is_older_than_the_database_does_not_touch_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("site");
    assert!(yaji(&data, &["init"]).status.success());
    let url = db::DbUrl::Sqlite(data.join("yaji.db"));
    let newer = db::Db::open(db::Opening::new(url)).await.unwrap();
    let step = db::sql!(
        "INSERT INTO migrations (number, name, checksum, applied_at) VALUES (9999, '9999_later', '', 0)"
    );
    newer.tx(async move |tx| tx.exec(step, db::args![]).await).await.unwrap();
    newer.close().await;
    for args in [["serve", "--listen", "127.0.0.1:0"].as_slice(), &["migrate"], &["backup"]] {
        let refused = complained(&yaji(&data, args));
        assert_eq!(
            refused,
            "yaji: the database is newer than this program: the database has migration 9999_later, \
             which this program lacks: run the newer program that has served this site"
        );
    }
    let doctor = yaji(&data, &["doctor"]);
    assert!(!doctor.status.success());
    assert!(said(&doctor).contains("run the newer program that has served this site"));
}

#[test]
fn what_cannot_be_done_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("site");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let busy = complained(&yaji(&data, &["serve", "--listen", &address]));
    assert!(busy.contains(&format!("cannot listen on {address}")), "{busy}");
    let mut wrong = command(&data, &["serve"]);
    let wrong = complained(&wrong.env("YAJI_LISTN", "x").output().unwrap());
    assert!(wrong.ends_with("did you mean YAJI_LISTEN?"), "{wrong}");
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let folderless = complained(&yaji(&file, &["serve", "--listen", "127.0.0.1:0"]));
    assert!(folderless.contains("choose another folder with --data"), "{folderless}");
    let url = "postgres://nobody@127.0.0.1:9/none";
    let away = complained(&yaji(&data, &["migrate", "--database-url", url]));
    assert!(away.contains("see whether the server runs"), "{away}");
    assert_eq!(away.matches("error connecting to server").count(), 1, "{away}");
    let other = complained(&yaji(&data, &["migrate", "--database-url", "mysql://h/d"]));
    assert_eq!(other.matches("sqlite:PATH").count(), 1, "{other}");
    let shells = folder.path().join("shells");
    let shell = complained(&yaji(&shells, &["init", "--currency", "ZZZ"]));
    assert!(shell.contains("ZZZ is no currency here") && !shells.exists(), "{shell}");
    let nothing = complained(&yaji(&data, &["serve", "--listen", "stdin"]));
    assert!(nothing.starts_with("yaji: no socket was handed over"), "{nothing}");
}

#[test]
fn a_site_with_an_address_is_watched_by_number_and_by_nobody_who_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let init = ["init", "--locale", "en", "--url", "https://club.example.org"];
    assert!(yaji(folder.path(), &init).status.success());
    let served = Served::start(folder.path(), &[]);
    let at = |host: &str, path: &str| {
        let mut line = Line::open(served.address).unwrap();
        let asked = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        line.ask(&asked).unwrap()
    };
    let elsewhere = at("localhost", "/");
    assert!(elsewhere.status == 421 && elsewhere.body.contains("https://club.example.org"));
    assert_eq!(at("10.0.0.7", "/healthz").status, 200);
    let figures = at("127.0.0.1", "/metrics");
    assert!(figures.status == 200 && figures.body.contains("status=\"421\""), "{}", figures.body);
    assert_eq!(at("club.example.org", "/metrics").status, 404);
    let own = free_port().to_string();
    let apart = Served::start(&folder.path().join("apart"), &["--metrics-listen", &own]);
    assert_eq!(apart.get("/metrics").unwrap().0, 404);
    let mut line = Line::open(own.parse().unwrap()).unwrap();
    let head = "GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n";
    assert_eq!(line.ask(head).unwrap().status, 200);
}

#[test]
fn a_signal_ends_the_program_after_the_last_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = Served::start(folder.path(), &[]);
    let metrics = served.get("/metrics").unwrap().1;
    for name in ["yaji_requests_total", "yaji_request_seconds_bucket", "yaji_database_up 1"] {
        assert!(metrics.contains(name), "{name}\n{metrics}");
    }
    let mut slow = Line::open(served.address).unwrap();
    let body = "login=mei&password=a+long+enough+secret";
    let head = format!(
        "POST /login HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\ncontent-type: \
         application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    slow.0.get_mut().write_all(head.as_bytes()).unwrap();
    slow.0.get_mut().write_all(&body.as_bytes()[..10]).unwrap();
    let mut live = live_line(folder.path(), &served);
    std::thread::sleep(Duration::from_millis(300));
    served.signal("-TERM");
    let until = Instant::now() + Duration::from_secs(5);
    while TcpStream::connect(served.address).is_ok() {
        assert!(Instant::now() < until, "it still takes who connects");
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut told = [0; 64];
    let length = live.read(&mut told).unwrap();
    let told = String::from_utf8_lossy(&told[..length]).into_owned();
    assert!(told.contains("41"), "the live stream is told that it ends: {told:?}");
    assert!(served.child.try_wait().unwrap().is_none(), "a request is still open");
    slow.0.get_mut().write_all(&body.as_bytes()[10..]).unwrap();
    let answer = slow.answer().unwrap();
    assert!(matches!(answer.status, 401 | 422), "{}", answer.status);
    assert!(answer.is_last);
    assert!(served.ended(Duration::from_secs(15)));
}

/// An open live stream of a program: Socket.IO over a WebSocket, spoken by hand.
fn live_line(data: &Path, served: &Served) -> TcpStream {
    let make = ["user", "create", "mei", "--email", "mei@example.org"];
    assert!(yaji(data, &make).status.success());
    let token = said(&yaji(data, &["user", "token", "mei"])).trim().to_owned();
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let upgrade = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: localhost\r\n\
         connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).unwrap();
    let message = format!("40{{\"token\":\"{token}\"}}");
    let mut frame = vec![0x81, 0x80 | u8::try_from(message.len()).unwrap(), 0, 0, 0, 0];
    frame.extend(message.as_bytes());
    stream.write_all(&frame).unwrap();
    let mut buffer = [0; 2048];
    let mut heard = String::new();
    while !heard.contains("40{") {
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "{heard}");
        heard.push_str(&String::from_utf8_lossy(&buffer[..length]));
    }
    stream
}

#[test]
fn a_server_is_replaced_under_load_and_nobody_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = Served::start(folder.path(), &["--supervise"]);
    let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let address = served.address;
    let callers: Vec<_> = (0..4)
        .map(|number| {
            let (stop, asked) = (Arc::clone(&stop), Arc::clone(&asked));
            std::thread::spawn(move || call(address, number % 2 == 0, (&stop, &asked)))
        })
        .collect();
    for _ in 0..3 {
        std::thread::sleep(Duration::from_secs(2));
        served.signal("-HUP");
    }
    let until = Instant::now() + Duration::from_secs(60);
    while asked.load(Ordering::Acquire) < 2_000 || Instant::now() + Duration::from_secs(55) < until
    {
        assert!(Instant::now() < until, "too few requests");
        std::thread::sleep(Duration::from_millis(100));
    }
    stop.store(true, Ordering::Release);
    let failed: Vec<String> =
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect();
    assert!(failed.is_empty(), "{} of {asked:?}: {:?}", failed.len(), failed.first());
    served.signal("-TERM");
    assert!(served.ended(Duration::from_secs(30)));
}

/// Asks for pages one after the other, over one connection as long as it lasts or over new ones;
/// what failed.
fn call(address: SocketAddr, keeps: bool, (stop, asked): (&AtomicBool, &AtomicU64)) -> Vec<String> {
    let (mut line, mut failed): (Option<Line>, Vec<String>) = (None, Vec::new());
    while !stop.load(Ordering::Acquire) {
        let how = if keeps { "" } else { "connection: close\r\n" };
        let request = format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\n{how}\r\n");
        let mut done = || {
            let mut open = match line.take() {
                Some(open) => open,
                None => Line::open(address)?,
            };
            let answer = open.ask(&request)?;
            if !answer.is_last && keeps {
                line = Some(open);
            }
            Ok::<u16, std::io::Error>(answer.status)
        };
        match done() {
            Ok(200) => {}
            Ok(status) => failed.push(format!("status {status}")),
            Err(error) => failed.push(error.to_string()),
        }
        asked.fetch_add(1, Ordering::AcqRel);
        std::thread::sleep(Duration::from_millis(2));
    }
    failed
}

#[test]
fn a_demonstration_takes_no_mail_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("site");
    let demo = ["demo", "--members", "3", "--posts", "3", "--comments", "3"];
    let smtp = ["--smtp-url", "smtp://127.0.0.1:9"];
    let refused = complained(&yaji(&data, &[&demo[..], &smtp].concat()));
    assert!(refused.contains("a demonstration sends no mail"), "{refused}");
    let made = yaji(&data, &demo);
    assert!(made.status.success(), "{made:?}");
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let refused = complained(&yaji(&data, &[&serve[..], &smtp].concat()));
    assert!(refused.contains("leave smtp_url out"), "{refused}");
}
