//! Lanes: shares of the server that a rush elsewhere cannot take away.
//!
//! Each lane admits so many requests at a time and lets so many wait; beyond that a request is
//! turned away at once with 503, which costs next to nothing, so that those admitted are served.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kernel::{Fault, Outcome};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::routes::Lane;

/// How long a request waits for its turn before it is turned away.
const PATIENCE: Duration = Duration::from_secs(2);

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
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            ordinary: Track::new(64, 1024),
            sign_in: Track::new(16, 512),
            checkout: Track::new(32, 1024),
            notices: Track::new(32, 1024),
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
