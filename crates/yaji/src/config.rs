//! Configuration: one TOML file, `YAJI_…` variables over it, flags over both.

mod flags;
mod key;
mod nearest;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use blob::{Place, S3, Secret};
use db::DbUrl;

use crate::mistake::Mistake;

pub use flags::Overrides;
pub use key::{KEYS, Key};

/// What variables begin with.
const PREFIX: &str = "YAJI_";
/// Variables of the tests, which are no settings.
const TESTS: &str = "YAJI_TEST_";

/// Where to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listen {
    /// On an address.
    At(SocketAddr),
    /// On the socket that whoever started the program holds as its standard input.
    Handed,
}

/// How the program runs. What the owner sets about the community itself lies in the database.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to serve.
    pub listen: Listen,
    /// Address that `/metrics` is served on; unset, loopback callers reach it on `listen`.
    pub metrics_listen: Option<SocketAddr>,
    /// Folder of the embedded database and of files.
    pub data: PathBuf,
    /// `postgres://…` or `sqlite:PATH`; a file in the data folder when unset.
    pub database_url: Option<String>,
    /// A file that holds the database URL, for secrets kept in files.
    pub database_url_file: Option<PathBuf>,
    /// Mail server, `smtps://user:password@host`; without one mail waits in the studio.
    pub smtp_url: Option<String>,
    /// A file that holds the mail server's address.
    pub smtp_url_file: Option<PathBuf>,
    /// Redis, for hints between several nodes.
    pub redis_url: Option<String>,
    /// A file that holds the address of Redis.
    pub redis_url_file: Option<PathBuf>,
    /// The bucket that keeps files; the data folder when unset.
    pub s3: Bucket,
    /// Whether pages are compressed here; off behind a proxy that does it.
    pub compress: bool,
    /// Seconds that open requests may take to end after the signal to stop.
    pub drain_seconds: u64,
    /// Log as JSON lines.
    pub log_json: bool,
    /// What is logged, in the syntax of `RUST_LOG`.
    pub log: String,
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
}

/// What is set about a bucket; a store only when `bucket` is.
#[derive(Debug, Clone, Default)]
pub struct Bucket {
    /// Its name.
    pub bucket: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// The store's address, when it is not Amazon's.
    pub endpoint: Option<String>,
    /// The name of the key.
    pub access_key_id: Option<String>,
    /// The key.
    pub secret_access_key: Option<Secret>,
    /// A file that holds the key.
    pub secret_access_key_file: Option<PathBuf>,
    /// Whether the bucket is the first part of the host.
    pub virtual_hosted: bool,
    /// What stands before every name.
    pub prefix: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: Listen::At(SocketAddr::from(([127, 0, 0, 1], 8080))),
            metrics_listen: None,
            data: PathBuf::from("data"),
            database_url: None,
            database_url_file: None,
            smtp_url: None,
            smtp_url_file: None,
            redis_url: None,
            redis_url_file: None,
            s3: Bucket::default(),
            compress: true,
            drain_seconds: 20,
            log_json: false,
            log: "info".to_owned(),
            file: None,
        }
    }
}

/// A value with the place where it was given, as the operator knows it.
struct Given {
    key: &'static Key,
    text: String,
    place: String,
}

impl Config {
    /// Reads file, environment and flags, in this order; the later wins.
    ///
    /// The file is the one that `--config` or `YAJI_CONFIG` names, else `yaji.toml` in the data
    /// folder, where there is one.
    ///
    /// # Errors
    /// One line about the first setting that is unknown or not understood.
    pub fn read(flags: &Overrides, variables: &[(String, String)]) -> Result<Self, Mistake> {
        let said = flags.given();
        let around = from_environment(variables)?;
        let file = file_of(flags, variables, &around, &said);
        let written = match &file {
            Some((path, named)) => from_file(path, *named)?,
            None => Vec::new(),
        };
        let mut config = Self { file: file.map(|(path, _)| path), ..Self::default() };
        for layer in [written, around, said] {
            refuse_doubles(&layer)?;
            for given in layer {
                (given.key.set)(&mut config, &given.text).map_err(|why| {
                    Mistake::new(format!("{} is not understood", given.place), why, given.key.fix)
                })?;
            }
        }
        config.check()?;
        Ok(config)
    }

    /// What no single setting can tell.
    fn check(&self) -> Result<(), Mistake> {
        if let (Listen::At(site), Some(figures)) = (self.listen, self.metrics_listen)
            && site == figures
            && site.port() != 0
        {
            let why = format!("{site} serves the site already");
            let next = "choose another port, or leave metrics_listen out";
            return Err(Mistake::new("metrics_listen cannot be used", why, next));
        }
        self.database()?;
        self.files()?;
        Ok(())
    }

    /// Where the data is.
    ///
    /// # Errors
    /// When the URL is not understood or its file cannot be read.
    pub fn database(&self) -> Result<DbUrl, Mistake> {
        let url = secret(self.database_url.as_ref(), self.database_url_file.as_deref())?;
        let Some(url) = url else { return Ok(DbUrl::Sqlite(self.data.join("yaji.db"))) };
        url.parse().map_err(|fault: kernel::Fault| {
            let why = match fault {
                kernel::Fault::Broken(report) => report.cause.to_string(),
                other => other.to_string(),
            };
            let next = "use sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE";
            Mistake::new("database_url is not understood", why, next)
        })
    }

    /// Where files are kept.
    ///
    /// # Errors
    /// When a bucket is only half described.
    pub fn files(&self) -> Result<Place, Mistake> {
        let s3 = &self.s3;
        let key = secret(
            s3.secret_access_key.as_ref().map(|key| key.reveal().to_owned()).as_ref(),
            s3.secret_access_key_file.as_deref(),
        )?;
        let lacks = |name: &str| {
            let next = format!("set {name} too, or leave every s3_ setting out to keep files here");
            Mistake::new("the bucket is only half described", format!("{name} is not set"), next)
        };
        let Some(bucket) = s3.bucket.clone() else {
            let other = s3.endpoint.is_some() || s3.access_key_id.is_some() || key.is_some();
            return if other {
                Err(lacks("s3_bucket"))
            } else {
                Ok(Place::Disk { path: self.data.join("files") })
            };
        };
        Ok(Place::S3(S3 {
            bucket,
            region: s3.region.clone().unwrap_or_else(|| "us-east-1".to_owned()),
            endpoint: s3.endpoint.clone(),
            access_key_id: s3.access_key_id.clone().ok_or_else(|| lacks("s3_access_key_id"))?,
            secret_access_key: Secret::new(key.ok_or_else(|| lacks("s3_secret_access_key"))?),
            virtual_hosted: s3.virtual_hosted,
            prefix: s3.prefix.clone().unwrap_or_default(),
        }))
    }

    /// The mail server's address, where there is one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn smtp(&self) -> Result<Option<String>, Mistake> {
        secret(self.smtp_url.as_ref(), self.smtp_url_file.as_deref())
    }

    /// The address of Redis, where there is one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn redis(&self) -> Result<Option<String>, Mistake> {
        secret(self.redis_url.as_ref(), self.redis_url_file.as_deref())
    }
}

/// A secret given directly or in a file.
fn secret(given: Option<&String>, file: Option<&Path>) -> Result<Option<String>, Mistake> {
    let Some(path) = file.filter(|_| given.is_none()) else { return Ok(given.cloned()) };
    let text = std::fs::read_to_string(path).map_err(|e| {
        Mistake::new(format!("cannot read {}", path.display()), e, "check the path of the secret")
    })?;
    Ok(Some(text.trim().to_owned()))
}

/// The file to read, and whether somebody named it.
fn file_of(
    flags: &Overrides,
    variables: &[(String, String)],
    around: &[Given],
    said: &[Given],
) -> Option<(PathBuf, bool)> {
    let variable =
        variables.iter().find(|(name, value)| name == "YAJI_CONFIG" && !value.is_empty());
    let named = flags.config.clone().or_else(|| variable.map(|(_, value)| value.into()));
    if let Some(path) = named {
        return Some((path, true));
    }
    let data = said.iter().rev().chain(around).find(|given| given.key.name == "data");
    let folder = data.map_or_else(|| Config::default().data, |given| PathBuf::from(&given.text));
    let own = folder.join("yaji.toml");
    own.exists().then_some((own, false))
}

fn from_file(path: &Path, is_named: bool) -> Result<Vec<Given>, Mistake> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|e| {
        Mistake::new(format!("cannot read {shown}"), e, "check the path given with --config")
    })?;
    let table: toml::Table = toml::from_str(&text).map_err(|e: toml::de::Error| {
        let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let why = format!("{} in line {line}", e.message());
        Mistake::new(format!("{shown} is not understood"), why, "correct that line")
    })?;
    table
        .into_iter()
        .map(|(name, value)| {
            let place = format!("{name} in {shown}");
            let key = Key::of(&name).ok_or_else(|| unknown(&place, &name, str::to_owned))?;
            if key.name == "data" && !is_named {
                let why = "the file lies in the data folder itself";
                let next = "leave it out, or keep the file elsewhere and name it with --config";
                return Err(Mistake::new(format!("{place} cannot be used"), why, next));
            }
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Boolean(yes) => yes.to_string(),
                toml::Value::Integer(number) => number.to_string(),
                other => {
                    let why = format!("a {} stands there", other.type_str());
                    return Err(Mistake::new(format!("{place} is not understood"), why, key.fix));
                }
            };
            Ok(Given { key, text, place })
        })
        .collect()
}

fn from_environment(variables: &[(String, String)]) -> Result<Vec<Given>, Mistake> {
    let ours = variables.iter().filter(|(name, value)| {
        let ours = name.starts_with(PREFIX) && !name.starts_with(TESTS);
        ours && name != "YAJI_CONFIG" && !value.is_empty()
    });
    ours.map(|(variable, text)| {
        let name = variable.trim_start_matches(PREFIX).to_ascii_lowercase();
        let variable_of = |key: &str| format!("{PREFIX}{}", key.to_ascii_uppercase());
        let key = Key::of(&name).ok_or_else(|| unknown(variable, &name, variable_of))?;
        Ok(Given { key, text: text.clone(), place: variable.clone() })
    })
    .collect()
}

/// Refuses a name that no setting has; the nearest one is told as it would be written there.
fn unknown(place: &str, name: &str, written: impl Fn(&str) -> String) -> Mistake {
    let next = nearest::of(name, KEYS.iter().map(|key| key.name)).map_or_else(
        || "see `yaji serve --help` for what there is".to_owned(),
        |near| format!("did you mean {}?", written(near)),
    );
    Mistake::new(format!("{place} is no setting"), "nothing has that name", next)
}

/// Refuses a secret that is given both directly and by a file in one place.
fn refuse_doubles(layer: &[Given]) -> Result<(), Mistake> {
    for given in layer {
        let file = format!("{}_file", given.key.name);
        if let Some(other) = layer.iter().find(|other| other.key.name == file) {
            let why = format!("{} is given too", other.place);
            let next = "keep one of the two";
            return Err(Mistake::new(format!("{} is given twice", given.place), why, next));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
