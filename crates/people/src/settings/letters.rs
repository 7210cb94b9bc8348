//! What comes by mail, and how often.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{App, ChoiceView, Form, Reply, Shell, Tab, Viewer, see_other_with};

use super::{me, shell, tabs};
use crate::profile::{Rhythm, store};
use crate::texts::Texts;

const HERE: &str = "/settings/notifications";

#[derive(Template)]
#[template(path = "people/settings/letters.html")]
struct LettersPage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    rhythms: Vec<ChoiceView>,
}

/// Shows the section.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let (t, (id, _)) = (Texts::new(viewer.locale), me(&viewer)?);
    let details = app.db().read(async move |tx| store::find(tx, id).await).await?;
    let details = details.ok_or(Fault::Missing("member.missing"))?;
    let rhythm = |rhythm: Rhythm| {
        let key = rhythm.key();
        ChoiceView::new(key, t.welcome_rhythm(key), details.rhythm == key)
    };
    web::html(&LettersPage {
        shell: shell(&app, &viewer, t.settings_letters()),
        tabs: tabs(&app, &viewer, HERE),
        rhythms: Rhythm::ALL.into_iter().map(rhythm).collect(),
        t,
    })
}

/// The section as it is sent.
#[derive(Debug, Deserialize)]
pub struct LettersForm {
    rhythm: String,
}

/// Saves the section.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<LettersForm>) -> Reply {
    let (id, _) = me(&viewer)?;
    app.db().tx(async move |tx| set(tx, id, Rhythm::from_key(&form.rhythm)).await).await?;
    see_other_with(&app, &viewer, HERE, Texts::new(viewer.locale).settings_saved())
}

/// Changes how often a member hears; what else they told stays.
///
/// # Errors
/// `Missing` with `member.missing`.
pub(crate) async fn set(tx: &mut Tx, id: MemberId, rhythm: Rhythm) -> Outcome<()> {
    match store::update_rhythm(tx, id, rhythm.key()).await? {
        0 => Err(Fault::Missing("member.missing")),
        _ => Ok(()),
    }
}
