//! Dumps of the Stack Exchange network: a folder with one XML file a table.
//!
//! Users become unclaimed members, questions posts of one open space, answers and comments its two
//! levels. Only favourites and bounties name their voter there, so votes are counts.

mod answers;
mod badges;
mod comments;
mod formula;
mod html;
mod links;
mod names;
mod questions;
mod remark;
mod row;
mod shape;
mod tags;
#[cfg(test)]
mod tests;
mod threads;
mod users;
mod votes;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use community::Community;
use community::bulk::{self, Load};
use community::ground::{Ground, Kept};
use community::space::{SpaceDraft, SpaceId};
use db::{Db, Origin};
use indicatif::ProgressBar;
use kernel::{Id as _, Outcome};

use crate::Report;
use crate::keys::{Keys, store};
use row::Row;
use shape::Shape;

/// How the rows are written: each one event of its own time, each found by search.
const LOAD: Load = Load { origin: Origin::Import, announced: true, indexed: true };
/// How many rows one transaction places.
const BATCH: usize = 250;
/// How long one transaction may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// What is to be brought in.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The folder with the XML files.
    pub dir: PathBuf,
    /// The name of the space that takes the questions.
    pub name: String,
}

impl Wish {
    /// Names the space after the folder: `quantumcomputing-se` becomes `quantumcomputing`.
    #[must_use]
    pub fn of(dir: PathBuf) -> Self {
        let folder = dir.file_name().map(|name| name.to_string_lossy().into_owned());
        let folder = folder.unwrap_or_else(|| "stackexchange".to_owned());
        let name = folder.trim_end_matches("-se").trim_end_matches(".stackexchange.com");
        Self { name: name.to_owned(), dir }
    }
}

/// One run over one dump.
struct Import<'a> {
    db: Db,
    dir: PathBuf,
    /// Names the dump in the table of keys.
    source: Arc<str>,
    keys: Keys,
    report: Report,
    bar: &'a ProgressBar,
}

/// Brings a dump in. Running it again places what is new and changes nothing else.
///
/// # Errors
/// `Invalid` for the field `dir` when a file is missing; when a file or the database is damaged.
pub async fn run(db: &Db, wish: &Wish, bar: &ProgressBar) -> Outcome<Report> {
    let db = db.patient(PATIENCE);
    let source: Arc<str> = format!("stackexchange:{}", wish.name).into();
    let keys = Keys::load(&db, &source).await?;
    let shape = Shape::read(&wish.dir)?;
    bar.set_length(shape.rows);
    let mut import =
        Import { db, dir: wish.dir.clone(), source, keys, report: Report::default(), bar };
    let space = import.space(&wish.name, &shape).await?;
    users::place(&mut import).await?;
    users::place_named(&mut import, &shape).await?;
    let counts = votes::count(&import)?;
    questions::place(&mut import, space, &counts).await?;
    answers::place(&mut import, space, &shape, &counts).await?;
    tags::place(&mut import).await?;
    comments::place(&mut import, space, &shape).await?;
    answers::accept(&mut import, space, &shape, &counts).await?;
    votes::place(&mut import, &shape).await?;
    links::place(&mut import, &shape).await?;
    badges::place(&mut import).await?;
    if import.report.placed_rows() > 0 {
        import.recount().await?;
        import.db.tx(async |tx| tx.analyze().await).await?;
    }
    Ok(import.report)
}

impl Import<'_> {
    /// The space that takes the questions; opened by the first run.
    async fn space(&mut self, name: &str, shape: &Shape) -> Outcome<SpaceId> {
        if let Some(id) = self.keys.find("space", "site") {
            return Ok(SpaceId::from_i64(id));
        }
        let (source, oldest) = (Arc::clone(&self.source), shape.oldest);
        let handle: String = text::slug(name).chars().take(30).collect();
        let draft = SpaceDraft {
            handle: if handle.len() < 2 { "stackexchange".to_owned() } else { handle },
            name: name.chars().take(40).collect(),
            description: String::new(),
            prompt: String::new(),
            icon: "circle-help".to_owned(),
            visibility: "open".to_owned(),
            posting: "everyone".to_owned(),
            shown: true,
            plans: Vec::new(),
        };
        let id = self
            .db
            .tx(async move |tx| {
                let at = oldest.unwrap_or(tx.now());
                let id = bulk::space(tx, draft.clone(), at, Origin::Import).await?;
                store::insert(tx, &source, &[("space", "site".to_owned(), id.get())]).await?;
                Ok(id)
            })
            .await?;
        self.keys.learn(vec![("space", "site".to_owned(), id.get())]);
        Ok(id)
    }

    /// Accounts for a row: known, placed under an id, or unplaced and why. What it becomes, when it
    /// is new.
    fn account<T>(
        &mut self,
        kind: &'static str,
        row: &Row,
        found: Result<T, &'static str>,
    ) -> Option<T> {
        if self.keys.has(kind, row.id()) {
            self.report.known(kind);
            return None;
        }
        match found {
            Ok(_) => self.report.placed(kind),
            Err(why) => self.report.unplaced(kind, row.id(), why),
        }
        found.ok()
    }

    async fn ground(&self) -> Outcome<Arc<Ground>> {
        self.db.read(async move |tx| Kept::default().current(tx).await).await
    }

    /// Brings every counter and rank into line with what was placed.
    async fn recount(&self) -> Outcome<()> {
        bulk::recount(&self.db, &Arc::new(Community::default())).await
    }
}
