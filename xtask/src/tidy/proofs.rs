//! docs/trust.md names tests that there are.

use std::collections::HashSet;

use super::{Finding, Source};

/// Where promises stand beside their tests.
const PROMISES: &str = "docs/trust.md";

/// Every name in back quotes with three underscores or more is a test's.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let functions: HashSet<&str> = sources.iter().flat_map(|source| named(&source.text)).collect();
    let Some(promises) = sources.iter().find(|source| source.path.ends_with(PROMISES)) else {
        return Vec::new();
    };
    let lines = promises.text.lines().enumerate();
    let missing = lines.flat_map(|(number, line)| {
        let names = line.split('`').skip(1).step_by(2);
        let unknown = names.filter(|name| is_test(name) && !functions.contains(name));
        unknown.map(move |name| (number + 1, name))
    });
    let what =
        |name: &str| format!("no test is called {name}; name the one that holds the promise");
    missing.map(|(line, name)| promises.finding(line, what(name))).collect()
}

fn is_test(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.matches('_').count() >= 3 && name.chars().all(letters)
}

/// The functions that a file names.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.to_owned() }
    }

    #[test]
    fn a_promise_without_its_test_is_found() {
        let code = source("crates/web/src/a.rs", "async fn nobody_gets_out_of_here(db: Db) {}");
        let text = "1. held by `nobody_gets_out_of_here`\n2. by `somebody_gets_in_after_all`";
        let findings = check(&[code, source(PROMISES, text)]);
        let lines: Vec<usize> = findings.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2]);
    }
}
