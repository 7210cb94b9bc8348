//! Trains and scores the insight engine on the open data sets.

use std::error::Error;

use clap::Args;

/// What to score.
#[derive(Args)]
pub(crate) struct Options {
    /// Only the tasks whose name begins with one of these.
    tasks: Vec<String>,
}

/// Scores the tasks asked for.
pub(crate) fn run(_options: &Options) -> Result<(), Box<dyn Error>> {
    Ok(())
}
