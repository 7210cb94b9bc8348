//! What the wiring gives this slice.

use std::sync::Arc;

use blob::Blobs;
use kernel::{Fault, Outcome};
use web::App;

use crate::export::Section;
use crate::join::unused::IsKept;
use crate::password::Hasher;
use crate::profile::page::PagePart;
use crate::settings::SettingsTab;

/// This slice's part of the app.
pub struct People {
    /// Hashes and verifies passwords.
    pub hasher: Hasher,
    /// What the slices put into a member's export.
    pub sections: Vec<Section>,
    /// What other slices add to a member's page.
    pub lists: Vec<PagePart>,
    /// What other slices add to the team's page about a member.
    pub panels: Vec<PagePart>,
    /// Sections of the settings that other slices own.
    pub tabs: Vec<SettingsTab>,
    /// Whether somebody has written or holds anything.
    pub is_kept: IsKept,
}

impl People {
    /// A part that hashes passwords so, with nothing from other slices yet.
    #[must_use]
    pub fn new(hasher: Hasher) -> Self {
        Self {
            hasher,
            sections: Vec::new(),
            lists: Vec::new(),
            panels: Vec::new(),
            tabs: Vec::new(),
            is_kept: |_tx, _member| Box::pin(async { Ok(false) }),
        }
    }
}

/// The blob store that the wiring gives.
///
/// # Errors
/// `Broken` when the wiring has none.
pub(crate) fn blobs(app: &App) -> Outcome<Arc<Blobs>> {
    app.find_part::<Blobs>().ok_or_else(|| Fault::broken("finding the blobs", "none are wired"))
}
