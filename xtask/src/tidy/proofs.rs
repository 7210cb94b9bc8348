//! docs/trust.md names tests that there are.

use std::collections::HashSet;

use super::{Finding, Source};

/// Where promises stand beside their tests.
const PROMISES: &str = "docs/trust.md";

/// Every name with three underscores or more is a test's.
pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let rust = sources.iter().filter(|source| source.is_rust());
    let tests: HashSet<&str> = rust.flat_map(|source| tests(&source.text)).collect();
    let Some(promises) = sources.iter().find(|source| source.path.ends_with(PROMISES)) else {
        return Vec::new();
    };
    let lines = promises.text.lines().enumerate();
    let missing = lines.flat_map(|(number, line)| {
        let names = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let unknown = names.filter(|name| is_test(name) && !tests.contains(name));
        unknown.map(move |name| (number + 1, name))
    });
    let what =
        |name: &str| format!("no test is called {name}; name the one that holds the promise");
    missing.map(|(line, name)| promises.finding(line, what(name))).collect()
}

fn is_test(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    begins && name.matches('_').count() >= 3 && name.chars().all(letters)
}

/// The tests of a file: the functions below an attribute that makes them one.
fn tests(text: &str) -> Vec<&str> {
    let (mut found, mut is_test) = (Vec::new(), false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") && line.contains("test") && !line.contains("cfg") {
            is_test = true;
        } else if let Some((_, rest)) = line.split_once("fn ") {
            found.extend(rest.split(['(', '<']).next().filter(|_| is_test));
            is_test = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.to_owned() }
    }

    #[test]
    fn a_promise_without_its_test_is_found() {
        let code = "#[db_test(wired)]\nasync fn nobody_gets_out_of_here(db: Db) {}\n\n\
                    fn a_step_on_the_way() {}\n\n#[cfg(test)]\nfn a_step_of_a_test() {}";
        let code = source("crates/web/src/a.rs", code);
        let text = "1. held by `nobody_gets_out_of_here`\n2. by `somebody_gets_in_after_all`\n\
                    3. by `a_step_on_the_way`\n4. by a_step_of_a_test";
        let findings = check(&[code, source(PROMISES, text)]);
        let lines: Vec<usize> = findings.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 3, 4]);
    }
}
