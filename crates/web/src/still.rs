//! Answers that stand still: what one visitor is shown, the next one is shown too.
//!
//! A visitor's page is made of its address, the language, the colours, the settings and the data,
//! and of nothing of their own. While nothing was committed since it was drawn, drawing it again
//! would give the same page but for the words for times, so it is sent again for at most a second.
//! The first commit ends it, before whoever wrote is answered: what was hidden is hidden at once.
//! What members are shown is never kept here, and nothing is where other nodes write the same data.
//! Whoever asks for what is being drawn anew waits for that: a rush on one page draws it once.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, Method, StatusCode, header};
use kernel::{Fault, Locale, Ts};
use moka::sync::Cache;
use site::Settings;
use tokio::sync::Mutex;

use crate::App;
use crate::reply::{Carried, Failure};
use crate::viewer::{Theme, Viewer};

/// The most bytes that are kept.
const BYTES_MAX: u64 = 8 * 1024 * 1024;
/// The longest answer that is kept, in bytes.
const LENGTH_MAX: usize = 256 * 1024;
/// Microseconds for which an answer is sent again: the words for times are no older than this.
const AGE_MAX: i64 = 1_000_000;
/// When an answer that nobody asked for again gives its memory back.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(2);

/// Visitors' answers, bounded.
pub(crate) struct Still(Cache<Key, Arc<Kept>>);

/// Everything of a request that a visitor's answer depends on.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    address: Box<str>,
    origin: Arc<str>,
    locale: Locale,
    theme: Theme,
}

/// An answer and what it was made of.
struct Kept {
    made: Made,
    headers: HeaderMap,
    body: Bytes,
    /// Held by whoever draws the next one.
    turn: Turn,
}

type Turn = Arc<Mutex<()>>;

/// The data, the moment and the settings that an answer was made of.
struct Made {
    changes: u64,
    at: Ts,
    settings: Arc<Settings>,
}

impl Made {
    fn now(app: &App) -> Option<Self> {
        // The count first: a commit from here on makes the answer one of the past.
        let changes = app.db().changes()?;
        Some(Self { changes, at: app.now(), settings: app.settings() })
    }

    /// Whether it was made of all that was committed when `asked`, and not too long before `now`.
    fn is_good(&self, asked: u64, now: &Self) -> bool {
        let age = now.at.since(self.at);
        self.changes >= asked
            && (0..AGE_MAX).contains(&age)
            && Arc::ptr_eq(&self.settings, &now.settings)
    }
}

impl Default for Still {
    fn default() -> Self {
        let weight = |key: &Key, kept: &Arc<Kept>| {
            u32::try_from(key.address.len() + kept.body.len() + 1_024).unwrap_or(u32::MAX)
        };
        let cache = Cache::builder().max_capacity(BYTES_MAX).weigher(weight);
        Self(cache.time_to_live(FORGOTTEN_AFTER).build())
    }
}

impl Key {
    /// The key of a visitor's request for a page; none for members, for whom a sentence waits, and
    /// for what is not a GET.
    fn of(request: &Request, viewer: &Viewer) -> Option<Self> {
        let is_own = viewer.member.is_some() || viewer.flash.is_some();
        if is_own || *request.method() != Method::GET {
            return None;
        }
        let address = request.uri().path_and_query()?.as_str().into();
        let origin = Arc::clone(&viewer.origin);
        Some(Self { address, origin, locale: viewer.locale, theme: viewer.theme })
    }
}

impl Kept {
    fn answer(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        self.headers.clone_into(response.headers_mut());
        response
    }
}

/// Answers a visitor with what is kept, everybody else and everything else by the handler.
pub(crate) async fn answer(app: &App, viewer: &Viewer, request: Request, next: Next) -> Response {
    let (Some(key), Some(now)) = (Key::of(&request, viewer), Made::now(app)) else {
        return next.run(request).await;
    };
    let kept = &app.still().0;
    let asked = now.changes;
    let Some(known) = kept.get(&key) else {
        return draw(app, (key, now, Turn::default()), request, next).await;
    };
    if known.made.is_good(asked, &now) {
        return known.answer();
    }
    let turn = Arc::clone(&known.turn);
    let _mine = turn.lock().await;
    let Some(now) = Made::now(app) else { return next.run(request).await };
    if let Some(fresh) = kept.get(&key).filter(|fresh| fresh.made.is_good(asked, &now)) {
        return fresh.answer();
    }
    draw(app, (key, now, Arc::clone(&turn)), request, next).await
}

/// Draws an answer and keeps it, unless it is of the kind that only one visitor is given.
async fn draw(
    app: &App,
    (key, made, turn): (Key, Made, Turn),
    request: Request,
    next: Next,
) -> Response {
    let kept = &app.still().0;
    let response = next.run(request).await;
    let length = response.body().size_hint().exact().and_then(|n| usize::try_from(n).ok());
    let is_plain = response.status() == StatusCode::OK
        && response.extensions().get::<Carried>().is_none()
        && !response.headers().contains_key(header::SET_COOKIE);
    if !is_plain || length.is_none_or(|length| length > LENGTH_MAX) {
        kept.invalidate(&key);
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = match axum::body::to_bytes(body, LENGTH_MAX).await {
        Ok(body) => body,
        Err(error) => {
            return Failure(Fault::broken("keeping an answer", error)).into_response();
        }
    };
    // A copy of its own: the handler's has more room than bytes.
    let body = Bytes::copy_from_slice(&body);
    let fresh = Arc::new(Kept { made, headers: parts.headers, body, turn });
    let response = fresh.answer();
    kept.insert(key, fresh);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(changes: u64, micros: i64, settings: &Arc<Settings>) -> Made {
        Made { changes, at: Ts::from_micros(micros), settings: Arc::clone(settings) }
    }

    #[test]
    fn an_answer_is_good_until_something_is_written_or_set_or_a_second_has_passed() {
        let (settings, others) = (Arc::new(Settings::default()), Arc::new(Settings::default()));
        let answer = made(7, 5_000_000, &settings);
        assert!(answer.is_good(7, &made(7, 5_000_000, &settings)));
        assert!(answer.is_good(7, &made(7, 5_999_999, &settings)));
        assert!(!answer.is_good(8, &made(8, 5_000_000, &settings)), "something was written");
        assert!(answer.is_good(7, &made(8, 5_000_000, &settings)), "… since it was asked for");
        assert!(!answer.is_good(7, &made(7, 6_000_000, &settings)), "a second has passed");
        assert!(!answer.is_good(7, &made(7, 4_999_999, &settings)), "the clock was set back");
        assert!(!answer.is_good(7, &made(7, 5_000_000, &others)), "other settings");
    }
}
