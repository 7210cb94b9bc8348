//! Every key of a fault has its text, in both languages, once.

use std::collections::BTreeSet;

use super::{Finding, Source};

/// What stands before a key in code.
const MAKERS: [&str; 13] = [
    "Fault::SignIn(",
    "Fault::Missing(",
    "Fault::Gone(",
    "Fault::denied(",
    "Fault::Conflict(",
    "Fault::TooLarge(",
    "Denied::because(",
    "Fault::invalid(",
    "errors.add(",
    "faults.add(",
    "FieldErrors::one(",
    "on_unique(",
    "TooFast { key: ",
];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let chinese = texts(sources, "locales/zh-CN");
    let english = texts(sources, "locales/en");
    let mut findings = Vec::new();
    for source in sources.iter().filter(|s| s.is_rust() && !s.is_test()) {
        let in_program = source.path.starts_with("crates") && !source.path.starts_with("crates/db");
        if !in_program || source.path.starts_with("crates/kernel") {
            continue;
        }
        for (number, line) in source.program() {
            for key in keys(line) {
                if !chinese.contains(&key) || !english.contains(&key) {
                    let id = key.replace(['.', '_'], "-");
                    let what = format!("no text for {key}, add fault-{id} to both languages");
                    findings.push(source.finding(number, what));
                }
            }
        }
    }
    findings
}

/// The keys with a text, written as code writes them.
fn texts(sources: &[Source], folder: &str) -> BTreeSet<String> {
    let files = sources.iter().filter(|s| s.path.starts_with(folder));
    let ids = files.flat_map(|s| s.text.lines()).filter_map(|line| line.strip_prefix("fault-"));
    ids.filter_map(|line| line.split([' ', '=']).next())
        .map(|id| id.replacen('-', ".", 1).replace('-', "_"))
        .collect()
}

/// The keys that a line of code makes faults of: the last text of the call, of the form `a.b_c`.
fn keys(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for maker in MAKERS {
        for call in line.split(maker).skip(1) {
            let inside = call.split(')').next().unwrap_or_default();
            let texts = inside.split('"').skip(1).step_by(2);
            let last = texts.filter(|text| text.contains('.') && !text.contains(' ')).last();
            found.extend(last.map(str::to_owned));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_where_faults_are_made() {
        assert_eq!(keys("Err(Fault::Missing(\"post.missing\"))"), ["post.missing"]);
        assert_eq!(keys("Fault::invalid(\"email\", \"email.invalid\")"), ["email.invalid"]);
        assert_eq!(
            keys(".on_unique(\"members.email\", \"member.email_taken\")?"),
            ["member.email_taken"]
        );
        assert!(keys("Fault::broken(\"reading a job\", e)").is_empty());
    }
}
