//! One line of the table.

/// When a figure is good enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
    /// Told for the record.
    Told,
}

impl Goal {
    /// The goal where it counts: on the embedded database. Elsewhere a figure is told.
    pub(crate) fn over(self, data: &str) -> Self {
        if data == "embedded" { self } else { Self::Told }
    }
}

/// What one case gave.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    /// Over which data: `embedded`, `PostgreSQL`, and the same at size.
    pub(crate) over: &'static str,
    /// What was done.
    pub(crate) what: String,
    /// The figure that has a goal.
    pub(crate) value: f64,
    /// What it counts: `ms CPU`, `MiB`, `s`.
    pub(crate) unit: &'static str,
    pub(crate) goal: Goal,
    /// Everything else, in words.
    pub(crate) beside: String,
}

impl Finding {
    /// Whether the goal is met; nothing for a figure that is only told.
    pub(crate) fn is_met(&self) -> Option<bool> {
        match self.goal {
            Goal::AtMost(most) => Some(self.value <= most),
            Goal::AtLeast(least) => Some(self.value >= least),
            Goal::Told => None,
        }
    }
}
