//! Bodies on their way: how slowly one may come, and what waits for it.
//!
//! Whoever sends slowly holds no place in a lane: the place is given up while the rest is waited
//! for, and taken again once it is there. So no number of slow senders keeps others from being
//! served.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use http_body::{Frame, SizeHint};
use kernel::{Fault, Outcome};
use tokio::time::{Instant, Sleep};

use crate::lanes::Turn;

/// How long a sender may take over any body.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes that earn a sender another second: the least rate of a long body.
const BYTES_A_SECOND: u64 = 8 * 1024;

/// Why a body was not waited for any longer.
#[derive(Debug)]
enum Cut {
    /// It came too slowly.
    Late,
    /// All bodies on their way together are more than there is room for.
    Full,
}

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Late => "a body came too slowly",
            Self::Full => "too many bodies are on their way",
        })
    }
}

impl Error for Cut {}

/// The fault of a body that was not read to its end: `Invalid` at `field`, or `Busy`.
pub(crate) fn fault_of(error: &(dyn Error + 'static), field: &'static str) -> Fault {
    let mut causes = std::iter::successors(Some(error), |error| (*error).source());
    match causes.find_map(|error| error.downcast_ref::<Cut>()) {
        Some(Cut::Late) => Fault::invalid(field, "request.slow"),
        Some(Cut::Full) => Fault::Busy,
        None => Fault::invalid(field, "request.broken"),
    }
}

/// A body that must keep pace.
struct Paced {
    body: Body,
    turn: Option<Arc<Turn>>,
    begun: Instant,
    /// How long it may take; longer for each byte that has come.
    patience: Duration,
    /// Set up once something is waited for.
    end: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    fn of(body: Body, turn: Option<Arc<Turn>>) -> Self {
        Self { body, turn, begun: Instant::now(), patience: PATIENCE, end: None }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let paced = &mut *self;
        let Poll::Ready(polled) = Pin::new(&mut paced.body).poll_frame(cx) else {
            let until = paced.begun + paced.patience;
            let end = paced.end.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
            if end.deadline() != until {
                end.as_mut().reset(until);
            }
            return end.as_mut().poll(cx).map(|()| Some(Err(Cut::Late.into())));
        };
        let Some(frame) = polled else { return Poll::Ready(None) };
        let frame = frame?;
        let length = frame.data_ref().map_or(0, Bytes::len);
        let bytes = u64::try_from(length).unwrap_or(u64::MAX);
        paced.patience += Duration::from_millis(bytes.saturating_mul(1_000) / BYTES_A_SECOND);
        let is_full = paced.turn.as_ref().is_some_and(|turn| !turn.makes_room(length));
        Poll::Ready(Some(if is_full { Err(Cut::Full.into()) } else { Ok(frame) }))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The request with a body that must keep pace, and its turn in the lane if it has one.
pub(crate) fn paced(request: Request) -> (Request, Option<Arc<Turn>>) {
    let turn = request.extensions().get::<Arc<Turn>>().cloned();
    let held = turn.clone();
    (request.map(|body| Body::new(Paced::of(body, held))), turn)
}

/// What is read of a body, waited for outside of the lane where it is not there yet.
///
/// # Errors
/// Those of reading; `Busy` when there is no place in the lane once it is there.
pub(crate) async fn waited_for<T>(
    turn: Option<Arc<Turn>>,
    read: impl Future<Output = Outcome<T>>,
) -> Outcome<T> {
    let mut read = std::pin::pin!(read);
    if let Poll::Ready(done) = futures_util::poll!(&mut read) {
        return done;
    }
    let Some(turn) = turn else { return read.await };
    turn.leave();
    let done = read.await;
    turn.enter().await?;
    done
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;

    /// A body of so many pieces, one every 20 ms, of a sender whom nobody waits for longer than
    /// 200 ms.
    fn dripping(pieces: usize, piece: usize) -> Request {
        let drops = futures_util::stream::iter(0..pieces).then(move |_| async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; piece]))
        });
        let patience = Duration::from_millis(200);
        Request::new(Body::new(Paced { patience, ..Paced::of(Body::from_stream(drops), None) }))
    }

    #[tokio::test]
    async fn a_body_that_only_drips_is_not_waited_for() {
        let begun = Instant::now();
        let refused = crate::body(dripping(5_000, 1)).await.unwrap_err();
        assert_eq!(refused.0.key(), "request.slow");
        let mut file = dripping(5_000, 1);
        let kind = "multipart/form-data; boundary=x".parse().unwrap();
        file.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        let refused = crate::upload(file, 99, "media.too_large").await.unwrap_err();
        assert_eq!(refused.key(), "request.slow");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn a_long_body_has_the_time_that_its_bytes_earn() {
        let read = crate::body(dripping(30, 10_000)).await.unwrap();
        assert_eq!(read.len(), 300_000);
    }
}
