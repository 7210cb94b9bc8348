//! The command line.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kernel::Clock;

use crate::config::{Config, Overrides};
use crate::dead_jobs::Again;
use crate::fill::{DemoCommand, ImportCommand};
use crate::init::Wish;
use crate::mistake::Mistake;
use crate::site_settings::SettingsCommand;
use crate::user::UserCommand;
use crate::{
    backup, dead_jobs, doctor, fill, init, open, rebuild, restore, schema, serve, site_settings,
    supervise, terminal, user,
};

/// A paid knowledge community in one binary.
#[derive(Parser)]
#[command(name = "yaji", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    overrides: Overrides,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set a new site up: folder, file of settings, name, language, time zone, currency
    Init(Wish),
    /// Serve the site
    Serve {
        /// Hold the socket and serve by a process beneath: SIGHUP replaces it without a gap
        #[arg(long)]
        supervise: bool,
    },
    /// Look whether everything is well, and say what to do where it is not
    Doctor {
        /// Read every event and every file again, from the first
        #[arg(long)]
        full: bool,
    },
    /// Bring the database's schema up to date
    Migrate,
    /// Make again what was derived from the log or from other rows; lists what can be, without a name
    ///
    /// It goes in short steps, beside a served site; only community.search wants the site stopped.
    Rebuild {
        /// What to rebuild
        names: Vec<String>,
    },
    /// List the jobs that failed too often, or have them tried again
    Jobs {
        /// Ids from the list, or `all`
        #[arg(long, num_args = 1.., value_name = "JOB")]
        again: Vec<String>,
    },
    /// Copy database and files into a folder, proved, while the site goes on
    Backup {
        /// The folder [a new one in the data folder's backups]
        to: Option<PathBuf>,
    },
    /// Make a site from a backup, in a place where there is none, and prove it
    Restore {
        /// The backup's folder
        from: PathBuf,
    },
    /// Bring a community in from another system
    #[command(subcommand)]
    Import(ImportCommand),
    /// Fill an empty site with a demonstration
    Demo {
        #[command(flatten)]
        command: DemoCommand,
        /// Serve it afterwards
        #[arg(long)]
        serve: bool,
    },
    /// Accounts
    #[command(subcommand)]
    User(UserCommand),
    /// What the site is set to: address, proxies, limits and all that the studio sets
    #[command(subcommand)]
    Settings(SettingsCommand),
}

/// Reads the arguments, does what they say, and prints one line when that cannot be done.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(mistake) => {
            report(&mistake);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the terminal is where the operator reads this")]
fn report(mistake: &Mistake) {
    eprintln!("yaji: {mistake}");
}

/// What the environment holds, as far as it is text.
fn environment() -> Vec<(String, String)> {
    let all = std::env::vars_os();
    all.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

fn run(cli: Cli) -> Result<ExitCode, Mistake> {
    let variables = environment();
    terminal::begin(&variables);
    let config = Config::read(&cli.overrides, &variables)?;
    start_log(&config);
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("a cryptography provider was chosen before");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime
        .map_err(|e| Mistake::new("cannot start", e, "see whether the machine has threads left"))?;
    let done = runtime.block_on(obey(cli.command, config));
    // What still runs beside is nothing that anybody waits for.
    runtime.shutdown_background();
    done
}

async fn obey(command: Command, config: Config) -> Result<ExitCode, Mistake> {
    let lines = match command {
        Command::Init(wish) => init::run(&config, wish).await?,
        Command::Serve { supervise: true } => return supervise::run(&config).await,
        Command::Serve { supervise: false } => {
            serve::run(config).await?;
            Vec::new()
        }
        Command::Doctor { full } => {
            let report = doctor::run(&config, full).await;
            print(&report.lines());
            return Ok(report.code());
        }
        Command::Migrate => schema::migrate(&config).await?,
        Command::Rebuild { names } => rebuild::run(&config, &names).await?,
        Command::Backup { to } => backup::run(&config, to).await?,
        Command::Restore { from } => restore::run(&config, &from).await?,
        Command::Import(command) => fill::import(&config, command).await?,
        Command::Demo { command, serve } => {
            print(&fill::demo(&config, command).await?);
            if serve {
                serve::run(config).await?;
            }
            Vec::new()
        }
        Command::User(command) => {
            let app = if command.sets_up() {
                open::site(&config, Clock::system()).await?
            } else {
                open::existing(&config).await?
            };
            let done = user::run(app.db(), command).await;
            app.db().close().await;
            done?
        }
        Command::Jobs { again } => {
            let again = Again::parse(&again)?;
            let app = open::existing(&config).await?;
            let done = dead_jobs::run(app.db(), again).await;
            app.db().close().await;
            done?
        }
        Command::Settings(command) => {
            let app = open::existing(&config).await?;
            let done = site_settings::run(app.db(), command).await;
            app.db().close().await;
            done?
        }
    };
    print(&lines);
    Ok(ExitCode::SUCCESS)
}

fn print(lines: &[String]) {
    let mut out = std::io::stdout().lock();
    for line in lines {
        // Whoever reads may have read enough (`| head -1`).
        if writeln!(out, "{line}").is_err() {
            return;
        }
    }
}

fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .unwrap_or_else(|_unreadable| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if config.log_json { builder.json().init() } else { builder.init() }
}
