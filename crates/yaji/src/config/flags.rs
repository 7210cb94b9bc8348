//! Every setting as a flag.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::{Given, KEYS, Key};

/// What flags say over file and environment.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The TOML file.
    pub config: Option<PathBuf>,
    /// Settings by their names.
    pub values: Vec<(&'static str, String)>,
}

impl Overrides {
    pub(super) fn given(&self) -> Vec<Given> {
        let known = self.values.iter().filter_map(|(name, text)| {
            let key = Key::of(name)?;
            Some(Given { key, text: text.clone(), place: format!("--{}", key.flag) })
        });
        known.collect()
    }
}

fn add(command: Command) -> Command {
    let file = Arg::new("config").long("config").global(true).value_name("FILE");
    let file = file.value_parser(clap::value_parser!(PathBuf));
    let file = file.help("TOML file [default: yaji.toml in the data folder, if it exists]");
    // Whoever starts the program for somebody else may add a flag that wins.
    let command = command.args_override_self(true).next_help_heading("Settings").arg(file);
    KEYS.iter().fold(command, |command, key| command.arg(argument(key)))
}

fn argument(key: &'static Key) -> Arg {
    let flag = Arg::new(key.name).long(key.flag).global(true).help(key.help);
    let flag = flag.value_name(key.value).allow_hyphen_values(true);
    if key.value == "true|false" {
        flag.num_args(0..=1).require_equals(true).default_missing_value("true")
    } else {
        flag
    }
}

impl clap::Args for Overrides {
    fn augment_args(command: Command) -> Command {
        add(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        add(command)
    }
}

impl clap::FromArgMatches for Overrides {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let value = |key: &'static Key| {
            let text = matches.try_get_one::<String>(key.name).ok().flatten()?;
            Some((key.name, text.clone()))
        };
        Ok(Self {
            config: matches.get_one::<PathBuf>("config").cloned(),
            values: KEYS.iter().filter_map(value).collect(),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
