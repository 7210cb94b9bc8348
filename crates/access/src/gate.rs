//! What a reader must hold: a list of things of which one is enough.

use crate::Thing;

/// A list of things of which one is enough. An empty list is open to nobody by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate {
    /// The things.
    pub any_of: Vec<Thing>,
}

impl Gate {
    /// The gate that any of these things opens.
    #[must_use]
    pub fn any_of(things: impl IntoIterator<Item = Thing>) -> Self {
        Self { any_of: things.into_iter().collect() }
    }
}
