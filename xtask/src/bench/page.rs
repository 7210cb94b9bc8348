//! The table of findings, and the page that it stands on.

use std::fs;

use super::finding::{Finding, Goal};
use super::{Failure, Pace};

const NOTES: &str = include_str!("notes.md");

/// The findings as a table of Markdown.
pub(crate) fn table(findings: &[Finding]) -> String {
    let mut table = String::from(
        "| over | what | figure | target | met | beside |\n\
         | --- | --- | ---: | --- | --- | --- |\n",
    );
    for one in findings {
        let target = match one.goal {
            Goal::AtMost(most) => format!("≤ {}", figure(most)),
            Goal::AtLeast(least) => format!("≥ {}", figure(least)),
            Goal::Told => "–".to_owned(),
        };
        let met = one.is_met().map_or("–", |is_met| if is_met { "yes" } else { "**no**" });
        let value = figure(one.value);
        table.push_str(&format!(
            "| {} | {} | {value} {} | {target} | {met} | {} |\n",
            one.over, one.what, one.unit, one.beside
        ));
    }
    table
}

/// The whole page.
pub(crate) fn whole(findings: &[Finding], pace: Pace) -> Result<String, Failure> {
    let Pace { rounds, during } = pace;
    Ok(format!(
        "# How fast the site is\n\nWritten by `make bench`: {rounds} rounds of {} s each. {}\n\n\
         {}\n{NOTES}",
        figure(during.as_secs_f64()),
        machine()?,
        table(findings)
    ))
}

/// The machine that was measured on.
fn machine() -> Result<String, Failure> {
    let cpus = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name"));
    let model =
        model.map_or("an unnamed processor", |line| line.trim_start_matches([' ', '\t', ':']));
    let cores = cpus.lines().filter(|line| line.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kib = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib: f64 = kib.and_then(|l| l.split_whitespace().next()).unwrap_or("0").parse()?;
    let load = fs::read_to_string("/proc/loadavg")?;
    let load = load.split_whitespace().nth(1).unwrap_or("?").to_owned();
    Ok(format!(
        "Machine: {cores} × {model}, {:.0} GiB of memory; load over the last five minutes {load} \
         (the bench's own included).",
        kib / 1_048_576.0
    ))
}

/// As many digits as a figure of that size is worth.
pub(crate) fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
