//! Accepting connections: time-outs against slow senders, and an end without a cut.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::{Request, Version, header};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use web::Line;

use crate::front::{self, Front};
use crate::unread::{self, Shared};

/// How long a sender may take over the head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// The most connections at a time; live pages, once they are open, are none of them.
const CONNECTIONS_MAX: usize = 20_000;
/// How many of them are kept back: whoever comes over these is served where they sign in, check
/// out, notify or ask for health, so that a crowd elsewhere shuts nobody out there.
const KEPT_BACK: usize = 2_000;
/// How long open connections are waited for with a last answer before idle ones are closed: a
/// request that is on its way meets no closed door.
const LAST_ANSWERS: Duration = Duration::from_secs(2);
/// How long connections that the kernel has accepted already are looked for at the end, all in all.
const QUEUED: Duration = Duration::from_millis(20);

/// How a listener ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending {
    /// How long open requests may take.
    pub(crate) drain: Duration,
    /// Whether another process listens on the same socket, which then takes whoever is queued.
    pub(crate) is_shared: bool,
}

/// Serves until `stop` says so, then lets the open requests end.
pub(crate) async fn serve(
    listener: TcpListener,
    front: Front,
    ending: Ending,
    stop: watch::Receiver<bool>,
) {
    serve_some((CONNECTIONS_MAX, KEPT_BACK), listener, front, (ending, stop)).await;
}

/// The same for so many connections, of which some are kept back.
async fn serve_some(
    (most, kept_back): (usize, usize),
    listener: TcpListener,
    front: Front,
    (ending, mut stop): (Ending, watch::Receiver<bool>),
) {
    let mut server = Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_PATIENCE).keep_alive(true);
    server.http2().timer(TokioTimer::new()).max_concurrent_streams(200);
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(most));
    let door = Door { server: Arc::new(server), front, open };
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let is_kept_back = places.available_permits() < kept_back;
                door.admit(stream, Line { peer, is_kept_back }, place);
            }
            Err(_out_of_files) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    door.front.drain();
    if !ending.is_shared {
        door.admit_queued(&listener, &places).await;
    }
    drop(listener);
    let all = u32::try_from(most).unwrap_or(u32::MAX);
    let all_gone = tokio::time::timeout(LAST_ANSWERS.min(ending.drain), places.acquire_many(all));
    if all_gone.await.is_err()
        && tokio::time::timeout(ending.drain, door.open.shutdown()).await.is_err()
    {
        tracing::warn!("some requests did not end in time");
    }
}

/// Answers a request; the answer says so when it is the last that its connection can carry.
async fn answer(front: &Front, request: Request<Incoming>) -> Response {
    if request.body().is_end_stream() || request.version() > Version::HTTP_11 {
        return front.answer(request.map(Body::new)).await;
    }
    let is_expecting = request.headers().contains_key(header::EXPECT);
    let (parts, body) = request.into_parts();
    let body = Shared::of(body);
    let request = Request::from_parts(parts, Body::new(body.clone()));
    let answer = front.answer(request).await;
    if unread::is_over(body, is_expecting).await { answer } else { front::closing(answer) }
}

/// What each connection is served with.
struct Door {
    server: Arc<Builder<TokioExecutor>>,
    front: Front,
    open: GracefulShutdown,
}

impl Door {
    /// Admits those whom the kernel has accepted already and nobody else would serve.
    async fn admit_queued(&self, listener: &TcpListener, places: &Arc<Semaphore>) {
        // Whoever comes later is not waited for: new ones may come for ever.
        let end = tokio::time::Instant::now() + QUEUED;
        while let Ok(Ok((stream, peer))) = tokio::time::timeout_at(end, listener.accept()).await
            && let Ok(place) = Arc::clone(places).try_acquire_owned()
        {
            self.admit(stream, Line { peer, is_kept_back: false }, place);
        }
    }

    fn admit(&self, stream: TcpStream, line: Line, place: OwnedSemaphorePermit) {
        // Only a matter of speed.
        let _ = stream.set_nodelay(true);
        let front = self.front.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            let front = front.clone();
            async move {
                request.extensions_mut().insert(line);
                Ok::<_, Infallible>(answer(&front, request).await)
            }
        });
        let (watcher, server) = (self.open.watcher(), Arc::clone(&self.server));
        tokio::spawn(async move {
            let connection = server.serve_connection_with_upgrades(TokioIo::new(stream), service);
            if let Err(error) = watcher.watch(connection).await {
                tracing::debug!(%error, "a connection broke");
            }
            drop(place);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::Router;
    use axum::routing::post;
    use http::StatusCode;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// A site that refuses every form before it has read it.
    async fn refusing() -> SocketAddr {
        let site = Router::new().route("/", post(|| async { StatusCode::FORBIDDEN }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let ending = Ending { drain: Duration::ZERO, is_shared: false };
        tokio::spawn(async move {
            let (_stopper, stop) = watch::channel(false);
            serve(listener, Front::of(site), ending, stop).await;
        });
        address
    }

    async fn heard(stream: &mut TcpStream) -> String {
        let mut bytes = [0; 2048];
        let length = stream.read(&mut bytes).await.unwrap();
        String::from_utf8_lossy(&bytes[..length]).to_ascii_lowercase()
    }

    #[tokio::test]
    async fn after_a_form_that_was_refused_unread_the_connection_goes_on() {
        let mut line = TcpStream::connect(refusing().await).await.unwrap();
        let forms = [
            ("content-length: 70000", "x".repeat(70_000)),
            ("transfer-encoding: chunked", "5\r\nhello\r\n0\r\n\r\n".to_owned()),
        ];
        for (length, body) in forms.iter().cycle().take(6) {
            let head = format!("POST / HTTP/1.1\r\nhost: a\r\n{length}\r\n\r\n");
            line.write_all(head.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
            line.write_all(body.as_bytes()).await.unwrap();
            let answer = heard(&mut line).await;
            assert!(answer.starts_with("http/1.1 403"), "{answer}");
            assert!(!answer.contains("connection: close"), "{answer}");
        }
    }

    #[tokio::test]
    async fn the_last_connections_are_told_apart_and_come_free_again() {
        let told =
            |request: Request<Body>| async move { Line::of(&request).is_kept_back.to_string() };
        let site = Router::new().route("/", axum::routing::get(told));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let ending = Ending { drain: Duration::ZERO, is_shared: false };
        let (_stopper, stop) = watch::channel(false);
        tokio::spawn(serve_some((4, 2), listener, Front::of(site), (ending, stop)));
        let mut lines = Vec::new();
        let ask = async |lines: &mut Vec<TcpStream>| {
            let mut line = TcpStream::connect(address).await.unwrap();
            line.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
            let answer = heard(&mut line).await;
            lines.push(line);
            answer.ends_with("true")
        };
        for expected in [false, false, true, true] {
            assert_eq!(ask(&mut lines).await, expected);
        }
        lines.clear();
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!ask(&mut lines).await);
    }

    #[tokio::test]
    async fn an_answer_to_more_than_is_read_says_that_it_is_the_last() {
        let address = refusing().await;
        for more in ["content-length: 600000", "content-length: 9\r\nexpect: 100-continue"] {
            let mut line = TcpStream::connect(address).await.unwrap();
            let head = format!("POST / HTTP/1.1\r\nhost: a\r\n{more}\r\n\r\n");
            line.write_all(head.as_bytes()).await.unwrap();
            let answer = heard(&mut line).await;
            assert!(answer.starts_with("http/1.1 403"), "{answer}");
            assert!(answer.contains("connection: close"), "{answer}");
        }
    }
}
