//! Why a figure was not computed.

use std::fmt;

/// What a computation gives: a figure, or the reason why there is none.
pub type Computed<T> = Result<T, Refusal>;

/// Why a figure was not computed. Each has a stable key for messages and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing to compute on: an empty window, or a zero denominator.
    NoData,
    /// There is something, but too little to say anything: `have` of the `need` observations.
    TooLittle {
        /// How many observations the method needs.
        need: usize,
        /// How many were given.
        have: usize,
    },
    /// Two inputs that belong together differ in length, or an index lies outside its range.
    Shape,
    /// A value is infinite, not a number, or outside the range that the method is defined on.
    Value,
    /// The search for the best parameters did not settle.
    Unsettled,
}

impl Refusal {
    /// The stable key of this refusal, for messages and tests.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoData => "analysis.no_data",
            Self::TooLittle { .. } => "analysis.too_little",
            Self::Shape => "analysis.shape",
            Self::Value => "analysis.value",
            Self::Unsettled => "analysis.unsettled",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLittle { need, have } => {
                write!(f, "{}: {have} of {need}", self.key())
            }
            _ => f.write_str(self.key()),
        }
    }
}

impl std::error::Error for Refusal {}
