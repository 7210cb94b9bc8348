//! Figures beside their targets.

use std::fmt::Write as _;

use super::Outcome;

/// One figure.
pub(super) struct Figure {
    what: String,
    target: String,
    found: String,
    met: Option<bool>,
}

impl Figure {
    /// A figure that has a target.
    pub(super) fn new(
        what: impl Into<String>,
        target: impl Into<String>,
        found: impl Into<String>,
        met: bool,
    ) -> Self {
        let figure =
            Self { what: what.into(), target: target.into(), found: found.into(), met: Some(met) };
        println!("{}", figure.line());
        figure
    }

    /// What could not be tried here, and why.
    pub(super) fn untried(what: impl Into<String>, why: impl Into<String>) -> Self {
        let figure =
            Self { what: what.into(), target: "tried".to_owned(), found: why.into(), met: None };
        println!("{}", figure.line());
        figure
    }

    fn line(&self) -> String {
        let met = match self.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "not tried",
        };
        format!("| {} | {} | {} | {met} |", self.what, self.target, self.found)
    }
}

/// All figures of a run.
#[derive(Default)]
pub(super) struct Figures(Vec<Figure>);

impl Figures {
    pub(super) fn extend(&mut self, more: Vec<Figure>) {
        self.0.extend(more);
    }

    pub(super) fn all_met(&self) -> bool {
        self.0.iter().all(|figure| figure.met != Some(false))
    }

    /// Writes them, when all parts were run.
    pub(super) fn write(&self, file: &str, seed: u64, whole: bool) -> Outcome<()> {
        let mut text = String::from(HEAD);
        writeln!(text, "Seed {seed}.\n\n| what | target | found | |\n| --- | --- | --- | --- |")?;
        for figure in &self.0 {
            writeln!(text, "{}", figure.line())?;
        }
        if whole {
            std::fs::write(file, text)?;
        }
        Ok(())
    }
}

const HEAD: &str = "\
# Trust figures

What `make trust` found on the machine it was last run on; run it on yours. How each is tried stands
in [trust.md](trust.md).

";
