//! Lanes: shares of the server that a rush elsewhere cannot take away.
//!
//! Each lane admits so many requests at a time and lets so many wait; beyond that a request is
//! turned away at once with 503, which costs next to nothing, so that those admitted are served.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::HttpBody as _;
use axum::extract::Request;

use kernel::{Fault, Outcome};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::App;
use crate::routes::Lane;

/// How long a request waits for its turn before it is turned away.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most bytes of bodies that are held at a time, all requests together.
const BYTES_MAX: usize = 256 * 1024 * 1024;

struct Track {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
}

impl Track {
    fn new(places: usize, queue: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), waiting: AtomicUsize::new(0), queue }
    }

    async fn enter(&self) -> Outcome<OwnedSemaphorePermit> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= self.queue {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(Fault::Busy);
        }
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        self.waiting.fetch_sub(1, Ordering::AcqRel);
        match turn {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Fault::Busy),
        }
    }
}

/// The lanes of one server.
pub(crate) struct Lanes {
    ordinary: Track,
    sign_in: Track,
    checkout: Track,
    notices: Track,
    /// Bytes of bodies that are held now.
    bytes: AtomicUsize,
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            ordinary: Track::new(64, 1024),
            sign_in: Track::new(16, 512),
            checkout: Track::new(32, 1024),
            notices: Track::new(32, 1024),
            bytes: AtomicUsize::new(0),
        }
    }
}

impl Lanes {
    /// Waits for a place in a lane; health has no lane that could be full.
    ///
    /// # Errors
    /// `Busy` when the lane and its queue are full, or the wait grew too long.
    pub(crate) async fn enter(&self, lane: Lane) -> Outcome<Option<OwnedSemaphorePermit>> {
        let track = match lane {
            Lane::Ordinary => &self.ordinary,
            Lane::SignIn => &self.sign_in,
            Lane::Checkout => &self.checkout,
            Lane::Notices => &self.notices,
            Lane::Health => return Ok(None),
        };
        track.enter().await.map(Some)
    }
}

/// A request's place in its lane, which it gives up while its sender is waited for.
pub(crate) struct Turn {
    app: App,
    lane: Lane,
    place: Mutex<Option<OwnedSemaphorePermit>>,
    bytes: AtomicUsize,
}

impl Turn {
    /// Gives a place to a request that has yet to say something; one without a body keeps it
    /// where it is.
    pub(crate) fn give(
        app: &App,
        lane: Lane,
        place: &mut Option<OwnedSemaphorePermit>,
        request: &mut Request,
    ) -> Option<Arc<Self>> {
        if request.body().is_end_stream() {
            return None;
        }
        let place = Mutex::new(place.take());
        let turn = Arc::new(Self { app: app.clone(), lane, place, bytes: AtomicUsize::new(0) });
        request.extensions_mut().insert(Arc::clone(&turn));
        Some(turn)
    }

    /// Gives the place up.
    pub(crate) fn leave(&self) {
        self.set(None);
    }

    /// Waits for a place again.
    ///
    /// # Errors
    /// As [`Lanes::enter`].
    pub(crate) async fn enter(&self) -> Outcome<()> {
        let place = self.app.lanes().enter(self.lane).await?;
        self.set(place);
        Ok(())
    }

    /// Holds so many more bytes of the body until the request ends; whether there is room.
    pub(crate) fn makes_room(&self, bytes: usize) -> bool {
        self.bytes.fetch_add(bytes, Ordering::AcqRel);
        self.app.lanes().bytes.fetch_add(bytes, Ordering::AcqRel) + bytes <= BYTES_MAX
    }

    fn set(&self, place: Option<OwnedSemaphorePermit>) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let bytes = self.bytes.load(Ordering::Acquire);
        self.app.lanes().bytes.fetch_sub(bytes, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_lane_turns_away_and_leaves_the_others_free() {
        let lanes = Lanes { ordinary: Track::new(1, 0), ..Lanes::default() };
        let held = lanes.enter(Lane::Ordinary).await.unwrap();
        assert!(matches!(lanes.enter(Lane::Ordinary).await, Err(Fault::Busy)));
        assert!(lanes.enter(Lane::SignIn).await.is_ok());
        assert!(lanes.enter(Lane::Notices).await.is_ok());
        drop(held);
        assert!(lanes.enter(Lane::Ordinary).await.is_ok());
    }
}
