//! Configuration: one TOML file, `YAJI_…` variables over it, flags over both.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use db::DbUrl;
use serde::Deserialize;

use crate::mistake::Mistake;

/// How the program runs. What the owner sets about the community itself lies in the database.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to serve on.
    pub listen: SocketAddr,
    /// Address that `/metrics` is served on; loopback callers reach it on `listen` in any case.
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
    /// Whether pages are compressed here; off behind a proxy that does it.
    pub compress: bool,
    /// Log as JSON lines.
    pub log_json: bool,
    /// What is logged, in the syntax of `RUST_LOG`.
    pub log: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            metrics_listen: None,
            data: PathBuf::from("data"),
            database_url: None,
            database_url_file: None,
            smtp_url: None,
            smtp_url_file: None,
            redis_url: None,
            compress: true,
            log_json: false,
            log: "info".to_owned(),
        }
    }
}

/// What flags say over file and environment.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Overrides {
    /// TOML file (default: yaji.toml in the working folder, if it exists)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the embedded database and of files
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// postgres://… or sqlite:PATH
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Address to serve on
    #[arg(long, global = true, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Address that /metrics is served on
    #[arg(long, global = true, value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
}

impl Config {
    /// Reads file, environment and flags, in this order; the later wins.
    pub fn read(
        flags: &Overrides,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Mistake> {
        let mut config = Self::from_file(flags.config.as_deref())?;
        config.take_environment(&environment)?;
        config.take_flags(flags);
        Ok(config)
    }

    fn from_file(named: Option<&Path>) -> Result<Self, Mistake> {
        let path = named.unwrap_or_else(|| Path::new("yaji.toml"));
        if named.is_none() && !path.exists() {
            return Ok(Self::default());
        }
        let shown = path.display();
        let text = std::fs::read_to_string(path).map_err(|e| {
            Mistake::new(format!("cannot read {shown}"), e, "check the path given with --config")
        })?;
        toml::from_str(&text).map_err(|e| {
            let reason = e.message().to_owned();
            Mistake::new(format!("{shown} is not understood"), reason, "correct that line")
        })
    }

    fn take_environment(&mut self, read: &impl Fn(&str) -> Option<String>) -> Result<(), Mistake> {
        let ask = |name: &str| read(&format!("YAJI_{name}"));
        let address = |name: &str, text: String| {
            text.parse().map_err(|e: std::net::AddrParseError| {
                let fix = "write it as ADDRESS:PORT, such as 127.0.0.1:8080";
                Mistake::new(format!("YAJI_{name} is no address"), e, fix)
            })
        };
        let truth = |name: &str, text: String| match text.as_str() {
            "true" | "1" | "yes" => Ok(true),
            "false" | "0" | "no" => Ok(false),
            _ => Err(Mistake::new(
                format!("YAJI_{name} is no yes or no"),
                text,
                "write true or false",
            )),
        };
        if let Some(text) = ask("LISTEN") {
            self.listen = address("LISTEN", text)?;
        }
        if let Some(text) = ask("METRICS_LISTEN") {
            self.metrics_listen = Some(address("METRICS_LISTEN", text)?);
        }
        if let Some(text) = ask("COMPRESS") {
            self.compress = truth("COMPRESS", text)?;
        }
        if let Some(text) = ask("LOG_JSON") {
            self.log_json = truth("LOG_JSON", text)?;
        }
        self.data = ask("DATA").map_or_else(|| self.data.clone(), PathBuf::from);
        self.log = ask("LOG").unwrap_or_else(|| self.log.clone());
        self.database_url = ask("DATABASE_URL").or_else(|| self.database_url.clone());
        self.smtp_url = ask("SMTP_URL").or_else(|| self.smtp_url.clone());
        self.redis_url = ask("REDIS_URL").or_else(|| self.redis_url.clone());
        let file = |name: &str, now: &Option<PathBuf>| ask(name).map(PathBuf::from).or(now.clone());
        self.database_url_file = file("DATABASE_URL_FILE", &self.database_url_file);
        self.smtp_url_file = file("SMTP_URL_FILE", &self.smtp_url_file);
        Ok(())
    }

    fn take_flags(&mut self, flags: &Overrides) {
        if let Some(listen) = flags.listen {
            self.listen = listen;
        }
        if let Some(data) = &flags.data {
            self.data.clone_from(data);
        }
        self.database_url = flags.database_url.clone().or(self.database_url.take());
        self.metrics_listen = flags.metrics_listen.or(self.metrics_listen);
    }

    /// Where the data is.
    pub fn database(&self) -> Result<DbUrl, Mistake> {
        let url = secret(self.database_url.as_ref(), self.database_url_file.as_deref())?;
        let Some(url) = url else { return Ok(DbUrl::Sqlite(self.data.join("yaji.db"))) };
        url.parse().map_err(|fault: kernel::Fault| {
            Mistake::new(
                "the database URL is not understood",
                fault,
                "use sqlite:PATH or postgres://…",
            )
        })
    }

    /// The mail server's address, where there is one.
    pub fn smtp(&self) -> Result<Option<String>, Mistake> {
        secret(self.smtp_url.as_ref(), self.smtp_url_file.as_deref())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_environment() {
        let environment = |name: &str| match name {
            "YAJI_LISTEN" => Some("0.0.0.0:9000".to_owned()),
            "YAJI_DATA" => Some("elsewhere".to_owned()),
            _ => None,
        };
        let flags = Overrides { data: Some("here".into()), ..Overrides::default() };
        let config = Config::read(&flags, environment).unwrap();
        assert_eq!(config.listen.port(), 9000);
        assert_eq!(config.data, PathBuf::from("here"));
        assert_eq!(config.database().unwrap(), DbUrl::Sqlite("here/yaji.db".into()));
    }

    #[test]
    fn a_wrong_setting_gets_one_line_with_what_why_and_what_to_do() {
        let environment = |name: &str| (name == "YAJI_LISTEN").then(|| "nowhere".to_owned());
        let mistake = Config::read(&Overrides::default(), environment).unwrap_err().to_string();
        assert!(mistake.starts_with("YAJI_LISTEN is no address: "), "{mistake}");
        assert!(mistake.ends_with("write it as ADDRESS:PORT, such as 127.0.0.1:8080"));
        assert_eq!(mistake.lines().count(), 1);
    }
}
