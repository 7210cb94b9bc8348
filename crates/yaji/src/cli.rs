//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kernel::Clock;

use crate::config::{Config, Overrides};
use crate::fill::{ImportCommand, Size};
use crate::mistake::Mistake;
use crate::user::UserCommand;
use crate::{fill, open, serve, user};

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
    /// Serve the site
    Serve,
    /// Bring a community in from another system
    #[command(subcommand)]
    Import(ImportCommand),
    /// Fill an empty site with a demonstration
    Demo {
        /// How large
        #[arg(long, value_enum, default_value = "small")]
        seed: Size,
        /// Serve it afterwards
        #[arg(long)]
        serve: bool,
    },
    /// Accounts
    #[command(subcommand)]
    User(UserCommand),
}

/// Reads the arguments, does what they say, and prints one line when that cannot be done.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
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

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn run(cli: Cli) -> Result<(), Mistake> {
    let config = Config::read(&cli.overrides, environment)?;
    start_log(&config);
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("a cryptography provider was chosen before");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime
        .map_err(|e| Mistake::new("cannot start", e, "see whether the machine has threads left"))?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve::run(config).await,
            Command::Import(command) => {
                print(&fill::import(&config, command).await?);
                Ok(())
            }
            Command::Demo { seed, serve } => {
                print(&fill::demo(&config, seed).await?);
                if serve { serve::run(config).await } else { Ok(()) }
            }
            Command::User(command) => {
                let app = open::site(&config, Clock::system()).await?;
                print(&user::run(app.db(), command).await?);
                app.db().close().await;
                Ok(())
            }
        }
    })
}

#[expect(clippy::print_stdout, reason = "what the command was asked for")]
fn print(lines: &[String]) {
    lines.iter().for_each(|line| println!("{line}"));
}

fn start_log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .unwrap_or_else(|_unreadable| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_json { builder.json().init() } else { builder.init() }
}
