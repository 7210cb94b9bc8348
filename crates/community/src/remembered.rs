//! Facts that pages show and that need not be of this very moment, kept for seconds.
//!
//! None of them decides anything: what a price is and whether it is on sale is asked again at
//! checkout, and a count on the landing page may lag.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use commerce::Offer;
use kernel::Outcome;
use moka::sync::Cache;

use crate::home::Portrait;

/// The key of all that is on sale.
pub(crate) const ALL: &str = "*";
/// How long what is on sale is kept.
const OFFERS_FOR: Duration = Duration::from_secs(2);
/// How long the site's numbers are kept.
const PORTRAIT_FOR: Duration = Duration::from_secs(20);

/// What is kept.
pub(crate) struct Remembered {
    offers: Cache<String, Arc<[Offer]>>,
    portrait: Cache<(), Arc<Portrait>>,
    sells: AtomicBool,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            offers: Cache::builder().max_capacity(1_000).time_to_live(OFFERS_FOR).build(),
            portrait: Cache::builder().max_capacity(1).time_to_live(PORTRAIT_FOR).build(),
            sells: AtomicBool::new(false),
        }
    }
}

impl std::fmt::Debug for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remembered").field("offers", &self.offers.entry_count()).finish()
    }
}

impl Remembered {
    /// What is on sale for a list of things, written as its key.
    pub(crate) async fn offers(
        &self,
        key: String,
        read: impl Future<Output = Outcome<Vec<Offer>>>,
    ) -> Outcome<Arc<[Offer]>> {
        if let Some(offers) = self.offers.get(&key) {
            return Ok(offers);
        }
        let offers: Arc<[Offer]> = read.await?.into();
        self.offers.insert(key, Arc::clone(&offers));
        Ok(offers)
    }

    /// Whether anything was on sale when all of it was last read.
    pub(crate) fn sells(&self) -> bool {
        self.sells.load(Ordering::Relaxed)
    }

    /// Keeps whether anything is on sale; what goes on sale first is seen at once.
    pub(crate) fn note_sale(&self, sells: bool) {
        self.sells.store(sells, Ordering::Relaxed);
        if !sells {
            self.offers.invalidate(ALL);
        }
    }

    /// The site in numbers.
    pub(crate) async fn portrait(
        &self,
        read: impl Future<Output = Outcome<Portrait>>,
    ) -> Outcome<Arc<Portrait>> {
        if let Some(portrait) = self.portrait.get(&()) {
            return Ok(portrait);
        }
        let portrait = Arc::new(read.await?);
        self.portrait.insert((), Arc::clone(&portrait));
        Ok(portrait)
    }
}
