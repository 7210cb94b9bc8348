//! Whether the server lives, is ready, and how it fares.

use axum::extract::{ConnectInfo, Request, State};
use axum::response::IntoResponse;
use http::StatusCode;
use kernel::Fault;
use metrics_exporter_prometheus::PrometheusHandle;
use web::{App, Lane, Reply, Routes, Who};

/// `/healthz`, `/readyz` and, for callers on the machine itself, `/metrics`.
pub(crate) fn routes() -> Routes {
    Routes::of("yaji")
        .get_in(Lane::Health, "/healthz", healthz, Who::Anyone)
        .get_in(Lane::Health, "/readyz", readyz, Who::Anyone)
        .get_in(Lane::Health, "/metrics", show_metrics, Who::Anyone)
}

/// What renders the figures.
pub(crate) struct Figures(pub(crate) PrometheusHandle);

async fn healthz() -> Reply {
    Ok((StatusCode::OK, "ok").into_response())
}

/// Ready once the database answers.
async fn readyz(State(app): State<App>) -> Reply {
    app.db().read(async |tx| site::Settings::load(tx).await).await?;
    Ok((StatusCode::OK, "ready").into_response())
}

async fn show_metrics(State(app): State<App>, request: Request) -> Reply {
    let peer = request.extensions().get::<ConnectInfo<std::net::SocketAddr>>();
    let forwarded = request.headers().contains_key("x-forwarded-for");
    let near = peer.is_some_and(|peer| peer.0.ip().is_loopback()) && !forwarded;
    let figures = app.find_part::<Figures>().filter(|_| near);
    let figures = figures.ok_or(Fault::Missing("page.missing"))?;
    Ok((StatusCode::OK, text(&app, &figures)).into_response())
}

/// The figures in Prometheus' text form.
pub(crate) fn text(app: &App, figures: &Figures) -> String {
    metrics::gauge!("yaji_live_sockets").set(f64::from(sockets(app)));
    figures.0.render()
}

fn sockets(app: &App) -> u32 {
    u32::try_from(app.hub().sockets()).unwrap_or(u32::MAX)
}

/// Begins to count; none where this process counts already.
pub(crate) fn figures() -> Option<Figures> {
    metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder().ok().map(Figures)
}
