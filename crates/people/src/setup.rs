//! What the wiring gives this slice.

use crate::export::Section;
use crate::join::unused::HasWritten;
use crate::password::Hasher;
use crate::profile::page::ProfileList;
use crate::settings::SettingsTab;

/// This slice's part of the app.
pub struct People {
    /// Hashes and verifies passwords.
    pub hasher: Hasher,
    /// What the slices put into a member's export.
    pub sections: Vec<Section>,
    /// What other slices add to a member's page.
    pub lists: Vec<ProfileList>,
    /// What other slices add to the team's page about a member.
    pub panels: Vec<ProfileList>,
    /// Sections of the settings that other slices own.
    pub tabs: Vec<SettingsTab>,
    /// Whether somebody has written anything.
    pub has_written: HasWritten,
}
