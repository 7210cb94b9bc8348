//! What the wiring gives this slice.

use crate::export::Section;
use crate::join::unused::HasWritten;
use crate::password::Hasher;

/// This slice's part of the app.
pub struct People {
    /// Hashes and verifies passwords.
    pub hasher: Hasher,
    /// What the slices put into a member's export.
    pub sections: Vec<Section>,
    /// Whether somebody has written anything.
    pub has_written: HasWritten,
}
