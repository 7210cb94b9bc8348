//! A file is one idea.

use super::{Finding, Source};

/// The most lines of a file, without the tests below its code.
const FILE_MAX: usize = 400;
/// The most characters of a line.
const LINE_MAX: usize = 120;
/// The most lines of a template.
const TEMPLATE_MAX: usize = 150;

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        if source.is_rust() && !source.is_test() {
            findings.extend(rust(source));
        }
        let template = source.path.extension().is_some_and(|e| e == "html");
        if template && source.text.lines().count() > TEMPLATE_MAX {
            findings.push(source.finding(
                0,
                format!(
                    "more than {TEMPLATE_MAX} lines, cut a part out into a template of its own"
                ),
            ));
        }
    }
    findings
}

fn rust(source: &Source) -> Vec<Finding> {
    let lines = source.program().count();
    let mut findings = Vec::new();
    if lines > FILE_MAX {
        let what = format!("{lines} lines of {FILE_MAX}, give the second idea a file of its own");
        findings.push(source.finding(0, what));
    }
    for (number, line) in source.program() {
        if line.chars().count() > LINE_MAX && !line.contains('"') {
            let what = format!("a line of more than {LINE_MAX} characters, break it");
            findings.push(source.finding(number, what));
        }
    }
    findings
}
