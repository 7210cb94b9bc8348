//! The table of findings, as Markdown.

use super::scorer::Opinion;
use super::{Finding, Goal};

/// The whole page with `table` in it.
pub(crate) fn page(table: &str, second: &str) -> String {
    format!(
        "# How good the insight engine is\n\n\
         Written by `make eval` (`cargo xtask eval`), which trains and scores the crate `analysis` on open \
         data sets. Nothing is tuned on a test set: whatever is chosen is chosen by a rule on training and \
         validation data, and where test figures of earlier versions had been seen before a rule was set, \
         \"How it was chosen\" says so. Seconds are training (or the whole \
         computation) on two cores; the peak of memory is that of the task's own process, reading the data and \
         all its trainings included. A target that is missed stays in the table.\n\n{table}\n\
         ## What the data sets' own scorer says of the same predictions\n\n{second}\n{NOTES}"
    )
}

/// The table alone.
pub(crate) fn render(findings: &[Finding]) -> String {
    let mut table = String::from(
        "| figure | best known | target | ours | met | seconds | peak MiB |\n\
         | --- | --- | --- | ---: | --- | ---: | ---: |\n",
    );
    for finding in findings {
        let target = match finding.goal {
            Goal::AtLeast(least) => format!("≥ {least}"),
            Goal::AtMost(most) => format!("≤ {most}"),
            Goal::Within(least, most) => format!("{least} to {most}"),
            Goal::Told => "–".to_owned(),
        };
        let met = finding.is_met().map_or("–", |is_met| if is_met { "yes" } else { "**no**" });
        table.push_str(&format!(
            "| {} | {} | {target} | {} | {met} | {:.2} | {:.0} |\n",
            finding.what,
            finding.best_known,
            figure(finding.value),
            finding.seconds,
            finding.peak_mib
        ));
    }
    table
}

/// The scorer's figures, a line for each prediction.
pub(crate) fn opinions(opinions: &[Opinion]) -> String {
    let mut table = String::from("| prediction | figures |\n| --- | --- |\n");
    for (about, figures) in opinions {
        table.push_str(&format!("| {about} | {figures} |\n"));
    }
    table
}

/// Four digits after the point for shares, fewer for large figures, powers for tiny errors.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.1}"),
        size if size >= 10.0 => format!("{value:.2}"),
        size if size >= 1e-3 || size == 0.0 => format!("{value:.4}"),
        _ => format!("{value:.1e}"),
    }
}

const NOTES: &str = include_str!("notes.md");
