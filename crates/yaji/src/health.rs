//! Whether the server lives, is ready, and how it fares.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::IntoResponse;
use http::uri::Authority;
use http::{StatusCode, header};
use kernel::Fault;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use web::{App, Lane, Line, Reply, Routes, Who};

/// What proxies say for whom they ask in.
const FORWARDED: [&str; 3] = ["x-forwarded-for", "forwarded", "x-real-ip"];
/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(1);
/// Upper bounds of the buckets in which the time of requests is counted, in seconds.
const BUCKETS: [f64; 12] =
    [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// The media type of Prometheus' text form.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// `/healthz`, `/readyz` and, for callers on the machine itself, `/metrics`.
pub(crate) fn routes() -> Routes {
    Routes::of("yaji")
        .get_in(Lane::Health, "/healthz", healthz, Who::Anyone)
        .get_in(Lane::Health, "/readyz", readyz, Who::Anyone)
        .get_in(Lane::Health, "/metrics", show_metrics, Who::Anyone)
}

/// What renders the figures.
pub(crate) struct Figures {
    text: PrometheusHandle,
    /// Whether a listener of their own tells them, and no other.
    is_elsewhere: AtomicBool,
}

impl Figures {
    /// From now on the site's own listener does not tell them.
    pub(crate) fn move_elsewhere(&self) {
        self.is_elsewhere.store(true, Ordering::Release);
    }
}

async fn healthz() -> Reply {
    Ok((StatusCode::OK, "ok").into_response())
}

/// Ready while the database answers.
async fn readyz(State(app): State<App>) -> Reply {
    let settings = app.db().patient(PATIENCE).read(async |tx| site::Settings::load(tx).await).await;
    match settings {
        Ok(_settings) => Ok((StatusCode::OK, "ready").into_response()),
        Err(fault) => {
            tracing::warn!(%fault, "the database does not answer");
            let retry = [(header::RETRY_AFTER, "1")];
            let why = "the database does not answer";
            Ok((StatusCode::SERVICE_UNAVAILABLE, retry, why).into_response())
        }
    }
}

async fn show_metrics(State(app): State<App>, request: Request) -> Reply {
    let is_here = app.find_part::<Figures>().is_some_and(|figures| {
        !figures.is_elsewhere.load(Ordering::Acquire) && is_from_this_machine(&request)
    });
    if !is_here {
        return Err(Fault::Missing("page.missing").into());
    }
    let text = text(&app).await.ok_or(Fault::Missing("page.missing"))?;
    Ok(([(header::CONTENT_TYPE, TEXT)], text).into_response())
}

/// Whether somebody on this machine asks for himself: a proxy here asks for others, says so or
/// names the site.
fn is_from_this_machine(request: &Request) -> bool {
    let headers = request.headers();
    let line = request.extensions().get::<Line>();
    let is_near = line.is_some_and(|line| line.peer.ip().to_canonical().is_loopback());
    let is_for_others = FORWARDED.into_iter().any(|name| headers.contains_key(name));
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host: Option<Authority> = host.and_then(|host| host.parse().ok());
    is_near && !is_for_others && host.is_some_and(|host| names_a_machine(host.host()))
}

/// Whether a host is a number or this machine's own name, and no site's.
fn names_a_machine(host: &str) -> bool {
    let number = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || number.parse::<IpAddr>().is_ok()
}

/// The figures in Prometheus' text form; none where another part of the process counts.
pub(crate) async fn text(app: &App) -> Option<String> {
    let figures = app.find_part::<Figures>()?;
    metrics::counter!("yaji_database_statements_total").absolute(app.db().statements());
    metrics::gauge!("yaji_live_sockets").set(count(app.hub().sockets()));
    metrics::gauge!("yaji_db_waiting").set(count(app.db().waiting()));
    let is_up = match tell_database(app).await {
        Ok(()) => 1.0,
        Err(fault) => {
            tracing::warn!(%fault, "the database does not tell its figures");
            0.0
        }
    };
    metrics::gauge!("yaji_database_up").set(is_up);
    Some(figures.text.render())
}

async fn tell_database(app: &App) -> kernel::Outcome<()> {
    let figures = app.db().patient(PATIENCE).figures().await?;
    let outbox = app.db().patient(PATIENCE).read(async |tx| mail::count_waiting(tx).await).await?;
    metrics::gauge!("yaji_events_position").set(whole(figures.newest));
    metrics::gauge!("yaji_events_unnumbered").set(whole(figures.unnumbered));
    metrics::gauge!("yaji_jobs_dead").set(whole(figures.dead));
    metrics::gauge!("yaji_mail_waiting").set(whole(outbox));
    let due: i64 = figures.queues.iter().map(|queue| queue.due).sum();
    metrics::gauge!("yaji_jobs_due").set(whole(due));
    for cursor in figures.cursors {
        let behind = whole(figures.newest - cursor.position);
        metrics::gauge!("yaji_events_behind", "subscriber" => cursor.name.clone()).set(behind);
        let failures = whole(cursor.failures);
        metrics::gauge!("yaji_subscriber_failures", "subscriber" => cursor.name).set(failures);
    }
    Ok(())
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A figure as Prometheus takes it; beyond four thousand million it stands still.
fn whole(number: i64) -> f64 {
    f64::from(u32::try_from(number.max(0)).unwrap_or(u32::MAX))
}

/// How often samples are gathered: they wait in memory until then.
const GATHER: Duration = Duration::from_secs(5);

/// Gathers samples every few seconds, so that they never pile up where nobody asks for figures.
pub(crate) async fn gather(app: App) {
    let Some(figures) = app.find_part::<Figures>() else { return };
    loop {
        tokio::time::sleep(GATHER).await;
        figures.text.run_upkeep();
    }
}

/// Begins to count; none where this process counts already.
pub(crate) fn figures() -> Option<Figures> {
    let name = Matcher::Full("yaji_request_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(name, &BUCKETS).ok()?;
    let text = builder.install_recorder().ok()?;
    Some(Figures { text, is_elsewhere: AtomicBool::new(false) })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn is_told(peer: &str, headers: &[(&str, &str)]) -> bool {
        let line = Line { peer: peer.parse().unwrap(), is_kept_back: false };
        let mut request = Request::builder().uri("/metrics").extension(line);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        is_from_this_machine(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn figures_are_told_to_this_machine_and_through_no_proxy() {
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "10.0.0.7"] {
            assert!(is_told("127.0.0.1:9", &[("host", host)]), "{host}");
            assert!(is_told("[::ffff:127.0.0.1]:9", &[("host", host)]), "{host}");
            assert!(!is_told("10.0.0.9:9", &[("host", host)]), "{host}");
            for proxy in FORWARDED {
                assert!(!is_told("127.0.0.1:9", &[("host", host), (proxy, "1.1.1.1")]), "{proxy}");
            }
        }
        for host in ["club.example.org", "localhost.example.org", "1.2.3.4.example.org"] {
            assert!(!is_told("127.0.0.1:9", &[("host", host)]), "{host}");
        }
        assert!(!is_told("127.0.0.1:9", &[]));
    }
}
