//! Every path that a document names exists.

use std::path::Path;

use super::{Finding, Source};

/// Where a named path may begin.
const ROOTS: [&str; 8] =
    ["crates/", "xtask/", "migrations/", "locales/", "docs/", "tests/", ".ci/", "Makefile"];

pub(super) fn check(root: &Path, sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|s| s.path.extension().is_some_and(|e| e == "md")) {
        for (i, line) in source.text.lines().enumerate() {
            for named in line.split('`').skip(1).step_by(2).filter(|text| is_path(text)) {
                if !root.join(named).exists() {
                    let what = format!("{named} does not exist, name what does");
                    findings.push(source.finding(i + 1, what));
                }
            }
        }
    }
    findings
}

/// Whether a text in backquotes is a path without placeholders.
fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    ROOTS.iter().any(|root| text.starts_with(root))
        && text.chars().all(plain)
        && !text.contains("NNNN")
}
