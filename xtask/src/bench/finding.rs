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

/// How many times as much a request may cost over a thousand times as much data.
const GROWTH: f64 = 1.3;
/// What the cost of a request is counted in.
pub(crate) const REQUEST: &str = "ms CPU";

/// Holds what requests cost over a large community against what the same ones cost over a small one;
/// a search, whose cost is bounded in itself, against its own goal.
pub(crate) fn hold_growth(large: &mut [Finding], small: &[Finding]) {
    for one in large.iter_mut().filter(|one| one.unit == REQUEST) {
        let Some(before) = small.iter().find(|other| other.what == one.what) else { continue };
        let times = one.value / before.value;
        one.beside = format!("{times:.2} times the small · {}", one.beside);
        let goal = if one.what.starts_with("search") {
            before.goal
        } else {
            Goal::AtMost(GROWTH * before.value)
        };
        one.goal = goal.over(before.over);
    }
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
