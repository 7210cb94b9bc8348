//! Who sees what of a member.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{MemberId, Outcome};
use serde::Deserialize;
use web::{App, ChoiceView, Form, Reply, Shell, Tab, Viewer, see_other_with};

use super::{me, shell, tabs};
use crate::events::ProfileChanged;
use crate::member;
use crate::texts::Texts;

const HERE: &str = "/settings/privacy";

#[derive(Template)]
#[template(path = "people/settings/privacy.html")]
struct PrivacyPage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    directory: bool,
    to: Vec<ChoiceView>,
}

/// Shows the section.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let (t, (id, _)) = (Texts::new(viewer.locale), me(&viewer)?);
    let row = app.db().read(async move |tx| member::get(tx, id).await).await?;
    let choice = |value: &str, label: &str| ChoiceView::new(value, label, row.profile_to == value);
    web::html(&PrivacyPage {
        shell: shell(&app, &viewer, t.settings_privacy()),
        tabs: tabs(&app, &viewer, HERE),
        directory: row.directory,
        to: vec![choice("everyone", t.privacy_everyone()), choice("members", t.privacy_members())],
        t,
    })
}

/// The section as it is sent.
#[derive(Debug, Deserialize)]
pub struct PrivacyForm {
    directory: Option<String>,
    profile_to: String,
}

/// Saves the section.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<PrivacyForm>) -> Reply {
    let (id, _) = me(&viewer)?;
    app.db()
        .tx(async move |tx| {
            let to = if form.profile_to == "members" { "members" } else { "everyone" };
            set(tx, id, (form.directory.is_some(), to)).await
        })
        .await?;
    see_other_with(&app, &viewer, HERE, Texts::new(viewer.locale).settings_saved())
}

/// Changes whether a member stands in the directory, and who sees their profile.
///
/// # Errors
/// When the database fails.
pub(crate) async fn set(
    tx: &mut Tx,
    id: MemberId,
    (directory, profile_to): (bool, &str),
) -> Outcome<()> {
    member::store::update_privacy(tx, id, directory, profile_to).await?;
    tx.acting(id);
    tx.announce(ProfileChanged { member: id }).await
}
