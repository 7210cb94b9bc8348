//! How the slices are joined: the one file that names both ends.

use std::path::Path;

use access::HoldingsCache;
use blob::{Blobs, Place, Workshop};
use commerce::{Providers, Sandbox};
use community::Community;
use community::live::CommunityStage;
use community::upkeep::{self, RecountTags, ReindexSpace};
use db::{BadSchedule, Db, Subscriber, Workers};
use kernel::{Fault, MemberId, Outcome, Zone};
use mail::{SendMail, Transport};
use notify::{NotifyStage, Unread};
use people::People;
use people::password::Hasher;
use web::live::{Hub, Stages};
use web::{App, AppParts, Keys, Routes};

use crate::{frame, health, rooms};

/// Pictures that are prepared at a time.
const PICTURES_AT_ONCE: usize = 2;

/// Every slice's routes.
pub fn routes() -> Vec<Routes> {
    vec![
        health::routes(),
        rooms::routes(),
        people::routes(),
        access::routes(),
        commerce::routes(),
        community::routes(),
        notify::routes(),
        discovery::routes(),
    ]
}

/// What exists before the database is opened, because subscribers need it.
pub struct Wiring {
    holdings: HoldingsCache,
    hasher: Hasher,
    blobs: Blobs,
}

impl Wiring {
    /// The slices' own parts: how passwords are hashed, where files lie.
    #[must_use]
    pub fn new(hasher: Hasher, blobs: Blobs) -> Self {
        Self { holdings: HoldingsCache::default(), hasher, blobs }
    }

    /// Who is run when something happened.
    #[must_use]
    pub fn subscribers(&self) -> Vec<Subscriber> {
        let mut list = vec![self.holdings.subscriber()];
        list.extend(people::subscribers());
        list.extend(commerce::subscribers());
        list.extend(notify::subscribers());
        list
    }

    /// The app with the slices' own parts.
    ///
    /// # Errors
    /// When the database fails or what it holds is damaged.
    pub async fn app(self, db: Db, transport: Transport) -> Outcome<App> {
        let sandbox = Sandbox::new(db.clone(), Keys::open(&db).await?);
        let people = People {
            hasher: self.hasher,
            sections: Vec::new(),
            lists: Vec::new(),
            panels: Vec::new(),
            tabs: Vec::new(),
            has_written: |tx, member: MemberId| {
                Box::pin(community::author::has_written(tx, member))
            },
        };
        let unread = Unread::load(&db).await?;
        let mut parts = AppParts::new(db, transport, Hub::default())
            .with(Stages(vec![Box::new(CommunityStage), Box::new(NotifyStage)]))
            .with(unread)
            .with(frame::frame())
            .with(people)
            .with(self.blobs)
            .with(Workshop::new(PICTURES_AT_ONCE, blob::Limits::default()))
            .with(Providers::default().with(sandbox.clone()))
            .with(sandbox)
            .with(Community::new(self.holdings));
        if let Some(figures) = health::figures() {
            parts = parts.with(figures);
        }
        parts.open().await
    }
}

/// Files on the local disk, in a folder of the data folder.
///
/// # Errors
/// When the folder cannot be made.
pub fn blobs(data: &Path) -> Outcome<Blobs> {
    Blobs::open(&Place::Disk { path: data.join("files") })
}

/// Who does which job, and what is done by the clock.
///
/// # Errors
/// When a schedule is not understood.
pub fn workers(app: &App) -> Outcome<Workers> {
    let zone = app.settings().zone.clone();
    let workers = foundations(Workers::new(app.db().clone()), app);
    let workers = community_jobs(workers, app);
    slices(workers, app, &zone).map_err(|e| Fault::broken("reading a schedule", e))
}

fn foundations(workers: Workers, app: &App) -> Workers {
    let sender = app.clone();
    workers.on(move |job: SendMail, _run| {
        let app = sender.clone();
        async move {
            let from = app.settings().mail_from.clone();
            mail::deliver(app.db(), app.transport(), &from, job.mail).await
        }
    })
}

fn community_jobs(workers: Workers, app: &App) -> Workers {
    let (indexer, counter) = (app.clone(), app.clone());
    workers
        .on(move |job: ReindexSpace, _run| {
            let (db, community) = (indexer.db().clone(), indexer.part::<Community>());
            async move {
                db.tx(async move |tx| upkeep::reindex_space(tx, &community, &job).await).await
            }
        })
        .on(move |job: RecountTags, _run| {
            let (db, community) = (counter.db().clone(), counter.part::<Community>());
            async move { db.tx(async move |tx| upkeep::recount_tags(tx, &community, &job).await).await }
        })
}

fn slices(workers: Workers, app: &App, zone: &Zone) -> Result<Workers, BadSchedule> {
    let workers = people::work(workers, app)?;
    let workers = access::workers(workers, app.db(), zone)?;
    let (providers, sandbox) = (app.part::<Providers>(), app.part::<Sandbox>());
    commerce::workers(workers, app.db(), (&providers, &sandbox), zone)
}
