//! `yaji doctor`: one line a check, and what to do where something is not well.

mod data;
mod place;
mod reach;

use std::fmt;
use std::process::ExitCode;

use kernel::Fault;
use web::App;

use crate::config::Config;
use crate::open;

/// How well something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Well.
    Ok,
    /// It works, and somebody should know something.
    Warning,
    /// It does not work, or what it holds cannot be trusted.
    Error,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How well it is.
    pub grade: Grade,
    /// What was looked at.
    pub what: &'static str,
    /// What was seen.
    pub said: String,
    /// What to do; empty when nothing is.
    pub next: String,
}

impl Finding {
    fn ok(what: &'static str, said: impl Into<String>) -> Self {
        Self { grade: Grade::Ok, what, said: said.into(), next: String::new() }
    }

    fn warning(what: &'static str, said: impl Into<String>, next: impl Into<String>) -> Self {
        Self { grade: Grade::Warning, what, said: said.into(), next: next.into() }
    }

    fn error(what: &'static str, said: impl Into<String>, next: impl Into<String>) -> Self {
        Self { grade: Grade::Error, what, said: said.into(), next: next.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Ok => "ok",
            Grade::Warning => "warning",
            Grade::Error => "error",
        };
        let said = self.said.replace('\n', " ");
        write!(f, "{grade:<8} {:<10} {said}", self.what)?;
        if self.next.is_empty() { Ok(()) } else { write!(f, ": {}", self.next) }
    }
}

/// What all checks found.
#[derive(Debug, Clone, Default)]
pub struct Report(pub Vec<Finding>);

impl Report {
    /// The lines to print.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// The worst of all; well when nothing was looked at.
    #[must_use]
    pub fn worst(&self) -> Grade {
        self.0.iter().map(|finding| finding.grade).max().unwrap_or(Grade::Ok)
    }

    /// 0 when nothing is broken, warnings included; 1 otherwise.
    #[must_use]
    pub fn code(&self) -> ExitCode {
        if self.worst() == Grade::Error { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// Looks at everything. With `full` every event and every file is read again, from the first.
pub async fn run(config: &Config, full: bool) -> Report {
    let mut found = place::look(config);
    match open::as_it_is(config).await {
        Ok(app) => {
            found.extend(look(&app, config, full).await);
            app.db().close().await;
        }
        Err(mistake) => found.push(Finding {
            grade: Grade::Error,
            what: "database",
            said: mistake.why_not(),
            next: mistake.next().to_owned(),
        }),
    }
    Report(found)
}

async fn look(app: &App, config: &Config, full: bool) -> Vec<Finding> {
    let mut found = vec![
        data::database(app).await,
        data::clock(app).await,
        data::chain(app, full).await,
        data::ledger(app).await,
        data::files(app, full).await,
        data::derived(app).await,
    ];
    found.extend(data::work(app).await);
    found.extend(reach::look(app, config).await);
    found
}

/// What a failed look said, for a line.
fn said(fault: Fault) -> String {
    match fault {
        Fault::Broken(report) => report.cause.to_string(),
        Fault::Busy => "it does not answer in time".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_it_is_and_what_to_do() {
        let fine = Finding::ok("clock", "2026-11-22");
        assert_eq!(fine.to_string(), "ok       clock      2026-11-22");
        let full = Finding::error("disk", "12 MiB free", "make room");
        assert_eq!(full.to_string(), "error    disk       12 MiB free: make room");
        let report = Report(vec![fine, Finding::warning("mail", "none", "set smtp_url")]);
        assert_eq!(report.worst(), Grade::Warning);
        assert_eq!(report.code(), ExitCode::SUCCESS);
        assert_eq!(Report(vec![full]).code(), ExitCode::FAILURE);
    }
}
