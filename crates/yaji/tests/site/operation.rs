//! What an operator does: back up and restore, start and stop, several nodes.

mod backup;
mod nodes;
mod program;
mod terminal;

use db::DbUrl;
use yaji::config::Config;

/// A configuration for a database and a data folder.
fn config_of(url: &DbUrl, data: &std::path::Path) -> Config {
    let url = match url {
        DbUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DbUrl::Postgres(url) => url.clone(),
    };
    Config { data: data.to_owned(), database_url: Some(url), ..Config::default() }
}
