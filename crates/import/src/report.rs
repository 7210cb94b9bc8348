//! What became of each source row.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What became of the rows of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rows in the source.
    pub rows: u64,
    /// Placed by this run.
    pub placed: u64,
    /// Placed by an earlier run.
    pub known: u64,
    /// Listed with a reason.
    pub unplaced: u64,
}

/// What became of every source row, and why some were not placed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    tallies: BTreeMap<&'static str, Tally>,
    lines: Vec<String>,
}

impl Report {
    /// Notes a row that was placed by this run.
    pub(crate) fn placed(&mut self, kind: &'static str) {
        let tally = self.row(kind);
        tally.placed += 1;
    }

    /// Notes a row that an earlier run has placed.
    pub(crate) fn known(&mut self, kind: &'static str) {
        let tally = self.row(kind);
        tally.known += 1;
    }

    /// Notes a row that has no place here, and why.
    pub(crate) fn unplaced(&mut self, kind: &'static str, key: &str, why: &str) {
        let tally = self.row(kind);
        tally.unplaced += 1;
        self.lines.push(format!("{kind} {key}: {why}"));
    }

    fn row(&mut self, kind: &'static str) -> &mut Tally {
        let tally = self.tallies.entry(kind).or_default();
        tally.rows += 1;
        tally
    }

    /// What became of the rows of a kind.
    #[must_use]
    pub fn tally(&self, kind: &str) -> Tally {
        self.tallies.get(kind).copied().unwrap_or_default()
    }

    /// How many rows this run has placed.
    #[must_use]
    pub fn placed_rows(&self) -> u64 {
        self.tallies.values().map(|tally| tally.placed).sum()
    }

    /// The rows that were not placed, one a line: kind, key in the source, reason.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// One line of counts: for each kind, placed + known before + not placed of all rows.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut line = String::from("import:");
        for (kind, t) in &self.tallies {
            let comma = if line.ends_with(':') { "" } else { "," };
            // Writing to a String never fails.
            let _ = write!(
                line,
                "{comma} {kind} {} = {} placed + {} known + {} not placed",
                t.rows, t.placed, t.known, t.unplaced
            );
        }
        line
    }

    /// The report as a file: every row that was not placed, then the summary.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text + &self.summary() + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_placed_known_or_listed() {
        let mut report = Report::default();
        report.placed("posts");
        report.known("posts");
        report.unplaced("votes", "7", "its post is gone");
        assert_eq!(report.tally("posts"), Tally { rows: 2, placed: 1, known: 1, unplaced: 0 });
        assert_eq!(
            report.text(),
            "votes 7: its post is gone\nimport: posts 2 = 1 placed + 1 known + 0 not placed, \
             votes 1 = 0 placed + 0 known + 1 not placed\n"
        );
    }
}
