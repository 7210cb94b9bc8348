//! A community of any size with the skew of real ones: a few write most of it, most posts have
//! hardly an answer, and a few have thousands.
//!
//! One thread puts the texts together, the database's writer takes them in the order of time, and
//! the indexes are built at the end.

mod draft;
mod members;
mod prose;

use std::sync::Arc;
use std::time::Duration;

use community::bulk::flow::{self, Flow, Totals};
use community::ground::Kept;
use db::{Db, Origin};
use indicatif::ProgressBar;
use kernel::{Fault, Outcome};
use tokio::sync::mpsc;
use web::App;

use crate::people_of::{Cast, Person};
use crate::spaces::Spaces;
use crate::{Dice, Personas, SEED, Seeded, people_of, persona, write};

/// How long one transaction of a load may take: the last one builds every index.
const PATIENCE: Duration = Duration::from_secs(3600);
/// Parts of the load that wait for the writer.
const WAITING: usize = 2;

/// How large a community is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Members beside the team.
    pub members: u32,
    /// Posts.
    pub posts: u32,
    /// Comments and answers.
    pub comments: u32,
}

impl Scale {
    /// 100,000 members, a million posts, ten million comments.
    pub const LARGE: Self = Self { members: 100_000, posts: 1_000_000, comments: 10_000_000 };
}

/// Fills an empty database with a community of that size.
///
/// # Errors
/// `Conflict` with `demo.not_empty` when somebody is a member already; when the database fails.
pub async fn seed_scaled(
    app: &App,
    password_hash: String,
    scale: Scale,
    bar: &ProgressBar,
) -> Outcome<Seeded> {
    crate::refuse_inhabited(app).await?;
    let Scale { members, posts, comments } = scale;
    bar.set_length(u64::from(members) + u64::from(posts) + u64::from(comments));
    let mut dice = Dice::new(SEED);
    let (cast, product, spaces) = crate::found(app, &password_hash).await?;
    let db = app.db().patient(PATIENCE);
    let people =
        members::join(app, &mut dice, &cast, (&password_hash, product), (members, bar)).await?;
    flow::begin(&db).await?;
    let rows = pour(&db, dice, (&spaces, &cast, &people), (scale, bar)).await?;
    people_of::ends::settle(app, (&cast, product), &people).await?;
    db.tx(async |tx| tx.analyze().await).await?;
    // A member is a row of three tables at least.
    let rows = rows + 3 * people.len();
    persona::keep(app, cast.personas(&people)).await?;
    let personas = Personas::load(app.db()).await?;
    Ok(Seeded { personas, people, rows })
}

/// Writes all posts with what hangs on them, then follows, totals and indexes; how many rows.
async fn pour(
    db: &Db,
    mut dice: Dice,
    (spaces, cast, people): (&Spaces, &Cast, &[Person]),
    (scale, bar): (Scale, &ProgressBar),
) -> Outcome<usize> {
    let names = prose::tags();
    let tags = db.tx(async move |tx| flow::tags(tx, &names, crate::start()).await).await?;
    let follows = write::follows(&mut dice, spaces, cast, people);
    let mut totals = Totals::default();
    for member in cast.team.iter().map(|(id, _, _)| *id).chain(people.iter().map(|one| one.id)) {
        totals.of(member);
    }
    for (_, target, _) in &follows {
        if let community::follow::Target::Member(member) = target {
            totals.followed(*member);
        }
    }
    let (sender, mut parts) = mpsc::channel::<Flow>(WAITING);
    let writer = draft::Writer::new(dice, db.clone(), (spaces, cast, people), tags);
    let thread = std::thread::spawn(move || writer.run(scale, &sender));
    let ground = db.read(async |tx| Kept::default().current(tx).await).await?;
    let mut rows = follows.len();
    while let Some(part) = parts.recv().await {
        totals.add(&ground, &part);
        let done = u64::try_from(part.posts.len() + part.comments.len()).unwrap_or(0);
        let (part, ground) = (Arc::new(part), Arc::clone(&ground));
        // On a busy machine a part may take longer than the node's number is leased.
        db.leased().await;
        rows += db.tx(async move |tx| flow::write(tx, &ground, &part, Origin::Seed).await).await?;
        bar.inc(done);
    }
    if thread.join().is_err() {
        return Err(Fault::broken("writing texts", "the thread that puts them together panicked"));
    }
    db.tx(async move |tx| community::bulk::follows(tx, &follows).await).await?;
    rows += flow::finish(db, totals).await?;
    Ok(rows)
}
