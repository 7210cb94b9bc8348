//! What a request still had to say when its answer was there.
//!
//! An answer that comes before the body was read leaves bytes on the line. The connection cannot
//! go on with them, and whoever keeps it (a reverse proxy does) would lose their next request.
//! What is short is read to its end; otherwise the answer says that it is the connection's last.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The most bytes that are read although nobody wants them: as many as a form may have.
const MOST: u64 = 512 * 1024;
/// How long they may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// A request's body, held by its handler and by the connection's loop.
pub(crate) struct Shared<B>(Arc<Mutex<Held<B>>>);

struct Held<B> {
    body: B,
    is_asked: bool,
    is_over: bool,
}

impl<B> Clone for Shared<B> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<B> Shared<B> {
    /// A body that two may hold.
    pub(crate) fn of(body: B) -> Self {
        Self(Arc::new(Mutex::new(Held { body, is_asked: false, is_over: false })))
    }

    fn held(&self) -> MutexGuard<'_, Held<B>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Shared<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let mut held = self.held();
        held.is_asked = true;
        let polled = Pin::new(&mut held.body).poll_frame(cx);
        if let Poll::Ready(None | Some(Err(_))) = &polled {
            held.is_over = true;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        let held = self.held();
        held.is_over || held.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.held().body.size_hint()
    }
}

/// Whether the connection can go on after the answer: the body is over, or was short enough to be
/// read now. One that waits to be told that it may come (`Expect: 100-continue`) is not called for.
pub(crate) async fn is_over<B>(mut body: Shared<B>, is_expecting: bool) -> bool
where
    B: Body<Data = Bytes> + Unpin,
{
    let is_read_elsewhere = Arc::strong_count(&body.0) > 1;
    if is_read_elsewhere || body.is_end_stream() {
        return true;
    }
    let is_long = body.size_hint().lower() > MOST;
    if is_long || (is_expecting && !body.held().is_asked) {
        return false;
    }
    let rest = async {
        let mut bytes = 0;
        while bytes <= MOST {
            match std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
                None => return true,
                Some(Err(_broken_line)) => return false,
                Some(Ok(frame)) => {
                    let length = frame.data_ref().map_or(0, Bytes::len);
                    bytes += u64::try_from(length).unwrap_or(MOST);
                }
            }
        }
        false
    };
    tokio::time::timeout(PATIENCE, rest).await.unwrap_or(false)
}
