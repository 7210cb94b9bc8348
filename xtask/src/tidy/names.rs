//! No drawers, no reminders, nothing about how it was made.

use super::{Finding, Source};

const DRAWERS: [&str; 9] =
    ["util", "utils", "common", "helper", "helpers", "misc", "manager", "service", "models"];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let stem = source.path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        if source.is_rust() && DRAWERS.contains(&stem) {
            let what = format!("{stem} is a drawer, name the file after what is in it");
            findings.push(source.finding(0, what));
        }
        if source.is_rust() && stem == "mod" {
            findings.push(source.finding(0, "mod.rs, use noun.rs beside the folder noun/"));
        }
        findings.extend(reminders(source));
    }
    findings
}

/// Words that promise something instead of doing it; written in parts here so that this file
/// does not find itself.
fn reminders(source: &Source) -> Vec<Finding> {
    let words =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK:")];
    let there = |(i, line): (usize, &str)| {
        let word = words.iter().find(|word| line.contains(**word))?;
        let what = format!("{word}: do it, or leave it out");
        Some(source.finding(i + 1, what))
    };
    if source.is_rust() || source.path.extension().is_some_and(|e| e == "ts" || e == "css") {
        source.text.lines().enumerate().filter_map(there).collect()
    } else {
        Vec::new()
    }
}
