//! The house rules that no compiler knows, as one check: `path:line: what, do this instead`.

mod faults;
mod names;
mod paths;
mod proofs;
mod readmes;
mod rows;
mod sizes;
mod sql;
mod supply;

use std::path::{Path, PathBuf};

/// Something against the rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, from the root.
    pub(crate) path: PathBuf,
    /// The line, from 1; 0 for the whole file.
    pub(crate) line: usize,
    /// What, and what to do instead.
    pub(crate) what: String,
}

/// A text file of the repository.
pub(crate) struct Source {
    /// Its path from the root.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
}

impl Source {
    fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, what: what.into() }
    }

    fn is_rust(&self) -> bool {
        self.path.extension().is_some_and(|e| e == "rs")
    }

    /// Whether it is a test rather than part of the program.
    fn is_test(&self) -> bool {
        let text = self.path.to_string_lossy();
        text.contains("/tests/") || text.ends_with("/tests.rs") || text.contains("/benches/")
    }

    /// The lines of the program, without the tests that stand below them.
    fn program(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(i, line)| (i + 1, line));
        lines.take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
    }
}

/// Checks the repository at `root`.
///
/// # Errors
/// When it cannot be read, or something is against the rules.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let sources = read(root)?;
    let mut findings = Vec::new();
    findings.extend(sizes::check(&sources));
    findings.extend(names::check(&sources));
    findings.extend(sql::check(&sources));
    findings.extend(rows::check(&sources));
    findings.extend(faults::check(&sources));
    findings.extend(paths::check(root, &sources));
    findings.extend(proofs::check(&sources));
    findings.extend(readmes::check(&sources));
    findings.extend(supply::check(root, &sources)?);
    findings.retain(|finding| !is_allowed(finding));
    findings.sort();
    for finding in &findings {
        println!("{}:{}: {}", finding.path.display(), finding.line, finding.what);
    }
    match findings.len() {
        0 => Ok(()),
        n => Err(format!("{n} things are against the rules of the house")),
    }
}

/// Whether the short list of exceptions names the file: a path and its reason a line. The list may
/// only shrink.
fn is_allowed(finding: &Finding) -> bool {
    let list = include_str!("tidy/allowed.txt").lines();
    list.filter_map(|line| line.split(' ').next()).any(|path| Path::new(path) == finding.path)
}

/// Reads every text file that git knows or would add.
fn read(root: &Path) -> Result<Vec<Source>, String> {
    let listed = std::process::Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|e| format!("git ls-files: {e}"))?;
    let kinds = ["rs", "sql", "ftl", "md", "toml", "html", "ts", "css", "mjs"];
    let mut sources = Vec::new();
    for line in String::from_utf8_lossy(&listed.stdout).lines() {
        let path = PathBuf::from(line);
        let wanted = path.extension().and_then(|e| e.to_str()).is_some_and(|e| kinds.contains(&e));
        if wanted && let Ok(text) = std::fs::read_to_string(root.join(&path)) {
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_house_is_in_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert_eq!(run(&root), Ok(()));
    }
}
