//! How the line to PostgreSQL is protected.
//!
//! `sslmode=require` and `verify-full` mean the same here: the line is encrypted, and the server's
//! certificate must lead to a trusted root and carry its name. Encryption without that check keeps
//! nobody in the middle out, so there is no such mode.

use std::path::Path;
use std::sync::Arc;

use kernel::{Fault, Outcome};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

const READING: &str = "reading the database URL";

/// How connections of one address are made.
#[derive(Clone)]
pub(crate) enum Line {
    /// As it is: for a server on this machine or in a private network.
    Plain,
    /// Encrypted, with the server's certificate checked.
    Tls(MakeRustlsConnect),
}

impl Line {
    /// Takes what concerns the line out of a URL's query, of which the driver knows only a part.
    pub(super) fn split(url: &str) -> Outcome<(String, Self)> {
        let Some((base, query)) = url.split_once('?') else {
            return Ok((format!("{url}?sslmode=disable"), Self::Plain));
        };
        let (mut mode, mut roots, mut rest) = ("disable", None, Vec::new());
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("sslmode", given)) => mode = given,
                Some(("sslrootcert", given)) => roots = Some(given.replace("%2F", "/")),
                _ => rest.push(pair.to_owned()),
            }
        }
        let line = match mode {
            "disable" => Self::Plain,
            "require" | "verify-full" => Self::tls(roots.as_deref().map(Path::new))?,
            other => {
                let text = format!(
                    "sslmode={other} is not known here: use disable, or verify-full (the \
                     certificate is checked; sslrootcert=FILE names its root)"
                );
                return Err(Fault::broken(READING, text));
            }
        };
        let mode = if matches!(line, Self::Plain) { "disable" } else { "require" };
        rest.push(format!("sslmode={mode}"));
        Ok((format!("{base}?{}", rest.join("&")), line))
    }

    fn tls(roots: Option<&Path>) -> Outcome<Self> {
        let roots = roots.map_or_else(machine_roots, roots_of)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Fault::broken(READING, error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self::Tls(MakeRustlsConnect::new(config)))
    }
}

/// The roots that this machine trusts.
fn machine_roots() -> Outcome<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let (taken, _unreadable) =
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if taken == 0 {
        let text = "this machine trusts no certificates: install ca-certificates, or name a root \
                    with sslrootcert=FILE";
        return Err(Fault::broken(READING, text));
    }
    Ok(roots)
}

/// The roots of a PEM file.
fn roots_of(file: &Path) -> Outcome<RootCertStore> {
    let wrong =
        |why: String| Fault::broken(READING, format!("sslrootcert {}: {why}", file.display()));
    let mut roots = RootCertStore::empty();
    let list = CertificateDer::pem_file_iter(file).map_err(|error| wrong(error.to_string()))?;
    for one in list {
        let one = one.map_err(|error| wrong(error.to_string()))?;
        roots.add(one).map_err(|error| wrong(error.to_string()))?;
    }
    if roots.is_empty() { Err(wrong("no certificate in it".to_owned())) } else { Ok(roots) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_plain_unless_asked_for_otherwise() {
        let (url, line) = Line::split("postgres://yaji@host/site").unwrap();
        assert_eq!(url, "postgres://yaji@host/site?sslmode=disable");
        assert!(matches!(line, Line::Plain));
        let (url, line) = Line::split("postgres://h/s?sslmode=disable&connect_timeout=3").unwrap();
        assert_eq!(url, "postgres://h/s?connect_timeout=3&sslmode=disable");
        assert!(matches!(line, Line::Plain));
    }

    #[test]
    fn a_mode_that_checks_nothing_is_refused() {
        for mode in ["prefer", "allow", "verify-ca", "on"] {
            let refused = Line::split(&format!("postgres://h/s?sslmode={mode}")).err().unwrap();
            assert!(refused.to_string().contains("use disable, or verify-full"), "{refused}");
        }
    }

    #[test]
    fn a_root_that_cannot_be_read_is_named() {
        let url = "postgres://h/s?sslmode=verify-full&sslrootcert=/nowhere/root.pem";
        let refused = Line::split(url).err().unwrap().to_string();
        assert!(refused.contains("sslrootcert /nowhere/root.pem"), "{refused}");
    }
}
