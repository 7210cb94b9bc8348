//! What comes from others, held against deny.toml: licences, banned crates and features, sources.
//!
//! `cargo deny` reads the same file; this check needs nothing that is not there. Which crates come
//! from where stands in Cargo.lock, for every platform; licences and features are asked of cargo for
//! the platform that it runs on, because the crates of others need not be on this disk.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use spdx::{Expression, ParseMode};

use super::{Finding, Source};

/// Where the rules stand.
const RULES: &str = "deny.toml";
/// The registry that everybody knows.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The rules; a key that this check does not know is refused rather than passed over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    licenses: Licences,
    bans: Bans,
    /// Always `deny`: crates come from crates.io.
    #[serde(rename = "sources")]
    _sources: Origins,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bans {
    /// Always `allow`: how often a crate stands in the tree is not checked here.
    #[serde(rename = "multiple-versions")]
    _multiple_versions: Allowed,
    deny: Vec<Banned>,
    features: Vec<BannedFeatures>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BannedFeatures {
    #[serde(rename = "crate")]
    name: String,
    deny: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Origins {
    #[serde(rename = "unknown-registry")]
    _registry: Denied,
    #[serde(rename = "unknown-git")]
    _git: Denied,
}

#[derive(Debug, Deserialize)]
enum Allowed {
    #[serde(rename = "allow")]
    Allow,
}

#[derive(Debug, Deserialize)]
enum Denied {
    #[serde(rename = "deny")]
    Deny,
}

/// Cargo.lock.
#[derive(Debug, Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: String,
    /// Nothing for a crate of our own.
    source: Option<String>,
}

/// What `cargo metadata` tells.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    features: Vec<String>,
}

/// Holds Cargo.lock and what cargo tells against the rules.
///
/// # Errors
/// When either cannot be read.
pub(super) fn check(root: &Path, sources: &[Source]) -> Result<Vec<Finding>, String> {
    let Some(file) = sources.iter().find(|source| source.path == Path::new(RULES)) else {
        return Ok(Vec::new());
    };
    let rules: Rules = toml::from_str(&file.text).map_err(|e| format!("{RULES}: {e}"))?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock"));
    let lock = lock.map_err(|e| format!("Cargo.lock: {e}"))?;
    let lock: Lock = toml::from_str(&lock).map_err(|e| format!("Cargo.lock: {e}"))?;
    let told = told(root)?;
    let wrong = of_lock(&rules, &lock).into_iter().chain(of_crates(&rules, &told));
    Ok(wrong.map(|what| file.finding(0, what)).collect())
}

/// The crates of this platform, as cargo knows them.
fn told(root: &Path) -> Result<Metadata, String> {
    let said = output(Command::new("rustc").arg("-vV"))?;
    let said = String::from_utf8_lossy(&said).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("rustc does not say which platform it runs on")?;
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--format-version", "1", "--locked"]);
    cargo.args(["--filter-platform", host]).current_dir(root);
    serde_json::from_slice(&output(&mut cargo)?).map_err(|e| format!("cargo metadata: {e}"))
}

fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let ran = command.output().map_err(|e| format!("{command:?}: {e}"))?;
    if ran.status.success() {
        return Ok(ran.stdout);
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&ran.stderr).trim()))
}

/// Banned crates, and crates from places that nobody knows.
fn of_lock(rules: &Rules, lock: &Lock) -> Vec<String> {
    let mut wrong = Vec::new();
    for locked in &lock.package {
        let one = format!("{} {}", locked.name, locked.version);
        if let Some(banned) = rules.bans.deny.iter().find(|banned| banned.name == locked.name) {
            wrong.push(format!("{one} is banned ({}), do without it", banned.reason));
        }
        if let Some(source) = locked.source.as_deref().filter(|source| *source != REGISTRY) {
            wrong.push(format!("{one} comes from {source}, take what crates.io has"));
        }
    }
    wrong
}

/// Licences that are not allowed, and banned features.
fn of_crates(rules: &Rules, told: &Metadata) -> Vec<String> {
    let mut wrong = Vec::new();
    for package in &told.packages {
        let one = format!("{} {}", package.name, package.version);
        match package.license.as_deref() {
            None => wrong.push(format!("{one} names no licence, do without it")),
            Some(licence) if !is_allowed(licence, &rules.licenses.allow) => {
                wrong.push(format!("{one} is under {licence}, which is not allowed"));
            }
            Some(_) => {}
        }
        let banned = rules.bans.features.iter().filter(|banned| banned.name == package.name);
        let nodes = told.resolve.nodes.iter().filter(|node| node.id == package.id);
        let on: Vec<&String> = nodes.flat_map(|node| &node.features).collect();
        for feature in banned.flat_map(|banned| &banned.deny).filter(|one| on.contains(one)) {
            wrong.push(format!("{one} has the feature {feature}, which is banned"));
        }
    }
    wrong
}

/// Whether an SPDX expression can be kept by licences of the list.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    Expression::parse_mode(expression, ParseMode::LAX)
        .is_ok_and(|expression| expression.evaluate(|wanted| allowed.contains(&wanted.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
        [licenses]
        allow = ["AGPL-3.0-only", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "MIT"]
        [bans]
        multiple-versions = "allow"
        deny = [{ crate = "openssl-sys", reason = "rustls everywhere" }]
        [[bans.features]]
        crate = "reqwest"
        deny = ["native-tls"]
        [sources]
        unknown-registry = "deny"
        unknown-git = "deny"
    "#;

    fn rules() -> Rules {
        toml::from_str(RULES).unwrap()
    }

    fn under(licence: &str) -> Vec<String> {
        let package = format!(
            r#"{{"id": "some", "name": "some", "version": "1.0.0", "license": {licence}}}"#
        );
        let told = format!(r#"{{"packages": [{package}], "resolve": {{"nodes": []}}}}"#);
        of_crates(&rules(), &serde_json::from_str(&told).unwrap())
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_named() {
        let found = |licence: &str| under(&format!("{licence:?}"));
        assert_eq!(
            found("GPL-3.0-only"),
            ["some 1.0.0 is under GPL-3.0-only, which is not allowed"]
        );
        for refused in ["MIT AND GPL-2.0-or-later", "AGPL-3.0-or-later", "what we like", ""] {
            assert_eq!(found(refused).len(), 1, "{refused}");
        }
        for kept in [
            "MIT",
            "AGPL-3.0-only",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR GPL-2.0-only) AND Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(found(kept).is_empty(), "{kept}");
        }
        assert_eq!(under("null"), ["some 1.0.0 names no licence, do without it"]);
    }

    #[test]
    fn a_banned_crate_and_a_banned_feature_are_named() {
        let lock = "[[package]]\nname = \"openssl-sys\"\nversion = \"0.9.1\"\n";
        let found = of_lock(&rules(), &toml::from_str(lock).unwrap());
        assert_eq!(found, ["openssl-sys 0.9.1 is banned (rustls everywhere), do without it"]);
        let told = r#"{"packages": [{"id": "r", "name": "reqwest", "version": "1.0.0",
            "license": "MIT"}], "resolve": {"nodes": [{"id": "r", "features": ["native-tls"]}]}}"#;
        let found = of_crates(&rules(), &serde_json::from_str(told).unwrap());
        assert_eq!(found, ["reqwest 1.0.0 has the feature native-tls, which is banned"]);
    }

    #[test]
    fn a_source_that_nobody_knows_is_named() {
        let locked = |source: &str| {
            let lock = format!("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n{source}");
            of_lock(&rules(), &toml::from_str(&lock).unwrap())
        };
        assert!(locked("").is_empty(), "our own");
        assert!(locked(&format!("source = \"{REGISTRY}\"")).is_empty());
        for source in ["git+https://example.org/a", "registry+https://example.org/index"] {
            let found = locked(&format!("source = \"{source}\""));
            assert_eq!(found, [format!("a 1.0.0 comes from {source}, take what crates.io has")]);
        }
    }

    #[test]
    fn a_rule_that_is_not_checked_here_is_refused() {
        for (old, new) in [
            ("multiple-versions = \"allow\"", "multiple-versions = \"deny\""),
            ("unknown-git = \"deny\"", "unknown-git = \"deny\"\nallow-git = []"),
        ] {
            assert!(toml::from_str::<Rules>(&RULES.replace(old, new)).is_err(), "{new}");
        }
    }
}
