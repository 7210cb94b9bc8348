//! What one installation is called and how it behaves.
//!
//! To add a setting: a field in [`Settings`] with its default, its check in `settings/check.rs`
//! where a wrong value could do harm, and its field on the settings page.
#![deny(missing_docs)]

mod address_range;
pub mod legal;
pub mod settings;
mod texts;

pub use address_range::{AddressRange, NoAddress};
pub use legal::{LegalKind, LegalPublished, LegalText, Versions};
pub use settings::{Limits, Settings, Site};
pub use texts::Texts;
