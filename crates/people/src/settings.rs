//! A member's settings: one form a section, saved by itself.

pub mod account;
pub mod api;
pub mod appearance;
pub mod confirm;
pub mod data;
pub mod letters;
pub mod privacy;
pub mod profile;
pub mod security;
pub mod sessions;
pub mod tokens;

use kernel::Outcome;
use web::{App, Reply, Shell, Tab, Viewer, see_other};

use crate::setup::People;
use crate::texts::Texts;

/// A section of the settings that another slice owns.
#[derive(Debug, Clone, Copy)]
pub struct SettingsTab {
    /// Its address.
    pub href: &'static str,
    /// Its word.
    pub label: fn(kernel::Locale) -> &'static str,
}

/// Goes on to the first section.
pub(crate) async fn show_first() -> Reply {
    see_other("/settings/profile")
}

/// The sections, with the one that a page shows.
#[must_use]
pub fn tabs(app: &App, viewer: &Viewer, current: &str) -> Vec<Tab> {
    let t = Texts::new(viewer.locale);
    let own = [
        ("/settings/profile", t.settings_profile()),
        ("/settings/account", t.settings_account()),
        ("/settings/security", t.settings_security()),
        ("/settings/sessions", t.settings_sessions()),
        ("/settings/privacy", t.settings_privacy()),
        ("/settings/notifications", t.settings_letters()),
        ("/settings/appearance", t.settings_appearance()),
        ("/settings/data", t.settings_data()),
    ];
    let others = app.part::<People>().tabs.clone();
    let others = others.into_iter().map(|tab| (tab.href, (tab.label)(viewer.locale)));
    own.into_iter()
        .chain(others)
        .map(|(href, text)| Tab::new(href, text, href == current))
        .collect()
}

/// The frame of a section.
pub(crate) fn shell(app: &App, viewer: &Viewer, title: &str) -> Shell {
    app.shell(viewer).title(title).at("/settings/profile").build()
}

/// The id and session of whoever is signed in.
///
/// # Errors
/// `SignIn` for a visitor.
pub(crate) fn me(viewer: &Viewer) -> Outcome<(kernel::MemberId, web::SessionId)> {
    viewer.me().map(|me| (me.id, me.session))
}
