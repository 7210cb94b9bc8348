//! How fast the site is: starts the release binary over a temporary folder and prints what each
//! request costs it beside the targets.
//!
//! The first figure is the server's CPU time a request, which is steady on a busy machine; requests
//! a second and the slowest hundredth stand beside it. Load comes from this process over loopback.

use std::error::Error;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use clap::Args;

mod cases;
mod finding;
mod http;
mod live;
mod load;
mod page;
mod postgres;
mod round;
mod seed;
mod server;
mod site;
mod socket;

use finding::Finding;
use seed::Scale;
pub(crate) use server::cpu_ms;

/// What the bench may fail with.
pub(crate) type Failure = Box<dyn Error>;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// Only the cases whose name begins with one of these.
    cases: Vec<String>,
    /// Rounds of each case; the middle one counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// The embedded database only.
    #[arg(long)]
    embedded: bool,
    /// Also a million posts and ten million comments, on both engines: an hour and 70 GB.
    #[arg(long)]
    large: bool,
    /// Keeps those large communities in a folder, and uses the ones that are there.
    #[arg(long)]
    large_data: Option<PathBuf>,
}

/// How each case is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) rounds: usize,
    pub(crate) during: Duration,
}

/// Measures, prints the table, and writes docs/performance.md when everything was asked for.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    let pace =
        Pace { rounds: options.rounds.max(1), during: Duration::from_secs_f64(options.seconds) };
    let findings = runtime.block_on(local.run_until(measure(options, pace)))?;
    let table = page::table(&findings);
    println!("{table}");
    if options.cases.is_empty() && !options.embedded {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace root")?;
        fs::create_dir_all(root.join("docs"))?;
        fs::write(root.join("docs/performance.md"), page::whole(&findings, pace)?)?;
    }
    Ok(())
}

async fn measure(options: &Options, pace: Pace) -> Result<Vec<Finding>, Failure> {
    let binary = binary()?;
    let wanted = |name: &str| {
        options.cases.is_empty() || options.cases.iter().any(|case| name.starts_with(case))
    };
    let mut findings = Vec::new();
    // PostgreSQL's own user has to find its files in it; a site's data folder is its own.
    let passable = fs::Permissions::from_mode(0o711);
    let temporary = tempfile::Builder::new().permissions(passable).tempdir()?;
    let mut scales = vec![(Scale::SMALL, temporary.path().join("small"))];
    if options.large || options.large_data.is_some() {
        let kept = options.large_data.clone();
        scales.push((Scale::LARGE, kept.unwrap_or_else(|| temporary.path().join("large"))));
    }
    for (scale, folder) in scales {
        fs::create_dir_all(&folder)?;
        let data = seed::embedded(&binary, scale, &folder)?;
        findings.push(cases::all(&binary, &data, scale.embedded, (pace, &wanted)).await?);
        if !options.embedded {
            let data = seed::postgres(&binary, scale, &folder)?;
            findings.push(cases::all(&binary, &data, scale.postgres, (pace, &wanted)).await?);
        }
    }
    // The small community stands before the large one, engine by engine.
    let (small, large) = findings.split_at_mut(if options.embedded { 1 } else { 2 });
    for (small, large) in small.iter().zip(large) {
        finding::hold_growth(large, small);
    }
    Ok(findings.into_iter().flatten().collect())
}

/// The release binary; whoever calls has built it.
fn binary() -> Result<PathBuf, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no workspace root")?;
    let path = root.join("target/release/yaji");
    if path.exists() {
        return Ok(path);
    }
    Err("no release binary: cargo build --release -p yaji".into())
}
