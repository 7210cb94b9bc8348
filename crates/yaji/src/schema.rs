//! `yaji migrate` and `yaji rebuild`.

use kernel::{Clock, Fault};

use crate::config::Config;
use crate::mistake::Mistake;
use crate::open;

/// Brings the schema up to date, making it where there is none, and gives the line to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn migrate(config: &Config) -> Result<Vec<String>, Mistake> {
    let app = open::site(config, Clock::system()).await?;
    let newest = app.db().newest_migration().await;
    app.db().close().await;
    Ok(vec![format!("the schema is up to date ({})", newest?)])
}

/// Rebuilds what was derived from the log, or lists what can be; gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn rebuild(config: &Config, names: &[String]) -> Result<Vec<String>, Mistake> {
    let app = open::existing(config).await?;
    let done = rebuilt(app.db(), names).await;
    app.db().close().await;
    done
}

async fn rebuilt(db: &db::Db, names: &[String]) -> Result<Vec<String>, Mistake> {
    let known: Vec<&str> = db.rebuildable().into_iter().map(|one| one.name).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        let why = "nothing that is derived from the log has that name";
        let next = format!("choose among: {}", known.join(", "));
        return Err(Mistake::new(format!("{name} cannot be rebuilt"), why, next));
    }
    let mut lines = Vec::new();
    for name in names {
        db.rebuild(name).await.map_err(|fault| match fault {
            Fault::Broken(report) => {
                let next = "mend that and rebuild it again; the log itself is untouched";
                Mistake::new(format!("{name} was not rebuilt"), report.cause, next)
            }
            other => other.into(),
        })?;
        lines.push(format!("{name} is rebuilt"));
    }
    if names.is_empty() {
        lines.extend(known.into_iter().map(str::to_owned));
    }
    Ok(lines)
}
