//! The workshop: pictures are prepared on threads of their own, a few at a time.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kernel::{Fault, Outcome};
use tokio::sync::Semaphore;

use crate::picture::{Limits, Prepared, prepare};

/// How long somebody waits for a free place before the site counts as busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// Prepares pictures without holding up anything else. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Workshop {
    places: Arc<Semaphore>,
    limits: Limits,
}

impl Workshop {
    /// A workshop for `places` pictures at a time; each may take the memory of its limits.
    #[must_use]
    pub fn new(places: usize, limits: Limits) -> Self {
        Self { places: Arc::new(Semaphore::new(places.max(1))), limits }
    }

    /// Prepares a picture: see [`prepare`].
    ///
    /// # Errors
    /// `Invalid` for what is no picture or beyond the limits, `Busy` when no place becomes free.
    pub async fn prepare(&self, content: Bytes) -> Outcome<Prepared> {
        let waiting = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned());
        let Ok(Ok(place)) = waiting.await else { return Err(Fault::Busy) };
        let limits = self.limits;
        let work = tokio::task::spawn_blocking(move || {
            let prepared = prepare(&content, limits);
            drop(place);
            prepared
        });
        match work.await {
            Ok(prepared) => prepared,
            Err(error) => {
                // A decoder that panics has met a file that is broken in a new way.
                tracing::warn!(%error, "a picture broke its decoder");
                Err(Fault::invalid("file", "media.not_a_picture"))
            }
        }
    }
}
