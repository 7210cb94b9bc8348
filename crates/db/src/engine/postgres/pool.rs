//! Connections to PostgreSQL.

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use kernel::{Fault, Outcome};
use tokio_postgres::NoTls;

use super::line::Line;
use crate::failure::Failure;

/// The oldest PostgreSQL that is spoken to.
const OLDEST: i32 = 130_000;

/// Where a PostgreSQL database is; the password is never printed.
#[derive(Clone)]
pub(crate) struct Address {
    config: tokio_postgres::Config,
    line: Line,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (hosts, name) = (self.config.get_hosts(), self.config.get_dbname().unwrap_or(""));
        write!(f, "postgres://{hosts:?}/{name}")
    }
}

impl FromStr for Address {
    type Err = Fault;

    fn from_str(url: &str) -> Outcome<Self> {
        let wrong = |error| Fault::broken("reading the database URL", no_secret(&error));
        let (url, line) = Line::split(url)?;
        let mut config: tokio_postgres::Config = url.parse().map_err(wrong)?;
        config.application_name("yaji").connect_timeout(Duration::from_secs(5));
        Ok(Self { config, line })
    }
}

/// The error's own words: the driver's do not repeat the password.
fn no_secret(error: &tokio_postgres::Error) -> String {
    error.to_string()
}

impl Address {
    pub(crate) const fn config(&self) -> &tokio_postgres::Config {
        &self.config
    }

    pub(crate) const fn line(&self) -> &Line {
        &self.line
    }

    /// A pool for one runtime.
    pub(crate) fn pool(&self, size: usize) -> Outcome<Pool> {
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let config = self.config.clone();
        let manager = match &self.line {
            Line::Plain => Manager::from_config(config, NoTls, recycling),
            Line::Tls(tls) => Manager::from_config(config, tls.clone(), recycling),
        };
        let wait = Some(Duration::from_secs(5));
        let timeouts = Timeouts { wait, create: wait, recycle: wait };
        Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .timeouts(timeouts)
            .build()
            .map_err(|error| Fault::broken("building the pool of connections", error))
    }
}

/// A connection from the pool.
pub(crate) async fn client(pool: &Pool) -> Outcome<Object> {
    pool.get().await.map_err(|error| match error {
        deadpool_postgres::PoolError::Timeout(_) => Fault::Busy,
        // The pool only repeats what the driver says.
        deadpool_postgres::PoolError::Backend(error) => {
            Fault::broken("reaching PostgreSQL", causes(&error))
        }
        other => Fault::broken("reaching PostgreSQL", causes(&other)),
    })
}

/// What an error says and all that lies beneath it: the driver names the reason in the last.
fn causes(error: &dyn std::error::Error) -> String {
    let beneath = std::iter::successors(error.source(), |error| error.source());
    beneath.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// Runs a statement of the frame, without arguments or answer.
pub(crate) async fn simple(client: &Object, text: &str) -> Result<(), Failure> {
    Ok(client.batch_execute(text).await?)
}

/// Refuses a server that is too old.
pub(crate) async fn check_version(client: &Object) -> Outcome<()> {
    let asked = client.query_one("SELECT current_setting('server_version_num')", &[]).await;
    let row = asked.map_err(Failure::from)?;
    let version: String = row.try_get(0).map_err(Failure::from)?;
    match version.parse::<i32>() {
        Ok(number) if number >= OLDEST => Ok(()),
        _ => Err(Fault::broken("reaching PostgreSQL", "version 13 or later is needed")),
    }
}
