//! `yaji import …` and `yaji demo`: filling a site from elsewhere, or with a demonstration.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use import::stackexchange::{self, Wish};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Clock, Fault};
use people::People;

use crate::config::Config;
use crate::mistake::Mistake;
use crate::open;

/// Where a community can be brought in from.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A dump of the Stack Exchange network: a folder with one XML file a table
    Stackexchange {
        /// The folder
        dir: PathBuf,
        /// The name of the space that takes the questions; the folder's own unless given
        #[arg(long)]
        name: Option<String>,
    },
}

/// How large a demonstration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// 500 members, 2,000 posts
    Small,
}

/// Brings a community in and gives the lines to print: where the report lies, and its summary.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn import(config: &Config, command: ImportCommand) -> Result<Vec<String>, Mistake> {
    let ImportCommand::Stackexchange { dir, name } = command;
    let wish = Wish::of(dir);
    let wish = match name {
        Some(name) => Wish { name, ..wish },
        None => wish,
    };
    let app = open::site(config, Clock::system()).await?;
    let bar = bar();
    let report = stackexchange::run(app.db(), &wish, &bar).await;
    bar.finish_and_clear();
    app.db().close().await;
    let report = report?;
    let path = config.data.join("import-report.txt");
    let written =
        std::fs::create_dir_all(&config.data).and_then(|()| std::fs::write(&path, report.text()));
    written.map_err(|e| {
        let what = format!("cannot write {}", path.display());
        Mistake::new(what, e, "make room or choose another folder with --data")
    })?;
    Ok(vec![path.display().to_string(), report.summary()])
}

/// Fills an empty site with the demonstration and gives the lines to print: who can sign in.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn demo(config: &Config, Size::Small: Size) -> Result<Vec<String>, Mistake> {
    let app = open::site(config, Clock::set_at(demo::start())).await?;
    let hash = app.part::<People>().hasher.hash(demo::PASSWORD.to_owned()).await?;
    let bar = bar();
    let personas = demo::seed(&app, hash, &bar).await;
    bar.finish_and_clear();
    app.db().close().await;
    let personas = personas.map_err(|fault| match fault {
        Fault::Conflict("demo.not_empty") => Mistake::new(
            "the demonstration is for an empty site",
            "this one has members already",
            "choose another folder with --data",
        ),
        other => other.into(),
    })?;
    let mut lines = vec![format!("password of all: {}", demo::PASSWORD)];
    lines.extend(personas.0.iter().map(|one| format!("{:<12} {}", one.part, one.handle)));
    Ok(lines)
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
