//! Faults and attacks on the real program: killed, cut off from power, raced, overloaded.
//!
//! Everything happens on this machine's loopback and in temporary folders, and ends by itself. The
//! figures stand beside the targets, misses too, and are written to docs/trust-figures.md.

mod figures;
mod http;
mod kills;
mod load;
mod nodes;
mod overload;
mod place;
mod postgres;
mod power;
mod races;
mod redis;
mod socket;

use std::error::Error;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use figures::Figures;
use place::Place;
use postgres::Postgres;

/// What goes wrong here, with its reason.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// How to besiege.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// short: for every day; long: ten thousand kills
    #[arg(long, value_enum, default_value = "short")]
    level: Level,
    /// The program, built in release mode
    #[arg(long, default_value = "target/release/yaji")]
    binary: PathBuf,
    /// Kills on each engine, if not as the level says
    #[arg(long)]
    kills: Option<u32>,
    /// Only these parts: kills, power, races, overload, nodes
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Where randomness begins; the time when left out
    #[arg(long)]
    seed: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Level {
    Short,
    Long,
}

/// Runs all parts and writes the figures; an error when a figure misses its target.
///
/// # Errors
/// When something cannot be done at all, or a target is missed.
pub(crate) fn run(options: &Options) -> Outcome<()> {
    let binary = options.binary.canonicalize().map_err(|e| {
        format!("{}: {e}; build it with cargo build --release -p yaji", options.binary.display())
    })?;
    let mut siege = Siege {
        binary,
        seed: options.seed.unwrap_or_else(seed_of_today),
        long: options.level == Level::Long,
        figures: Figures::default(),
    };
    println!("seed {}", siege.seed);
    let wanted = |part: &str| options.only.is_empty() || options.only.iter().any(|o| o == part);
    if wanted("kills") {
        siege.kills(options.kills)?;
    }
    if wanted("power") {
        siege.power()?;
    }
    if wanted("races") {
        siege.races()?;
    }
    if wanted("overload") {
        siege.overload()?;
    }
    if wanted("nodes") {
        siege.nodes()?;
    }
    siege.figures.write("docs/trust-figures.md", siege.seed, options.only.is_empty())?;
    if siege.figures.all_met() { Ok(()) } else { Err("a target is missed".into()) }
}

/// Another seed at every run; it is printed, so that a run can be had again.
#[expect(clippy::disallowed_methods, reason = "no test moves the time of a siege")]
fn seed_of_today() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |time| time.as_secs())
}

struct Siege {
    binary: PathBuf,
    seed: u64,
    long: bool,
    figures: Figures,
}

impl Siege {
    fn kills(&mut self, asked: Option<u32>) -> Outcome<()> {
        let kills = asked.unwrap_or(if self.long { 10_000 } else { 200 });
        let place = Place::new(&self.binary, None)?;
        self.figures.extend(kills::run(&place, "embedded database", kills, self.seed)?);
        let postgres = Postgres::start()?;
        let place = Place::new(&self.binary, Some(postgres.url("kills")?))?;
        self.figures.extend(kills::run(&place, "PostgreSQL", kills, self.seed)?);
        Ok(())
    }

    fn power(&mut self) -> Outcome<()> {
        let cuts = if self.long { 1_000 } else { 20 };
        self.figures.extend(power::run(&self.binary, cuts, self.seed)?);
        Ok(())
    }

    fn races(&mut self) -> Outcome<()> {
        let rounds = if self.long { 1_000 } else { 10 };
        let place = Place::new(&self.binary, None)?;
        self.figures.extend(races::run(&place, "embedded database", rounds)?);
        let postgres = Postgres::start()?;
        let place = Place::new(&self.binary, Some(postgres.url("races")?))?;
        self.figures.extend(races::run(&place, "PostgreSQL", rounds)?);
        Ok(())
    }

    fn overload(&mut self) -> Outcome<()> {
        let seconds = if self.long { 600 } else { 15 };
        let place = Place::new(&self.binary, None)?;
        self.figures.extend(overload::run(&place, seconds)?);
        Ok(())
    }

    fn nodes(&mut self) -> Outcome<()> {
        let postgres = Postgres::start()?;
        self.figures.extend(nodes::run(&self.binary, &postgres)?);
        Ok(())
    }
}
