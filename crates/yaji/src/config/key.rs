//! Every setting: its name, what it takes, and where it goes.

use std::net::SocketAddr;

use blob::Secret;

use super::{Config, Listen};

/// One setting. `listen` in the file is `YAJI_LISTEN` in the environment and `--listen` as a flag.
#[derive(Debug)]
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// Its flag.
    pub flag: &'static str,
    /// What it takes.
    pub value: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// What to do when a value is not understood.
    pub(super) fix: &'static str,
    /// Puts a value into the configuration.
    pub(super) set: fn(&mut Config, &str) -> Result<(), String>,
}

impl Key {
    /// The setting of a name.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }
}

const ADDRESS: &str = "write it as ADDRESS:PORT, such as 127.0.0.1:8080";
const YES_NO: &str = "write true or false";
const FILE: &str = "write the path of a file";
const TEXT: &str = "write it without blanks around it";

/// Every setting there is.
pub static KEYS: [Key; 21] = [
    Key {
        name: "listen",
        flag: "listen",
        value: "ADDR|stdin",
        help: "Address to serve on, or stdin for a socket that is handed over [127.0.0.1:8080]",
        fix: ADDRESS,
        set: |config, text| {
            config.listen = match text {
                "stdin" => Listen::Handed,
                other => Listen::At(address(other)?),
            };
            Ok(())
        },
    },
    Key {
        name: "metrics_listen",
        flag: "metrics-listen",
        value: "ADDR",
        help: "Address that /metrics is served on [callers on this machine reach it on listen]",
        fix: ADDRESS,
        set: |config, text| {
            config.metrics_listen = Some(address(text)?);
            Ok(())
        },
    },
    Key {
        name: "data",
        flag: "data",
        value: "DIR",
        help: "Folder of the embedded database and of files [data]",
        fix: "write the path of a folder",
        set: |config, text| {
            config.data = filled(text)?.into();
            Ok(())
        },
    },
    Key {
        name: "database_url",
        flag: "database-url",
        value: "URL",
        help: "postgres://USER:PASSWORD@HOST/DATABASE or sqlite:PATH [yaji.db in the data folder]",
        fix: TEXT,
        set: |config, text| {
            (config.database_url, config.database_url_file) = (Some(filled(text)?), None);
            Ok(())
        },
    },
    Key {
        name: "database_url_file",
        flag: "database-url-file",
        value: "FILE",
        help: "A file that holds the database URL",
        fix: FILE,
        set: |config, text| {
            (config.database_url, config.database_url_file) = (None, Some(filled(text)?.into()));
            Ok(())
        },
    },
    Key {
        name: "smtp_url",
        flag: "smtp-url",
        value: "URL",
        help: "Mail server, smtps://USER:PASSWORD@HOST [mail waits in the studio]",
        fix: "write it as smtps://USER:PASSWORD@HOST, or smtp://HOST:PORT in a private network",
        set: |config, text| {
            scheme(text, &["smtp", "smtps"])?;
            (config.smtp_url, config.smtp_url_file) = (Some(text.to_owned()), None);
            Ok(())
        },
    },
    Key {
        name: "smtp_url_file",
        flag: "smtp-url-file",
        value: "FILE",
        help: "A file that holds the mail server's address",
        fix: FILE,
        set: |config, text| {
            (config.smtp_url, config.smtp_url_file) = (None, Some(filled(text)?.into()));
            Ok(())
        },
    },
    Key {
        name: "redis_url",
        flag: "redis-url",
        value: "URL",
        help: "Redis, for hints between several nodes, redis://HOST [nodes look by themselves]",
        fix: "write it as redis://HOST:PORT or redis+unix:///PATH",
        set: |config, text| {
            scheme(text, &["redis", "redis+unix"])?;
            (config.redis_url, config.redis_url_file) = (Some(text.to_owned()), None);
            Ok(())
        },
    },
    Key {
        name: "redis_url_file",
        flag: "redis-url-file",
        value: "FILE",
        help: "A file that holds the address of Redis",
        fix: FILE,
        set: |config, text| {
            (config.redis_url, config.redis_url_file) = (None, Some(filled(text)?.into()));
            Ok(())
        },
    },
    Key {
        name: "s3_bucket",
        flag: "s3-bucket",
        value: "NAME",
        help: "A bucket that keeps files [the data folder]",
        fix: TEXT,
        set: |config, text| {
            config.s3.bucket = Some(filled(text)?);
            Ok(())
        },
    },
    Key {
        name: "s3_region",
        flag: "s3-region",
        value: "NAME",
        help: "The bucket's region [us-east-1]",
        fix: TEXT,
        set: |config, text| {
            config.s3.region = Some(filled(text)?);
            Ok(())
        },
    },
    Key {
        name: "s3_endpoint",
        flag: "s3-endpoint",
        value: "URL",
        help: "The store's address, when it is not Amazon's",
        fix: "write it as https://HOST",
        set: |config, text| {
            scheme(text, &["https", "http"])?;
            config.s3.endpoint = Some(text.to_owned());
            Ok(())
        },
    },
    Key {
        name: "s3_access_key_id",
        flag: "s3-access-key-id",
        value: "NAME",
        help: "The name of the bucket's key",
        fix: TEXT,
        set: |config, text| {
            config.s3.access_key_id = Some(filled(text)?);
            Ok(())
        },
    },
    Key {
        name: "s3_secret_access_key",
        flag: "s3-secret-access-key",
        value: "KEY",
        help: "The bucket's key; better in a file",
        fix: TEXT,
        set: |config, text| {
            config.s3.secret_access_key = Some(Secret::new(filled(text)?));
            config.s3.secret_access_key_file = None;
            Ok(())
        },
    },
    Key {
        name: "s3_secret_access_key_file",
        flag: "s3-secret-access-key-file",
        value: "FILE",
        help: "A file that holds the bucket's key",
        fix: FILE,
        set: |config, text| {
            config.s3.secret_access_key = None;
            config.s3.secret_access_key_file = Some(filled(text)?.into());
            Ok(())
        },
    },
    Key {
        name: "s3_virtual_hosted",
        flag: "s3-virtual-hosted",
        value: "true|false",
        help: "Whether the bucket begins the host, as Aliyun and Tencent want it [false]",
        fix: YES_NO,
        set: |config, text| {
            config.s3.virtual_hosted = truth(text)?;
            Ok(())
        },
    },
    Key {
        name: "s3_prefix",
        flag: "s3-prefix",
        value: "TEXT",
        help: "What stands before every name in the bucket",
        fix: TEXT,
        set: |config, text| {
            config.s3.prefix = Some(filled(text)?);
            Ok(())
        },
    },
    Key {
        name: "compress",
        flag: "compress",
        value: "true|false",
        help: "Whether pages are compressed here; false behind a proxy that does it [true]",
        fix: YES_NO,
        set: |config, text| {
            config.compress = truth(text)?;
            Ok(())
        },
    },
    Key {
        name: "drain_seconds",
        flag: "drain-seconds",
        value: "SECONDS",
        help: "How long open requests may take to end after the signal to stop [20]",
        fix: "write a whole number of seconds from 1 to 600",
        set: |config, text| {
            let seconds: u64 = text.parse().map_err(|_no_number| format!("{text} is no number"))?;
            if !(1..=600).contains(&seconds) {
                return Err(format!("{seconds} is too few or too many"));
            }
            config.drain_seconds = seconds;
            Ok(())
        },
    },
    Key {
        name: "log",
        flag: "log",
        value: "FILTER",
        help: "What is logged: error, warn, info, debug, or as RUST_LOG takes it [info]",
        fix: "write error, warn, info or debug",
        set: |config, text| {
            let filter = tracing_subscriber::EnvFilter::try_new(text);
            filter.map_err(|error| error.to_string())?;
            config.log = text.to_owned();
            Ok(())
        },
    },
    Key {
        name: "log_json",
        flag: "log-json",
        value: "true|false",
        help: "Log as JSON lines [false]",
        fix: YES_NO,
        set: |config, text| {
            config.log_json = truth(text)?;
            Ok(())
        },
    },
];

fn filled(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("nothing stands there".to_owned()) } else { Ok(text.to_owned()) }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_no_address| format!("{text} is no address with a port"))
}

fn truth(text: &str) -> Result<bool, String> {
    match text {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        other => Err(format!("{other} is neither true nor false")),
    }
}

/// Checks how an address begins, without repeating what may be a password.
fn scheme(text: &str, known: &[&str]) -> Result<(), String> {
    match text.split_once("://") {
        Some((scheme, rest)) if known.contains(&scheme) && !rest.is_empty() => Ok(()),
        Some((scheme, _)) if !known.contains(&scheme) => Err(format!("{scheme}:// is not known")),
        _ => Err("it does not begin like an address".to_owned()),
    }
}
