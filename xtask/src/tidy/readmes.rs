//! Every crate says what it is.

use std::path::Path;

use super::{Finding, Source};

/// The most lines of a crate's README.
const LINES_MAX: usize = 20;

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| is_of_crate(&source.path)) {
        let path = source.path.with_file_name("README.md");
        let what = match sources.iter().find(|other| other.path == path) {
            None => "the crate has no README.md, say what it owns, its nouns and invariants",
            Some(readme) if readme.text.lines().count() > LINES_MAX => {
                "a README.md of more than 20 lines, say the rest in the modules"
            }
            Some(_) => continue,
        };
        findings.push(source.finding(0, what));
    }
    findings
}

/// Whether a file describes a crate of the house: `crates/NAME/Cargo.toml`.
fn is_of_crate(path: &Path) -> bool {
    path.starts_with("crates") && path.ends_with("Cargo.toml") && path.components().count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_crate_says_what_it_is_in_a_few_lines() {
        let of = |readme: Option<&str>| {
            let mut sources = vec![source("crates/tea/Cargo.toml", "")];
            sources.extend(readme.map(|text| source("crates/tea/README.md", text)));
            check(&sources).len()
        };
        assert_eq!(of(None), 1);
        assert_eq!(of(Some("# tea\n\nWhat it owns.\n")), 0);
        assert_eq!(of(Some(&"one more line\n".repeat(21))), 1);
        assert!(check(&[source("Cargo.toml", ""), source("xtask/Cargo.toml", "")]).is_empty());
    }
}
