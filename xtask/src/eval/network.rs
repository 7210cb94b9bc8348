//! Scores this part of the insight engine.

use super::Task;

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[];
