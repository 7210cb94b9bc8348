//! What stands before the site: requests that come while it opens wait for it, a balancer is told
//! whether to send any, and the last answers before the end close their connections.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use db::Stage;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use tokio::sync::watch;
use tower::ServiceExt as _;

/// How long a request waits for the site to open.
const PATIENCE: Duration = Duration::from_secs(10);

/// The site as the listener sees it; cheap to clone.
#[derive(Clone)]
pub(crate) struct Front(Arc<Inner>);

struct Inner {
    site: OnceLock<Router>,
    opened: watch::Sender<bool>,
    stage: RwLock<&'static str>,
    draining: AtomicBool,
}

impl Front {
    /// A site that is not open yet.
    pub(crate) fn closed() -> Self {
        Self(Arc::new(Inner {
            site: OnceLock::new(),
            opened: watch::Sender::new(false),
            stage: RwLock::new("opening the database"),
            draining: AtomicBool::new(false),
        }))
    }

    /// A site that is open.
    pub(crate) fn of(site: Router) -> Self {
        let front = Self::closed();
        front.open(site);
        front
    }

    /// Notes what opening is busy with.
    pub(crate) fn tell(&self, stage: Stage) {
        let text = match stage {
            Stage::WaitingForMigration => "another node brings the schema up to date",
            Stage::Migrating => "this node brings the schema up to date",
            Stage::Ready => "the database is open, the site is being put together",
        };
        *self.0.stage.write().unwrap_or_else(PoisonError::into_inner) = text;
    }

    /// Opens the site for those who wait and those who come.
    pub(crate) fn open(&self, site: Router) {
        // It is opened once.
        let _ = self.0.site.set(site);
        self.0.opened.send_replace(true);
    }

    /// From now on every answer is the last of its connection.
    pub(crate) fn drain(&self) {
        self.0.draining.store(true, Ordering::Release);
    }

    /// Answers a request.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response {
        let draining = self.0.draining.load(Ordering::Acquire);
        if draining && request.uri().path() == "/readyz" {
            return closing(unready("this node is about to end"));
        }
        let site = match self.0.site.get() {
            Some(site) => site.clone(),
            None => match self.wait(request.headers(), request.uri().path()).await {
                Ok(site) => site,
                Err(answer) => return *answer,
            },
        };
        let answer = site.oneshot(request).await.into_response();
        if self.0.draining.load(Ordering::Acquire) { closing(answer) } else { answer }
    }

    /// Waits until the site is open; what to say instead when it does not open in time, or to who
    /// asks just that.
    async fn wait(&self, headers: &HeaderMap, path: &str) -> Result<Router, Box<Response>> {
        match path {
            "/healthz" => {
                let alive = (StatusCode::OK, "ok").into_response();
                return Err(Box::new(web::dress_plainly(alive)));
            }
            "/readyz" => {
                let stage = *self.0.stage.read().unwrap_or_else(PoisonError::into_inner);
                return Err(Box::new(unready(stage)));
            }
            _ => {}
        }
        let mut opened = self.0.opened.subscribe();
        // The sender lives as long as this front.
        let _ = tokio::time::timeout(PATIENCE, opened.wait_for(|opened| *opened)).await;
        let site = self.0.site.get().cloned();
        site.ok_or_else(|| Box::new(web::still_opening(headers, path)))
    }
}

/// What a balancer is told.
fn unready(why: &'static str) -> Response {
    let retry = (header::RETRY_AFTER, HeaderValue::from_static("1"));
    web::dress_plainly((StatusCode::SERVICE_UNAVAILABLE, [retry], why).into_response())
}

/// The answer, said to be the last of its connection.
pub(crate) fn closing(mut answer: Response) -> Response {
    if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

#[cfg(test)]
mod tests {
    use axum::routing::get;

    use super::*;

    fn ask(path: &str) -> Request<Body> {
        Request::get(path).body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn who_comes_early_waits_and_a_balancer_is_told_why() {
        let front = Front::closed();
        let alive = front.answer(ask("/healthz")).await;
        assert_eq!(alive.status(), 200);
        assert!(alive.headers().contains_key("content-security-policy"));
        front.tell(Stage::WaitingForMigration);
        let answer = front.answer(ask("/readyz")).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["retry-after"]),
            (503, &"1".parse().unwrap())
        );
        assert!(answer.headers().contains_key("content-security-policy"));
        let body = axum::body::to_bytes(answer.into_body(), 1_000).await.unwrap();
        assert_eq!(&body[..], b"another node brings the schema up to date");
        let early = tokio::spawn({
            let front = front.clone();
            async move { front.answer(ask("/")).await.status() }
        });
        tokio::task::yield_now().await;
        front.open(Router::new().route("/", get(|| async { "here" })));
        assert_eq!(early.await.unwrap(), 200);
    }

    #[tokio::test]
    async fn the_last_answers_close_their_connections() {
        let site = Router::new().route("/", get(|| async { "here" }));
        let front = Front::of(site);
        assert!(!front.answer(ask("/")).await.headers().contains_key("connection"));
        front.drain();
        assert_eq!(front.answer(ask("/")).await.headers()["connection"], "close");
        assert_eq!(front.answer(ask("/readyz")).await.status(), 503);
    }
}
