//! `yaji import …` and `yaji demo`: filling a site from elsewhere, or with a demonstration.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Subcommand, ValueEnum};
use db::DbUrl;
use demo::Scale;
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
    /// 500 members, 2,000 posts, by hand
    Small,
    /// 100,000 members, 1,000,000 posts, 10,000,000 comments
    Large,
}

/// What a demonstration is made of.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct DemoCommand {
    /// How large
    #[arg(long, value_enum, default_value = "small")]
    seed: Size,
    /// Members of a community made to measure
    #[arg(long, requires_all = ["posts", "comments"])]
    members: Option<u32>,
    /// Its posts
    #[arg(long)]
    posts: Option<u32>,
    /// Its comments
    #[arg(long)]
    comments: Option<u32>,
    /// For a load test: no limits, and so many members signed in, with their tokens in
    /// load-test.txt of the data folder
    #[arg(long, default_value_t = 0)]
    signed_in: usize,
}

impl DemoCommand {
    fn scale(&self) -> Option<Scale> {
        match (self.members, self.posts, self.comments) {
            (Some(members), Some(posts), Some(comments)) => {
                Some(Scale { members, posts, comments })
            }
            _ => (self.seed == Size::Large).then_some(Scale::LARGE),
        }
    }
}

/// Brings a community in and gives the lines to print: where the report lies, and its summary.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn import(config: &Config, command: ImportCommand) -> Result<Vec<String>, Mistake> {
    let ImportCommand::Stackexchange { dir, name } = command;
    if !dir.is_dir() {
        let what = format!("there is no dump in {}", dir.display());
        return Err(Mistake::new(what, "it is no folder", "name the folder with its XML files"));
    }
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
pub async fn demo(config: &Config, command: DemoCommand) -> Result<Vec<String>, Mistake> {
    if config.smtp()?.is_some() {
        return Err(open::demo_sends_nothing());
    }
    let app = open::loading(config, Clock::set_at(demo::start())).await?;
    let hash = app.part::<People>().hasher.hash(demo::PASSWORD.to_owned()).await?;
    let (bar, started) = (bar(), Instant::now());
    let seeded = match command.scale() {
        Some(scale) => demo::seed_scaled(&app, hash, scale, &bar).await,
        None => demo::seed(&app, hash, &bar).await,
    };
    bar.finish_and_clear();
    let seeded = match seeded {
        Ok(seeded) => seeded,
        Err(fault) => {
            app.db().close().await;
            return Err(refused(fault));
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    if command.signed_in > 0 {
        let signed = demo::sign_in(&app, &seeded, command.signed_in).await?;
        write_tokens(config, &signed)?;
    }
    app.db().close().await;
    let mut lines = vec![format!("password of all: {}", demo::PASSWORD)];
    lines.extend(seeded.personas.0.iter().map(|one| format!("{:<12} {}", one.part, one.handle)));
    if let Some(rate) = rate(seeded.rows, seconds) {
        lines.push(rate);
    }
    if let DbUrl::Sqlite(path) = config.database()? {
        let bytes = std::fs::metadata(path).map(|file| file.len()).unwrap_or(0);
        lines.push(format!("{seconds:.1} s, {} MiB", bytes >> 20));
    }
    Ok(lines)
}

fn refused(fault: Fault) -> Mistake {
    match fault {
        Fault::Conflict("demo.not_empty") => Mistake::new(
            "the demonstration is for an empty site",
            "this one has members already",
            "choose another folder with --data",
        ),
        other => other.into(),
    }
}

/// "61,234,567 rows, 71,000 a second"; none where rows were not counted.
fn rate(rows: usize, seconds: f64) -> Option<String> {
    let counted = u32::try_from(rows).ok().filter(|rows| *rows > 0)?;
    let rate = f64::from(counted) / seconds.max(0.001);
    Some(format!("{} rows, {rate:.0} a second", kernel::Locale::En.count(i64::from(counted))))
}

fn write_tokens(config: &Config, signed: &[demo::SignedIn]) -> Result<(), Mistake> {
    let path = config.data.join("load-test.txt");
    let line = |one: &demo::SignedIn| format!("{} {} {}\n", one.handle, one.session, one.token);
    let text: String = signed.iter().map(line).collect();
    let written = std::fs::create_dir_all(&config.data).and_then(|()| std::fs::write(&path, text));
    written.map_err(|e| {
        let what = format!("cannot write {}", path.display());
        Mistake::new(what, e, "make room or choose another folder with --data")
    })
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
