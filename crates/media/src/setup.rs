//! What the wiring gives this slice.

use std::pin::Pin;
use std::sync::Arc;

use blob::Blobs;
use db::Tx;
use kernel::{Fault, Outcome};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use web::{App, Viewer};

use crate::picture::MediaId;

/// Files that are on their way in at a time: each may lie in memory whole.
const ON_THEIR_WAY: usize = 12;

/// Who may see a picture by one of the places that show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Neither the one who asks nor visitors.
    Nobody,
    /// The one who asks.
    Viewer,
    /// Any visitor.
    Anyone,
}

/// Decides by the places of one slice who may see a picture; without a viewer, whether visitors
/// may.
pub type Judge = for<'a> fn(
    &'a App,
    &'a Tx,
    Option<&'a Viewer>,
    MediaId,
) -> Pin<Box<dyn Future<Output = Outcome<Sight>> + 'a>>;

/// This slice's part of the app.
pub struct Media {
    judges: Vec<Judge>,
    places: Arc<Semaphore>,
}

impl Media {
    /// A part with the slices that show pictures.
    #[must_use]
    pub fn new(judges: Vec<Judge>) -> Self {
        Self { judges, places: Arc::new(Semaphore::new(ON_THEIR_WAY)) }
    }

    /// A place for a file on its way in.
    ///
    /// # Errors
    /// `Busy` when all are taken.
    pub(crate) fn enter(&self) -> Outcome<OwnedSemaphorePermit> {
        Arc::clone(&self.places).try_acquire_owned().map_err(|_full| Fault::Busy)
    }

    /// Who may see a picture by any place that shows it.
    pub(crate) async fn sight(
        &self,
        app: &App,
        tx: &Tx,
        viewer: Option<&Viewer>,
        id: MediaId,
    ) -> Outcome<Sight> {
        let mut best = Sight::Nobody;
        for judge in &self.judges {
            best = best.max(judge(app, tx, viewer, id).await?);
            if best == Sight::Anyone {
                break;
            }
        }
        Ok(best)
    }
}

/// The blob store that the wiring gives.
pub(crate) fn blobs(app: &App) -> Outcome<Arc<Blobs>> {
    app.find_part::<Blobs>().ok_or_else(|| Fault::broken("finding the blobs", "none are wired"))
}
