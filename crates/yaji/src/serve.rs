//! `yaji serve`: open, listen, work, and end without a cut.

use std::net::SocketAddr;

use axum::Router;
use kernel::{Clock, Outcome};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use web::App;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::{health, listen, open, wiring};

/// Serves until the process is told to stop.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(config: Config) -> Result<(), Mistake> {
    let app = open::site(&config, Clock::system()).await?;
    let listener = bind(config.listen).await?;
    let address = listener.local_addr().unwrap_or(config.listen);
    greet(&app, &config, address).await?;
    let (stopper, stop) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        stopper.send_replace(true);
    });
    run_on(app, &config, listener, stop).await
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
    let mut work = background(&app, stop.clone())?;
    if let Some(address) = config.metrics_listen {
        let (listener, stop) = (bind(address).await?, stop.clone());
        work.spawn(listen::serve(listener, metrics_router(&app), stop));
    }
    listen::serve(listener, router(&app, config.compress), stop).await;
    while work.join_next().await.is_some() {}
    app.db().close().await;
    Ok(())
}

/// Every slice's routes behind the door.
pub fn router(app: &App, compress: bool) -> Router {
    let (router, _table, _openapi) = web::assemble(app, wiring::routes());
    let router = router.layer(web::live::socketio_layer(app));
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

fn metrics_router(app: &App) -> Router {
    let app = app.clone();
    let show = move || async move {
        app.find_part::<health::Figures>().map(|f| health::text(&app, &f)).unwrap_or_default()
    };
    Router::new().route("/metrics", axum::routing::get(show))
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Mistake> {
    TcpListener::bind(address).await.map_err(|e| {
        Mistake::new(format!("cannot listen on {address}"), e, "choose another with --listen")
    })
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
async fn greet(app: &App, config: &Config, address: SocketAddr) -> Result<(), Mistake> {
    let settings = app.settings();
    println!("{} · http://{address}", settings.name);
    println!("data: {}", config.database()?);
    let link = app.db().tx(async |tx| people::join::owner::link(tx).await).await?;
    if let Some(token) = link {
        let here = format!("http://{address}");
        let site = settings.address(&here).to_owned();
        println!("owner: {site}/start?token={token}");
        println!("This link makes the owner's account. It works once, for 24 hours.");
    }
    Ok(())
}
