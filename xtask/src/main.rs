//! The chores of this repository: `cargo xtask help` lists them.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod eval;
mod tidy;
mod trust;

#[derive(Parser)]
#[command(about = "The chores of this repository")]
struct Chores {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Measures what requests cost the release binary; writes docs/performance.md.
    Bench(bench::Options),
    /// Trains and scores the insight engine on the open data sets; writes docs/insight.md.
    Eval(eval::Options),
    /// Checks the rules of the house that no compiler knows.
    Tidy,
    /// Kills, cuts off, races and overloads the real program; writes docs/trust-figures.md.
    Trust(trust::Options),
}

fn main() -> ExitCode {
    let done = match Chores::parse().chore {
        Chore::Bench(options) => bench::run(&options),
        Chore::Eval(options) => eval::run(&options),
        Chore::Trust(options) => trust::run(&options),
        Chore::Tidy => tidy::run(std::path::Path::new(".")).map_err(Into::into),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}
