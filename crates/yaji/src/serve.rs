//! `yaji serve`: open, listen, work, and end without a cut.

use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsFd as _;
use std::time::Duration;

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use community::Community;
use kernel::Outcome;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use web::App;

use crate::bus::Bus;
use crate::config::{Config, Listen};
use crate::front::Front;
use crate::health::Figures;
use crate::listen::Ending;
use crate::mistake::Mistake;
use crate::{announce, health, listen, open, terminal, upkeep, wiring};

/// How often it is looked whether the last live socket has said good-bye.
const SOCKETS_LOOK: Duration = Duration::from_millis(20);
/// How long sockets may take for that.
const SOCKETS_PATIENCE: Duration = Duration::from_secs(2);

/// Serves until the process is told to stop.
///
/// Requests that come while the site opens wait for it; `/readyz` says what it is busy with.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(config: Config) -> Result<(), Mistake> {
    allow_files();
    let (listener, is_shared) = listener(config.listen).await?;
    let address = listener.local_addr().ok();
    let (stopper, stop) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        announce::say(announce::STOPPING);
        stopper.send_replace(true);
    });
    let front = Front::closed();
    let ending = Ending { drain: Duration::from_secs(config.drain_seconds), is_shared };
    let serving = tokio::spawn(listen::serve(listener, front.clone(), ending, stop.clone()));
    let (telling, mut stopped) = (front.clone(), stop.clone());
    let app = tokio::select! {
        app = open::telling(&config, move |stage| telling.tell(stage)) => app?,
        _ = stopped.wait_for(|stop| *stop) => return Ok(()),
    };
    greet(&app, &config, address).await?;
    work_beside(&app, &config, &front, stop).await?;
    // It ends by the same signal; a panic was reported where it happened.
    let _ = serving.await;
    app.db().close().await;
    Ok(())
}

/// Lets this process hold as many files as the system gives it: each connection is one, and what
/// most shells and service managers begin with is a thousand.
fn allow_files() {
    let allowed = getrlimit(Resource::Nofile);
    // Where that is refused, fewer connections are served.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: allowed.maximum, ..allowed });
}

/// Serves an opened app on a listener until `stop` says so.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run_on(
    app: App,
    config: &Config,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
) -> Result<(), Mistake> {
    let front = Front::closed();
    let ending = Ending { drain: Duration::from_secs(config.drain_seconds), is_shared: false };
    let serving = listen::serve(listener, front.clone(), ending, stop.clone());
    let ((), done) = tokio::join!(serving, work_beside(&app, config, &front, stop));
    app.db().close().await;
    done
}

/// Opens the front and works beside it until `stop` says so, and what was begun is done.
async fn work_beside(
    app: &App,
    config: &Config,
    front: &Front,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Mistake> {
    upkeep::begin(app.db()).await?;
    let mut work = background(app, stop.clone())?;
    if let Some(address) = config.metrics_listen {
        if let Some(figures) = app.find_part::<Figures>() {
            figures.move_elsewhere();
        }
        let (listener, stop) = (bind(address).await?, stop.clone());
        let (figures, ending) = (
            Front::of(metrics_router(app)),
            Ending { drain: Duration::from_secs(1), is_shared: false },
        );
        work.spawn(listen::serve(listener, figures, ending, stop));
    }
    if let Some(url) = config.redis()? {
        let bus = Bus::at(app, &url).map_err(|fault| {
            Mistake::new("redis_url is not understood", fault, "write it as redis://HOST:PORT")
        })?;
        tracing::info!(channel = bus.channel(), "hints travel over Redis");
        work.spawn(bus.run(app.clone(), stop.clone()));
    }
    front.open(router(app, config.compress));
    announce::say(announce::READY);
    // The sender lives as long as the task that waits for the signal.
    let _ = stop.wait_for(|stop| *stop).await;
    app.hub().close_all();
    while work.join_next().await.is_some() {}
    let farewells = async {
        while app.hub().sockets() > 0 {
            tokio::time::sleep(SOCKETS_LOOK).await;
        }
    };
    // Those that do not say it are cut with the process.
    let _ = tokio::time::timeout(SOCKETS_PATIENCE, farewells).await;
    Ok(())
}

/// Every slice's routes behind the door.
pub fn router(app: &App, compress: bool) -> Router {
    let (router, _table, _openapi) = web::assemble(app, wiring::routes());
    if compress {
        router.layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest))
    } else {
        router
    }
}

fn background(app: &App, stop: watch::Receiver<bool>) -> Outcome<JoinSet<()>> {
    let mut work = JoinSet::new();
    let (workers, db, pumped) = (wiring::workers(app)?, app.db().clone(), app.clone());
    let (jobs_stop, mut pump_stop) = (stop.clone(), stop.clone());
    let reads = community::upkeep::write_reads(db.clone(), app.part::<Community>(), stop.clone());
    work.spawn(reads);
    let (counted, mut counting) = (app.clone(), stop.clone());
    work.spawn(async move {
        tokio::select! {
            () = health::gather(counted) => {}
            _ = counting.wait_for(|stop| *stop) => {}
        }
    });
    work.spawn(async move { workers.run(jobs_stop).await });
    work.spawn(async move { db.run_subscribers(stop).await });
    work.spawn(async move {
        tokio::select! {
            ended = web::live::run(pumped) => {
                if let Err(fault) = ended {
                    tracing::error!(%fault, "live pages have stopped");
                }
            }
            _ = pump_stop.wait_for(|stop| *stop) => {}
        }
    });
    Ok(work)
}

/// Whether people reach the site at this address without encryption from beyond this machine.
fn is_open_to_listeners(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return false };
    let place = rest.split('/').next().unwrap_or(rest);
    let is_own = match place.parse::<SocketAddr>() {
        Ok(socket) => socket.ip().is_loopback(),
        Err(_name) => {
            let host = place.split(':').next().unwrap_or(place);
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
    };
    !is_own
}

fn metrics_router(app: &App) -> Router {
    let app = app.clone();
    let show = move || {
        let app = app.clone();
        async move { health::text(&app).await.unwrap_or_default() }
    };
    let figures = Router::new().route("/metrics", axum::routing::get(show));
    figures.layer(map_response(|answer: Response| async { web::dress_plainly(answer) }))
}

/// The socket to serve on, and whether another process holds it too.
async fn listener(listen: Listen) -> Result<(TcpListener, bool), Mistake> {
    let handed = |e: std::io::Error| {
        let next = "start the program with a listening socket as its standard input";
        Mistake::new("no socket was handed over", e, next)
    };
    match listen {
        Listen::At(address) => Ok((bind(address).await?, false)),
        Listen::Handed => {
            let given = std::io::stdin().as_fd().try_clone_to_owned().map_err(handed)?;
            let socket = std::net::TcpListener::from(given);
            socket.local_addr().map_err(handed)?;
            socket.set_nonblocking(true).map_err(handed)?;
            Ok((TcpListener::from_std(socket).map_err(handed)?, true))
        }
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Mistake> {
    TcpListener::bind(address).await.map_err(|e| busy(address, e))
}

/// Why an address cannot be listened on, with the step that helps.
pub(crate) fn busy(address: SocketAddr, error: std::io::Error) -> Mistake {
    use std::io::ErrorKind;

    let next = match error.kind() {
        ErrorKind::AddrInUse => "end what listens there, or choose another with --listen",
        ErrorKind::PermissionDenied => {
            "choose a port from 1024 on with --listen, and put a proxy before it"
        }
        ErrorKind::AddrNotAvailable => "choose an address that this machine has with --listen",
        _ => "choose another with --listen",
    };
    Mistake::new(format!("cannot listen on {address}"), error, next)
}

async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut int)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}

/// The few lines that a start prints.
#[expect(clippy::print_stdout, reason = "the terminal is where the operator reads this")]
async fn greet(app: &App, config: &Config, address: Option<SocketAddr>) -> Result<(), Mistake> {
    let (settings, t) = (app.settings(), terminal::texts());
    let address = address.map_or_else(String::new, |address| address.to_string());
    println!("{} · http://{address}", settings.name);
    println!("{}", t.terminal_data(config.database()?));
    let here = format!("http://{address}");
    let site = settings.address(&here);
    if is_open_to_listeners(site) {
        println!("{}", t.terminal_plain(site));
    }
    let link = app.db().tx(async |tx| people::join::owner::link(tx).await).await?;
    if let Some(token) = link {
        println!("{}", t.terminal_owner(format!("{site}/start?token={token}")));
        println!("{}", t.terminal_owner_note());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_beyond_this_machine_is_warned_of() {
        for open in
            ["http://0.0.0.0:8080", "http://[::]:8080", "http://192.168.1.5", "http://a.test/"]
        {
            assert!(is_open_to_listeners(open), "{open}");
        }
        for kept in
            ["http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost", "https://a.test"]
        {
            assert!(!is_open_to_listeners(kept), "{kept}");
        }
    }
}
