//! One figure that a task found, and what it is held against.

use std::path::Path;

use super::Failure;

/// One thing that is trained and scored.
#[derive(Clone)]
pub(crate) struct Task {
    /// Its name on the command line; unique, and no other begins with it.
    pub(crate) name: &'static str,
    /// Trains, scores, and says what came out; the path is the folder of the open data sets.
    pub(crate) run: fn(&Path) -> Result<Vec<Finding>, Failure>,
}

/// When a figure is good enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
    /// Between the two.
    Within(f64, f64),
    /// Told for the record, held against nothing.
    Told,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    /// What was measured, as the table names it.
    pub(crate) what: String,
    /// What the best known open method gives, in words.
    pub(crate) best_known: String,
    /// What is wanted.
    pub(crate) goal: Goal,
    /// What came out.
    pub(crate) value: f64,
    /// How long training (or the whole computation) took.
    pub(crate) seconds: f64,
    /// The most memory the task's process held, reading the data included.
    pub(crate) peak_mib: f64,
}

impl Finding {
    /// A figure held against `goal`.
    pub(crate) fn new(what: &str, best_known: &str, goal: Goal, value: f64, seconds: f64) -> Self {
        Self {
            what: what.into(),
            best_known: best_known.into(),
            goal,
            value,
            seconds,
            peak_mib: 0.0,
        }
    }

    /// The same with the peak of memory of its task.
    pub(crate) fn with_peak(self, peak_mib: f64) -> Self {
        Self { peak_mib, ..self }
    }

    /// Whether the goal is met; nothing for a figure that is only told.
    pub(crate) fn is_met(&self) -> Option<bool> {
        match self.goal {
            Goal::AtLeast(least) => Some(self.value >= least),
            Goal::AtMost(most) => Some(self.value <= most),
            Goal::Within(least, most) => Some((least..=most).contains(&self.value)),
            Goal::Told => None,
        }
    }

    /// One line, for the parent process.
    pub(crate) fn to_line(&self) -> String {
        let goal = match self.goal {
            Goal::AtLeast(least) => format!("least {least} 0"),
            Goal::AtMost(most) => format!("most 0 {most}"),
            Goal::Within(least, most) => format!("within {least} {most}"),
            Goal::Told => "told 0 0".to_owned(),
        };
        format!("{}\t{}\t{goal}\t{}\t{}", self.what, self.best_known, self.value, self.seconds)
    }

    /// Reads what [`Finding::to_line`] wrote.
    pub(crate) fn of_line(line: &str) -> Result<Self, Failure> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [what, best_known, goal, value, seconds] = cells[..] else {
            return Err(format!("not a finding: {line}").into());
        };
        let words: Vec<&str> = goal.split(' ').collect();
        let [kind, least, most] = words[..] else {
            return Err(format!("not a goal: {goal}").into());
        };
        let goal = match kind {
            "least" => Goal::AtLeast(least.parse()?),
            "most" => Goal::AtMost(most.parse()?),
            "within" => Goal::Within(least.parse()?, most.parse()?),
            _ => Goal::Told,
        };
        Ok(Self::new(what, best_known, goal, value.parse()?, seconds.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_survives_the_way_to_the_parent() {
        for goal in [Goal::AtLeast(0.25), Goal::AtMost(3.0), Goal::Within(0.93, 0.97), Goal::Told] {
            let finding = Finding::new("NDCG@20", "EASE 0.262", goal, 0.5, 1.25);
            assert_eq!(Finding::of_line(&finding.to_line()).unwrap(), finding);
        }
    }

    #[test]
    fn a_goal_is_met_on_its_border() {
        assert_eq!(Finding::new("", "", Goal::AtLeast(1.0), 1.0, 0.0).is_met(), Some(true));
        assert_eq!(Finding::new("", "", Goal::AtMost(1.0), 1.1, 0.0).is_met(), Some(false));
        assert_eq!(Finding::new("", "", Goal::Told, 1.1, 0.0).is_met(), None);
    }
}
