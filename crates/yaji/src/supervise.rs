//! `yaji serve --supervise`: one process holds the socket, another beneath it serves.
//!
//! SIGHUP starts a second server from the program's file, which may be a newer one by then; once
//! that one is ready the first is told to end, and ends after its last answer. The socket is never
//! closed in between, so nobody who connects is refused. A server that dies is started again.

use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::net::UnixDatagram;
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

use crate::announce;
use crate::config::{Config, Listen};
use crate::mistake::Mistake;

/// How long a server may take to be ready: it may have the schema to bring up to date.
const PATIENCE: Duration = Duration::from_secs(600);
/// The pause before a server that died is started again.
const PAUSE: Duration = Duration::from_secs(1);

/// Holds the socket until the program is told to stop.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(config: &Config) -> Result<ExitCode, Mistake> {
    let Listen::At(address) = config.listen else {
        let next = "give an address with --listen";
        return Err(Mistake::new("the socket is handed over already", "one is enough", next));
    };
    let cannot = |e: std::io::Error| Mistake::new("cannot supervise", e, "use `yaji serve` alone");
    let listener =
        std::net::TcpListener::bind(address).map_err(|e| crate::serve::busy(address, e))?;
    let folder = tempfile::tempdir().map_err(cannot)?;
    let place = folder.path().join("ready");
    let told = UnixDatagram::bind(&place).map_err(cannot)?;
    let program = std::env::current_exe().map_err(cannot)?;
    let own = address_of(&listener).unwrap_or(address).to_string();
    let supervisor = Supervisor { listener, place, told, program, own };
    let mut hang_up = signal(SignalKind::hangup()).map_err(cannot)?;
    let mut term = signal(SignalKind::terminate()).map_err(cannot)?;
    let mut int = signal(SignalKind::interrupt()).map_err(cannot)?;
    let Some(mut child) = supervisor.start().await? else { return Ok(ExitCode::FAILURE) };
    announce::say(announce::READY);
    loop {
        tokio::select! {
            _ = hang_up.recv() => child = supervisor.replace(child).await,
            _ = term.recv() => break,
            _ = int.recv() => break,
            ended = child.wait() => {
                tracing::error!(?ended, "the server ended by itself; it is started again");
                tokio::time::sleep(PAUSE).await;
                if let Ok(Some(next)) = supervisor.start().await {
                    child = next;
                }
            }
        }
    }
    announce::say(announce::STOPPING);
    end(&child);
    let ended = child.wait().await.map_err(cannot)?;
    Ok(if ended.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn address_of(listener: &std::net::TcpListener) -> Option<std::net::SocketAddr> {
    listener.local_addr().ok()
}

struct Supervisor {
    listener: std::net::TcpListener,
    place: PathBuf,
    told: UnixDatagram,
    program: PathBuf,
    /// The address, for the line that a start prints.
    own: String,
}

impl Supervisor {
    /// Starts a server and waits until it is ready; none when it ended before, having said why.
    async fn start(&self) -> Result<Option<Child>, Mistake> {
        let cannot = |e| Mistake::new("cannot start a server", e, "see whether the file is there");
        let socket: OwnedFd = self.listener.try_clone().map_err(cannot)?.into();
        tracing::info!(address = self.own, "a server is started");
        let mut child = Command::new(&self.program)
            .args(std::env::args_os().skip(1).filter(|flag| flag != "--supervise"))
            .args(["--listen", "stdin"])
            .env(announce::VARIABLE, &self.place)
            .stdin(Stdio::from(socket))
            .spawn()
            .map_err(cannot)?;
        let mut buffer = [0; 64];
        let ready = async {
            while let Ok(length) = self.told.recv(&mut buffer).await {
                if buffer.get(..length) == Some(announce::READY.as_bytes()) {
                    return;
                }
            }
        };
        tokio::select! {
            () = ready => Ok(Some(child)),
            ended = child.wait() => {
                tracing::error!(?ended, "the server ended before it was ready");
                Ok(None)
            }
            () = tokio::time::sleep(PATIENCE) => {
                tracing::error!("the server was not ready in time");
                end(&child);
                Ok(None)
            }
        }
    }

    /// Puts a new server in the place of one, which goes on when the new one does not come up.
    async fn replace(&self, mut old: Child) -> Child {
        match self.start().await {
            Ok(Some(new)) => {
                end(&old);
                tokio::spawn(async move {
                    let ended = old.wait().await;
                    tracing::info!(?ended, "the server before has ended");
                });
                new
            }
            Ok(None) => old,
            Err(mistake) => {
                tracing::error!(%mistake, "the server was not replaced");
                old
            }
        }
    }
}

/// Tells a server to end.
fn end(child: &Child) {
    let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    if let Some(pid) = pid
        && let Err(error) = kill_process(pid, Signal::TERM)
    {
        tracing::warn!(%error, "the server could not be told to end");
    }
}
