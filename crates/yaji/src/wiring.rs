//! How the slices are joined: the one file that names both ends.

use access::HoldingsCache;
use blob::{Blobs, Workshop};
use commerce::{Providers, Sandbox};
use community::Community;
use community::live::CommunityStage;
use db::{BadSchedule, Db, Subscriber, Workers};
use kernel::{Fault, MemberId, Outcome};
use mail::{SendMail, Transport};
use media::Media;
use notify::{NotifyStage, Unread};
use people::People;
use people::export::{Part, Section};
use people::password::Hasher;
use people::profile::page::PagePart;
use web::live::{Forget, Hub, Stages};
use web::{App, AppParts, Keys, Routes};

use crate::{frame, health, rooms, upkeep};

/// Pictures that are prepared at a time.
const PICTURES_AT_ONCE: usize = 2;

/// Every slice's routes.
pub fn routes() -> Vec<Routes> {
    let slices = vec![
        health::routes(),
        rooms::routes(),
        people::routes(),
        access::routes(),
        commerce::routes(),
        media::routes(),
        community::routes(),
        notify::routes(),
        discovery::routes(),
        demo::routes(),
    ];
    slices.into_iter().chain(gallery()).collect()
}

/// Every component in its states, to be looked at while building.
#[cfg(debug_assertions)]
fn gallery() -> Option<Routes> {
    Some(web::gallery::routes())
}

#[cfg(not(debug_assertions))]
const fn gallery() -> Option<Routes> {
    None
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
        list.extend(access::subscribers());
        list.extend(commerce::subscribers());
        list.extend(media::subscribers());
        list.extend(community::subscribers());
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
            sections: sections(),
            lists: vec![PagePart {
                draw: |app, viewer, member| Box::pin(community::author::panel(app, viewer, member)),
            }],
            panels: panels(),
            is_kept: |tx, member: MemberId| {
                Box::pin(async move {
                    Ok(community::author::has_written(tx, member).await?
                        || access::holds_any(tx, member).await?)
                })
            },
            ..People::new(self.hasher)
        };
        let unread = Unread::load(&db).await?;
        let personas = demo::Personas::load(&db).await?;
        let media_host = self.blobs.signing_host().await?;
        let mut parts = AppParts::new(db, transport, Hub::default())
            .media_host(media_host)
            .with(Stages(vec![Box::new(CommunityStage), Box::new(NotifyStage)]))
            .with(forget(self.holdings.clone()))
            .with(unread)
            .with(personas)
            .with(frame::frame())
            .with(people)
            .with(self.blobs)
            .with(Workshop::new(PICTURES_AT_ONCE, blob::Limits::default()))
            .with(Media::new(vec![community::picture::judge]))
            .with(Providers::default().with(sandbox.clone()))
            .with(sandbox)
            .with(Community::new(self.holdings));
        if let Some(figures) = health::figures() {
            parts = parts.with(figures);
        }
        let app = parts.open().await?;
        // The first page already shows the spaces beside it, and where to join if one can.
        let community = app.part::<Community>();
        let ready = async move |tx: &db::Tx| {
            community.ground.current(tx).await?;
            community.look_for_offers(tx).await
        };
        app.db().read(ready).await?;
        Ok(app)
    }
}

/// What each slice puts into the file with a member's own data.
fn sections() -> Vec<Section> {
    vec![
        media::section(),
        Section {
            name: "community",
            collect: |tx, member| {
                Box::pin(async move { Ok(Part::of(community::export::collect(tx, member).await?)) })
            },
        },
        Section {
            name: "entitlements",
            collect: |tx, member| {
                Box::pin(async move { Ok(Part::of(access::export::collect(tx, member).await?)) })
            },
        },
        Section {
            name: "orders",
            collect: |tx, member| {
                Box::pin(async move { Ok(Part::of(commerce::export::collect(tx, member).await?)) })
            },
        },
        Section {
            name: "notifications",
            collect: |tx, member| {
                Box::pin(async move { Ok(Part::of(notify::export::collect(tx, member).await?)) })
            },
        },
    ]
}

/// What other slices know of a member, on the studio's page about them.
fn panels() -> Vec<PagePart> {
    vec![
        PagePart {
            draw: |app, viewer, member| {
                Box::pin(access::entitlement::page::panel(app, viewer, member))
            },
        },
        PagePart {
            draw: |app, viewer, member| {
                Box::pin(commerce::order::studio::panel(app, viewer, member))
            },
        },
    ]
}

/// What is kept of members' entitlements is forgotten when another node has changed them, too.
fn forget(holdings: HoldingsCache) -> Forget {
    Forget(Box::new(move |event| match event.name.as_str() {
        "plan.changed" => holdings.forget_all(),
        name if name.starts_with("entitlement.") || name == "member.merged" => {
            for field in ["member", "into"] {
                let member = event.payload.get(field).and_then(|id| id.as_str());
                if let Some(member) = member.and_then(|id| id.parse().ok()) {
                    holdings.forget(member);
                }
            }
        }
        _ => {}
    }))
}

/// Who does which job, and what is done by the clock of the site's zone.
///
/// # Errors
/// When a schedule is not understood.
pub fn workers(app: &App) -> Outcome<Workers> {
    let zoned = app.clone();
    let workers = Workers::new(app.db().clone()).in_zone(move || zoned.settings().zone.clone());
    slices(foundations(workers, app), app).map_err(|e| Fault::broken("reading a schedule", e))
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

fn slices(workers: Workers, app: &App) -> Result<Workers, BadSchedule> {
    let workers = upkeep::workers(workers, app.db())?;
    let workers = people::work(workers, app)?;
    let workers = access::workers(workers, app.db())?;
    let workers = media::workers(workers, app)?;
    let workers = community::upkeep::workers(workers, app.db(), &app.part::<Community>())?;
    let (providers, sandbox) = (app.part::<Providers>(), app.part::<Sandbox>());
    commerce::workers(workers, app.db(), (&providers, &sandbox))
}
