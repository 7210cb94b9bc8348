//! PostgreSQL over a line that is encrypted and whose other end is known, until it goes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use db::{Db, DbUrl, Opening};
use kernel::Fault;

use super::notes::{names, write};

/// A server of its own that speaks TLS only, gone when dropped.
struct Server {
    folder: tempfile::TempDir,
    control: PathBuf,
    port: u16,
}

/// PostgreSQL refuses to run as root.
fn as_user(program: &Path) -> Command {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command.current_dir("/");
    command
}

fn done(command: &mut Command) {
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(output.unwrap().success(), "{command:?}");
}

impl Server {
    fn start() -> Self {
        let versions = std::fs::read_dir("/usr/lib/postgresql").unwrap().flatten();
        let bin = versions.map(|version| version.path().join("bin")).max().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (there, data) = (folder.path(), folder.path().join("data"));
        done(Command::new("chmod").arg("777").arg(there));
        let subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
        let leaf = ["-addext", "basicConstraints=critical,CA:FALSE"];
        let made = as_user(Path::new("openssl"))
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
            .args(subject)
            .args(leaf)
            .arg("-keyout")
            .arg(there.join("key.pem"))
            .arg("-out")
            .arg(there.join("root.pem"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "openssl makes the certificate of this test");
        done(as_user(&bin.join("initdb")).arg("-D").arg(&data).args(["-U", "yaji", "-A", "trust"]));
        std::fs::write(data.join("pg_hba.conf"), "hostssl all all all trust\n").unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let options = format!(
            "-h 127.0.0.1 -p {port} -k {there} -c ssl=on -c ssl_cert_file={there}/root.pem \
             -c ssl_key_file={there}/key.pem -c fsync=off",
            there = there.display()
        );
        let control = bin.join("pg_ctl");
        done(
            as_user(&control)
                .arg("-D")
                .arg(&data)
                .arg("-l")
                .arg(there.join("log"))
                .args(["-w", "-o", &options, "start"]),
        );
        Self { folder, control, port }
    }

    fn url(&self, host: &str, rest: &str) -> DbUrl {
        format!("postgres://yaji@{host}:{}/postgres?{rest}", self.port).parse().unwrap()
    }

    fn root(&self) -> String {
        self.folder.path().join("root.pem").display().to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.path().join("data");
        let mut stop = as_user(&self.control);
        let stop = stop.arg("-D").arg(data).args(["-m", "immediate", "-w", "stop"]);
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_certificate_is_checked_by_root_and_name() {
    let server = Server::start();
    let known = format!("sslmode=verify-full&sslrootcert={}", server.root());

    let db = Db::open(Opening::new(server.url("localhost", &known))).await.unwrap();
    db.tx(async |tx| write(tx, "tea", 1).await).await.unwrap();
    assert_eq!(names(&db).await, ["tea"]);
    db.numbered().await.unwrap();
    db.close().await;

    let refused = async |url: DbUrl| Db::open(Opening::new(url)).await.err().unwrap().to_string();
    let other_name = refused(server.url("127.0.0.1", &known)).await;
    assert!(other_name.contains("reaching PostgreSQL"), "{other_name}");
    let unknown_root = refused(server.url("localhost", "sslmode=require")).await;
    assert!(unknown_root.contains("reaching PostgreSQL"), "{unknown_root}");
    let plain = refused(server.url("localhost", "sslmode=disable")).await;
    assert!(plain.contains("reaching PostgreSQL"), "{plain}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_server_is_gone_callers_are_told_to_come_back() {
    let server = Server::start();
    let known = format!("sslmode=verify-full&sslrootcert={}", server.root());
    let db = Db::open(Opening::new(server.url("localhost", &known))).await.unwrap();
    db.tx(async |tx| write(tx, "tea", 1).await).await.unwrap();
    drop(server);
    for _ in 0..2 {
        let refused = db.tx(async |tx| write(tx, "ink", 2).await).await;
        assert!(matches!(refused, Err(Fault::Busy)), "{refused:?}");
    }
    db.close().await;
}
