//! A crate depends on rows above its own only.

use super::{Finding, Source};

/// The rows of ARCHITECTURE.md.
const ROWS: [&[&str]; 11] = [
    &["kernel"],
    &["db", "ledger", "text", "blob", "analysis"],
    &["site", "mail"],
    &["web"],
    &["people"],
    &["access"],
    &["commerce", "media"],
    &["community", "asks", "learning", "gatherings", "editorial"],
    &["governance", "notify", "recognition", "growth", "discovery", "insight", "assistant"],
    &["import", "demo", "testkit"],
    &["yaji"],
];

fn row(name: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&name))
}

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|s| s.path.ends_with("Cargo.toml")) {
        let Some(own) = super::sql::slice_of(source).and_then(row) else { continue };
        let mut in_dependencies = false;
        for (i, line) in source.text.lines().enumerate() {
            if line.starts_with('[') {
                in_dependencies = line == "[dependencies]";
            }
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if in_dependencies && row(name).is_some_and(|theirs| theirs >= own) {
                let what = format!("{name} is not in a row above, send an event instead");
                findings.push(source.finding(i + 1, what));
            }
        }
    }
    findings
}
