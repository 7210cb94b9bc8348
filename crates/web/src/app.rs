//! What every handler is given.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use db::Db;
use kernel::{Clock, Outcome, Ts};
use mail::Transport;
use site::{Settings, Site};

use crate::keys::Keys;
use crate::lanes::Lanes;
use crate::limits::Counters;
use crate::live::Hub;
use crate::sessions::SessionCache;
use crate::still::Still;

/// The state of every handler: cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    site: Site,
    keys: Keys,
    sessions: SessionCache,
    transport: Transport,
    hub: Hub,
    counters: Counters,
    lanes: Lanes,
    still: Still,
    media_host: Option<String>,
    parts: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

/// What an [`App`] is made of.
pub struct AppParts {
    /// The database.
    pub db: Db,
    /// Where mail goes.
    pub transport: Transport,
    /// How live messages travel.
    pub hub: Hub,
    media_host: Option<String>,
    parts: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl AppParts {
    /// The least an app needs.
    #[must_use]
    pub fn new(db: Db, transport: Transport, hub: Hub) -> Self {
        Self { db, transport, hub, media_host: None, parts: HashMap::new() }
    }

    /// Adds something of a slice's own, found again by its type with [`App::part`].
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, part: T) -> Self {
        self.parts.insert(TypeId::of::<T>(), Arc::new(part));
        self
    }

    /// Names another host that browsers fetch media from, as `https://bucket.example`.
    #[must_use]
    pub fn media_host(self, host: Option<String>) -> Self {
        Self { media_host: host, ..self }
    }

    /// Opens the app: reads the settings and the site's secret.
    ///
    /// # Errors
    /// When the database fails or what it holds is damaged.
    pub async fn open(self) -> Outcome<App> {
        let site = Site::open(&self.db).await?;
        let keys = Keys::open(&self.db).await?;
        Ok(App(Arc::new(Inner {
            site,
            keys,
            sessions: SessionCache::default(),
            transport: self.transport,
            hub: self.hub,
            counters: Counters::default(),
            lanes: Lanes::default(),
            still: Still::default(),
            media_host: self.media_host,
            parts: self.parts,
            db: self.db,
        })))
    }
}

impl App {
    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.0.db.clock()
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Ts {
        self.clock().now()
    }

    /// Another host that browsers fetch media from: the bucket's, if files lie in one.
    #[must_use]
    pub fn media_host(&self) -> Option<&str> {
        self.0.media_host.as_deref()
    }

    /// The settings as they stand.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        self.0.site.settings()
    }

    /// The settings' keeper, for reloading and for the epoch of cached pieces.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.0.site
    }

    /// The site's secret.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Sessions looked up lately.
    #[must_use]
    pub fn sessions(&self) -> &SessionCache {
        &self.0.sessions
    }

    /// Where mail goes.
    #[must_use]
    pub fn transport(&self) -> &Transport {
        &self.0.transport
    }

    /// Live topics.
    #[must_use]
    pub fn hub(&self) -> &Hub {
        &self.0.hub
    }

    /// How often things were done lately.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.0.counters
    }

    pub(crate) fn lanes(&self) -> &Lanes {
        &self.0.lanes
    }

    pub(crate) fn still(&self) -> &Still {
        &self.0.still
    }

    /// Something of a slice's own, put in by the wiring.
    ///
    /// # Panics
    /// When the wiring forgot it: the program must not start.
    #[must_use]
    pub fn part<T: Any + Send + Sync>(&self) -> Arc<T> {
        let found = self.find_part::<T>();
        #[expect(clippy::panic, reason = "a mistake of the wiring, found by the first test")]
        match found {
            Some(part) => part,
            None => panic!("the wiring has no {}", std::any::type_name::<T>()),
        }
    }

    /// Something of a slice's own, where the wiring has it.
    #[must_use]
    pub fn find_part<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.parts.get(&TypeId::of::<T>()).and_then(|part| Arc::clone(part).downcast().ok())
    }
}
