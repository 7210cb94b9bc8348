//! What the command line says when it cannot go on: what happened, why, what to do next.

use std::fmt;

use kernel::Fault;

use crate::terminal;

/// One line: what happened: why: what to do next.
#[derive(Debug)]
pub struct Mistake {
    what: String,
    why: String,
    next: String,
}

impl Mistake {
    /// A line of these three parts.
    pub fn new(what: impl Into<String>, why: impl fmt::Display, next: impl Into<String>) -> Self {
        // What comes after it parts it from the next step.
        let why = why.to_string().replace('\n', " ");
        let why = why.trim_end_matches(['.', '。', ' ']).to_owned();
        Self { what: what.into(), why, next: next.into() }
    }

    /// What happened and why, without what to do.
    pub(crate) fn why_not(&self) -> String {
        format!("{}: {}", self.what, self.why)
    }

    /// What to do.
    pub(crate) fn next(&self) -> &str {
        &self.next
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.what, self.why, self.next)
    }
}

impl std::error::Error for Mistake {}

impl From<Fault> for Mistake {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Broken(report) => {
                Self::new(report.doing, report.cause, "run `yaji doctor` to see what is wrong")
            }
            other => {
                let said = web::fault_text(terminal::locale(), other.key());
                Self::new(other.key(), said, terminal::texts().terminal_again())
            }
        }
    }
}
