//! The welcome: interests, goal and rhythm on one page, which may be skipped.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{App, ChoiceView, FieldView, Form, Query, Reply, Shell, Viewer, back_to, see_other};

use crate::form::Refused;
use crate::profile::change::{Draft, change, read_list};
use crate::profile::{Goal, Rhythm, store};
use crate::sign_in::page::Place;
use crate::texts::Texts;
use crate::{handle, member, settings};

#[derive(Template)]
#[template(path = "people/welcome.html")]
struct WelcomePage {
    shell: Shell,
    t: Texts,
    back: String,
    confirmed: bool,
    refused: Refused,
    name: Option<FieldView>,
    interests: FieldView,
    goals: Vec<ChoiceView>,
    rhythms: Vec<ChoiceView>,
}

/// Shows the page.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(place): Query<Place>) -> Reply {
    let id = viewer.me()?.id;
    let details = app.db().read(async move |tx| store::find(tx, id).await).await?;
    let details = details.ok_or(Fault::Missing("member.missing"))?;
    let form = WelcomeForm {
        name: String::new(),
        interests: read_list(&details.interests).join(", "),
        goal: details.goal,
        rhythm: details.rhythm,
        back: place.back,
        skip: None,
    };
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, (&form, refused)).await
}

async fn page(app: &App, viewer: &Viewer, (form, refused): (&WelcomeForm, Refused)) -> Reply {
    let (t, id) = (Texts::new(viewer.locale), viewer.me()?.id);
    let row = app.db().read(async move |tx| member::get(tx, id).await).await?;
    let interests = FieldView::new("text", "interests", t.profile_interests())
        .value(&form.interests)
        .hint(t.profile_interests_hint())
        .optional(t.optional());
    let rhythm = |rhythm: Rhythm| {
        let key = rhythm.key();
        ChoiceView::new(key, t.welcome_rhythm(key), form.rhythm == key)
    };
    // A name that the site gave is no name yet.
    let nameless = row.name == row.handle && handle::is_given(&row.handle);
    let name = FieldView::new("text", "name", t.register_name())
        .value(&form.name)
        .hint(t.welcome_name_hint())
        .autocomplete("nickname")
        .max(40)
        .optional(t.optional());
    let page = WelcomePage {
        shell: app.shell(viewer).title(t.welcome_title()).plain().build(),
        back: back_to(form.back.as_deref()).to_owned(),
        confirmed: row.confirmed,
        name: nameless.then(|| refused.at(name)),
        interests: refused.at(interests),
        goals: goals(t, &form.goal),
        rhythms: Rhythm::ALL.into_iter().map(rhythm).collect(),
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// Why one came, as a choice.
pub(crate) fn goals(t: Texts, chosen: &str) -> Vec<ChoiceView> {
    let view = |goal: Goal| {
        let key = goal.key();
        ChoiceView::new(key, t.welcome_goal(key), key == chosen)
    };
    Goal::ALL.into_iter().map(view).collect()
}

/// The page as it is sent.
#[derive(Debug, Clone, Deserialize)]
pub struct WelcomeForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    interests: String,
    #[serde(default)]
    goal: String,
    #[serde(default)]
    rhythm: String,
    back: Option<String>,
    skip: Option<String>,
}

/// Keeps what was told, or that nothing was, and goes on.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<WelcomeForm>) -> Reply {
    let (id, sent) = (viewer.me()?.id, form.clone());
    match app.db().tx(async move |tx| keep(tx, id, &sent).await).await {
        Ok(()) => {
            app.sessions().forget(id);
            see_other(back_to(form.back.as_deref()))
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "interests")?;
            page(&app, &viewer, (&form, refused)).await
        }
    }
}

async fn keep(tx: &mut Tx, id: MemberId, form: &WelcomeForm) -> Outcome<()> {
    if form.skip.is_none() {
        let name = Some(form.name.clone()).filter(|name| !name.trim().is_empty());
        let (interests, goal) = (Some(form.interests.clone()), Goal::from_key(&form.goal));
        change(tx, id, &Draft { name, interests, goal, ..Draft::default() }).await?;
        settings::letters::set(tx, id, Rhythm::from_key(&form.rhythm)).await?;
    }
    store::update_welcomed(tx, id).await
}
