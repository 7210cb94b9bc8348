//! The page that asks before something is taken away for good.

use askama::Template;
use web::Shell;

/// Asks before something is taken away for good.
#[derive(Template)]
#[template(path = "community/parts/confirm.html")]
pub(crate) struct ConfirmPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// What it is about.
    pub(crate) title: String,
    /// What is lost.
    pub(crate) lead: String,
    /// Where the yes is posted.
    pub(crate) action: String,
    /// The yes.
    pub(crate) yes: String,
    /// Where the no leads.
    pub(crate) back: String,
    /// The no.
    pub(crate) no: String,
}
