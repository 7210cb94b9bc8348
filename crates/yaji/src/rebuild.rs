//! `yaji rebuild`: what was derived, made again from the log or from the rows that it follows from.

use std::sync::Arc;

use community::Community;
use community::bulk::{self, COUNTS};
use community::search::rebuild as search;
use kernel::{Fault, Outcome};
use web::App;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::open;

/// Rebuilds what was derived, or lists what can be; gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(config: &Config, names: &[String]) -> Result<Vec<String>, Mistake> {
    let app = open::existing(config).await?;
    let done = rebuilt(&app, names).await;
    app.db().close().await;
    done
}

async fn rebuilt(app: &App, names: &[String]) -> Result<Vec<String>, Mistake> {
    let mut known: Vec<&str> = app.db().rebuildable().into_iter().map(|one| one.name).collect();
    known.extend([COUNTS, search::NAME]);
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        let why = "nothing that can be made again has that name";
        let next = format!("choose among: {}", known.join(", "));
        return Err(Mistake::new(format!("{name} cannot be rebuilt"), why, next));
    }
    let mut lines = Vec::new();
    for name in names {
        one(app, name).await.map_err(|fault| mistake(name, fault))?;
        lines.push(format!("{name} is rebuilt"));
    }
    if names.is_empty() {
        lines.extend(known.into_iter().map(str::to_owned));
    }
    Ok(lines)
}

async fn one(app: &App, name: &str) -> Outcome<()> {
    let community: Arc<Community> = app.part();
    match name {
        COUNTS => bulk::recount(app.db(), &community).await,
        search::NAME => search::run(app.db(), &community).await,
        subscriber => app.db().rebuild(subscriber).await,
    }
}

fn mistake(name: &str, fault: Fault) -> Mistake {
    let what = format!("{name} was not rebuilt");
    match fault {
        Fault::Broken(report) => {
            let next = "mend that and rebuild it again; what it is made from is untouched";
            Mistake::new(what, report.cause, next)
        }
        Fault::Conflict("database.in_use") => Mistake::new(
            what,
            "another process uses the database, and would find half of it",
            "stop `yaji serve` first; one that was killed is forgotten after a minute",
        ),
        other => other.into(),
    }
}
